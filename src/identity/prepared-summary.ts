import type { Timestamp } from '../kernel/time.ts'
import { canonicalize, type JsonObject, type JsonValue } from '../record/canonical.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import type { GoodHead } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import { nodeKeysOf, originsOf } from './create-entry.ts'
import { fragmentOf } from './document-rules.ts'
import { isDeactivated } from './entry-rules.ts'
import { type DidDocument, type Guardians, numberOf, type UnsignedEntry } from './log-entry.ts'
import type { Prepared, PreparedEntry, PreparedRecord } from './prepared.ts'

/** What a member is about to sign, as data: the command line says it in her language. */
export type PreparedSummary = RecordSummary | EntrySummary

export interface RecordSummary {
  readonly kind: 'record'
  readonly recordType: string
  readonly slug: string
  readonly version: number
  readonly collective: string
  readonly updated: Timestamp
  readonly expires: Timestamp | null
  readonly isWithdrawal: boolean
  /** Every language that any of its texts is in, ascending. */
  readonly languages: readonly string[]
  /** The statement digest: two members who compare it sign the same. */
  readonly digest: Digest
}

export interface EntrySummary {
  readonly kind: 'entry'
  /** The version id: two members who compare it approve the same. */
  readonly versionId: string
  readonly number: number
  readonly time: Timestamp
  readonly did: string
  readonly changes: readonly EntryDifference[]
}

/** One thing that a log entry changes; `null` before the first entry, or for what ends. */
export type EntryDifference =
  | Change<'node-key', Multikey | null>
  | Change<'node-key-expires', Timestamp | null>
  | Change<'agreement-key', Multikey | null>
  | Change<'members', readonly Multikey[] | null>
  | Change<'threshold', number | null>
  | Change<'controller', Multikey | null>
  | Change<'did', string | null>
  | Change<'base-urls', readonly string[] | null>
  | Change<'guardians', Guardians | null>
  | Change<'last-good-head', GoodHead | null>
  | Change<'revoked', Readonly<Record<Multikey, Timestamp>> | null>
  | Change<'deactivated', boolean | null>

interface Change<What extends string, Value> {
  readonly what: What
  readonly from: Value
  readonly to: Value
}

/** What `prepared` says. All of it is part of what is signed. */
export function summarize(prepared: Prepared): PreparedSummary {
  return prepared.kind === 'record' ? summarizeRecord(prepared) : summarizeEntry(prepared)
}

function summarizeRecord({ statement }: PreparedRecord): RecordSummary {
  const { type, slug, version, attributedTo, updated, expires, withdrawn } = statement
  return {
    kind: 'record',
    recordType: type,
    slug,
    version,
    collective: attributedTo,
    updated,
    expires: typeof expires === 'string' ? expires : null,
    isWithdrawal: withdrawn === true,
    languages: [...new Set(languagesIn(statement))].toSorted(),
    digest: digestOf(canonicalize(statement)),
  }
}

/** The languages of all language maps in a value: members that end in `Map`, at any depth. */
function languagesIn(value: JsonValue): readonly string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value as JsonObject).flatMap(([name, member]) =>
    name.endsWith('Map') && member !== null && typeof member === 'object'
      ? Object.keys(member)
      : languagesIn(member),
  )
}

function summarizeEntry({ entry, follows, controller }: PreparedEntry): EntrySummary {
  const before = follows === null ? null : valuesOf(follows.entry, controller)
  const after = valuesOf(entry, entry.parameters.updateKeys?.[0] ?? controller)
  const changes = WHAT.flatMap((what) => {
    const [from, to] = [before?.[what] ?? null, after[what]]
    return canonicalize([from]) === canonicalize([to])
      ? []
      : [{ what, from, to } as EntryDifference]
  })
  return {
    kind: 'entry',
    versionId: entry.versionId,
    number: numberOf(entry.versionId),
    time: entry.versionTime,
    did: entry.state.id,
    changes,
  }
}

type Values = { readonly [D in EntryDifference as D['what']]: D['to'] }

/** The order in which changes are told: who, what may speak for them, where. */
const WHAT: readonly EntryDifference['what'][] = [
  'deactivated',
  'members',
  'threshold',
  'controller',
  'node-key',
  'node-key-expires',
  'agreement-key',
  'revoked',
  'last-good-head',
  'did',
  'base-urls',
  'guardians',
]

function valuesOf(entry: UnsignedEntry, controller: Multikey): Values {
  const { state } = entry
  return {
    deactivated: isDeactivated(entry) ? true : null,
    members: state.capabilityInvocation.map(fragmentOf),
    threshold: state.tessera.memberThreshold,
    controller,
    ...nodeValuesOf(state),
    revoked: revokedIn(state),
    'last-good-head': state.tessera.lastGoodHead ?? null,
    did: state.id,
    'base-urls': originsOf(state),
    guardians: state.tessera.guardians ?? null,
  }
}

function nodeValuesOf(
  state: DidDocument,
): Pick<Values, 'node-key' | 'node-key-expires' | 'agreement-key'> {
  const keys = nodeKeysOf(state)
  if (keys === null) return { 'node-key': null, 'node-key-expires': null, 'agreement-key': null }
  return {
    'node-key': keys.node,
    'node-key-expires': keys.expires,
    'agreement-key': keys.agreement,
  }
}

function revokedIn({ verificationMethod }: DidDocument): Values['revoked'] {
  const revoked = verificationMethod.flatMap(({ publicKeyMultibase, revoked: since }) =>
    since === undefined ? [] : [[publicKeyMultibase, since] as const],
  )
  return revoked.length === 0 ? null : Object.fromEntries(revoked)
}
