import { DAY, MINUTE, addTime, type Timestamp } from '../../src/kernel/time.ts'
import type { HeadFact, ManifestFact, RecordFact } from '../../src/record/collective-facts.ts'
import type { Did } from '../../src/record/did.ts'
import { type Digest, digestOf } from '../../src/record/digest.ts'
import { createHead } from '../../src/record/head.ts'
import { createManifest, type ManifestItem } from '../../src/record/manifest.ts'
import type { Multikey } from '../../src/record/multikey.ts'
import { assembleRecord, proveStatement, signRecord } from '../../src/record/record.ts'
import { createTestKey, type TestKey } from './keys.ts'
import { statementOf } from './records.ts'

/** What a record of a history says, before somebody signs it. Signers are names of keys. */
export interface RecordDraft {
  readonly type: 'Profile' | 'Alert' | 'Vouch' | 'Canary'
  readonly slug: string
  readonly version: number
  readonly updated: Timestamp
  readonly expires: Timestamp
  readonly withdrawn: boolean
  readonly signedBy: 'node' | 'members'
  readonly signers: readonly string[]
  /** Tells two records apart that are otherwise equal. */
  readonly note: string
}

export interface HeadDraft {
  readonly version: number
  readonly previous: Digest | null
  readonly manifest: Digest
  readonly did: string
  readonly published: Timestamp
  readonly expires: Timestamp
  readonly signer: string
}

export interface ManifestWithDigest extends ManifestFact {
  readonly digest: Digest
}

/** Makes the objects of a history, and the names in them. */
export interface Mint {
  /** The same key for the same name. */
  readonly key: (name: string) => Multikey
  readonly versionId: (number: number, content: string) => string
  readonly record: (draft: RecordDraft) => RecordFact
  readonly manifest: (
    items: readonly ManifestItem[],
    erased: readonly Digest[],
  ) => ManifestWithDigest
  readonly head: (draft: HeadDraft) => HeadFact
}

function versionId(number: number, content: string): string {
  return `${number}-${digestOf(content).slice(1)}`
}

/** Facts without signatures: a key is its name. Fast, for thousands of histories. */
export const factMint: Mint = {
  key: (name) => name,
  versionId,
  record({ note: _, ...draft }) {
    return { ...draft, digest: digestOf(JSON.stringify([draft, _])) }
  },
  manifest(items, erased) {
    return { digest: digestOf(JSON.stringify([items, erased])), items, erased }
  },
  head(draft) {
    const { published: _, expires: __, signer: ___, ...state } = draft
    return {
      ...draft,
      digest: digestOf(JSON.stringify(draft)),
      stateDigest: digestOf(JSON.stringify(state)),
    }
  },
}

/** Really signed objects; `texts` are the bytes of all that was made. */
export interface SignedMint extends Mint {
  readonly did: Did
  readonly texts: readonly string[]
}

export function createSignedMint(did: Did): SignedMint {
  const texts: string[] = []
  const keys = new Map<string, TestKey>()
  const keyOf = (name: string): TestKey => {
    const key = keys.get(name) ?? createTestKey(did)
    keys.set(name, key)
    return key
  }
  const kept = <T extends { readonly text: string }>(made: T): T => {
    texts.push(made.text)
    return made
  }
  return {
    did,
    texts,
    key: (name) => keyOf(name).multikey,
    versionId,
    record: (draft) => kept(signedRecord(did, draft, draft.signers.map(keyOf))),
    manifest: (items, erased) => kept(createManifest(did, items, erased)),
    head: ({ signer, ...draft }) =>
      kept(createHead({ attributedTo: did, ...draft }, keyOf(signer))),
  }
}

/** Where a type has room for a note. */
const NOTES = {
  Profile: 'summaryMap',
  Alert: 'descriptionMap',
  Vouch: 'reasonMap',
  Canary: 'noteMap',
} as const

function signedRecord(did: Did, draft: RecordDraft, keys: readonly TestKey[]) {
  const { type, slug, version, updated, expires, withdrawn, note } = draft
  const statement = statementOf(
    type,
    { did, slug, version, now: updated },
    { expires, [NOTES[type]]: { en: note }, ...(withdrawn ? { withdrawn } : {}) },
  )
  const [first] = keys
  if (first === undefined) throw new Error('a record needs a signer')
  return draft.signedBy === 'node'
    ? signRecord(statement, first)
    : assembleRecord(
        statement,
        keys.map((key) => proveStatement(statement, key, 'capabilityInvocation')),
      )
}

/** How long records of a history are valid: alerts as long as they may be, others until noticed. */
export function expiryOf(type: RecordDraft['type'], updated: Timestamp): Timestamp {
  return addTime(updated, type === 'Alert' ? 7 * DAY : 100 * DAY - MINUTE)
}
