import { addTime, type Timestamp, toTimestamp } from '../../../src/kernel/time.ts'
import { type Digest } from '../../../src/record/digest.ts'
import { createHead, type Head, HEAD_VALIDITY } from '../../../src/record/head.ts'
import type { RecordType } from '../../../src/record/kinds.ts'
import { createManifest, type Manifest, type ManifestItem } from '../../../src/record/manifest.ts'
import {
  assembleRecord,
  proveStatement,
  type SignedRecord,
  signRecord,
} from '../../../src/record/record.ts'
import type { TestCollective } from '../../support/collective.ts'
import { statementOf } from '../../support/records.ts'

/** A state of a collective: what its head leads to. */
export interface PublishedState {
  readonly head: Head
  readonly manifest: Manifest
  readonly records: readonly SignedRecord[]
  /** The bytes of all of it, records first. */
  readonly texts: readonly string[]
}

export interface StateOptions {
  readonly version?: number
  readonly previous?: Digest | null
  readonly erased?: readonly Digest[]
  readonly published?: Timestamp
  readonly expires?: Timestamp
  /** The `versionId` of the entry it is signed under; the first one by default. */
  readonly did?: string
  /** The items of the manifest, where they are not those of the records. */
  readonly items?: readonly ManifestItem[]
}

/** The `versionId` of the newest entry of a log text. */
export function newestEntryOf({ log }: { readonly log: string }): string {
  const line = log.trim().split('\n').at(-1) ?? '{}'
  return (JSON.parse(line) as { versionId: string }).versionId
}

/** A manifest of these records and a head that points to it. */
export function stateOf(
  collective: TestCollective,
  records: readonly SignedRecord[],
  options: StateOptions = {},
): PublishedState {
  const { did, node, log } = collective
  const { version = 1, previous = null, erased = [], published = toTimestamp(new Date()) } = options
  const manifest = createManifest(did, options.items ?? records.map(itemOf), erased)
  const head = createHead(
    {
      attributedTo: did,
      version,
      previous,
      manifest: manifest.digest,
      did: options.did ?? newestEntryOf(log),
      published,
      expires: options.expires ?? addTime(published, HEAD_VALIDITY),
    },
    node,
  )
  const texts = [...records.map(({ text }) => text), manifest.text, head.text]
  return { head, manifest, records, texts }
}

/** The state after another one. */
export function stateAfter(
  collective: TestCollective,
  { head }: PublishedState,
  records: readonly SignedRecord[],
  options: StateOptions = {},
): PublishedState {
  const { version, stateDigest: previous } = head
  return stateOf(collective, records, { version: version + 1, previous, ...options })
}

export function itemOf({ type, slug, version, digest, expires }: SignedRecord): ManifestItem {
  return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
}

export interface RecordOptions {
  readonly slug?: string
  readonly version?: number
  readonly now?: Timestamp
}

/** A record of the collective, signed by its node key; `changes` replace members of a valid one. */
export function nodeRecord(
  collective: TestCollective,
  type: RecordType,
  changes: Readonly<Record<string, unknown>> = {},
  options: RecordOptions = {},
): SignedRecord {
  return signRecord(statement(collective, type, changes, options), signerOf(collective))
}

/** A record of the collective, signed by two of its three members. */
export function memberRecord(
  collective: TestCollective,
  type: RecordType,
  changes: Readonly<Record<string, unknown>> = {},
  options: RecordOptions = {},
): SignedRecord {
  const said = statement(collective, type, changes, options)
  const { did } = collective
  const proofs = collective.members
    .slice(0, 2)
    .map((member) => proveStatement(said, { did, ...member }, 'capabilityInvocation'))
  return assembleRecord(said, proofs)
}

/** What a record says before anyone signs it. */
export function statement(
  { scid, did, origin }: TestCollective,
  type: RecordType,
  changes: Readonly<Record<string, unknown>>,
  { slug = 'main', version = 1, now = toTimestamp(new Date()) }: RecordOptions,
) {
  const id = `${origin}/records/${scid}/${type}/${slug}`
  return statementOf(type, { did, slug, version, now }, { id, ...changes })
}

export function signerOf({ did, node }: TestCollective) {
  return { did, ...node }
}
