import type { StoredLog } from '../exchange/object-store.ts'
import type { LogEntry } from '../identity/log-entry.ts'
import { parseWitnessFile } from '../identity/log-text.ts'
import type { Timestamp } from '../kernel/time.ts'
import { decodeDid } from '../record/did.ts'
import type { EntryFact } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'

/** What an entry of a DID log changed. */
export type LogChange =
  | { readonly kind: 'founded' }
  | { readonly kind: 'node-key'; readonly from: Multikey | null; readonly to: Multikey }
  | { readonly kind: 'renewed'; readonly expires: Timestamp }
  | { readonly kind: 'members'; readonly before: number; readonly after: number }
  | { readonly kind: 'threshold'; readonly before: number; readonly after: number }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'guardians'; readonly count: number; readonly threshold: number }
  | { readonly kind: 'deactivated' }

/** One entry of a DID log, as people are told about it. */
export interface LogEvent {
  readonly number: number
  readonly versionId: string
  readonly time: Timestamp
  readonly changes: readonly LogChange[]
  /** How many members approved it, and how many there were and had to. */
  readonly approvals: number
  readonly threshold: number
  readonly members: number
  readonly nodeKey: Multikey | null
  readonly nodeKeyExpires: Timestamp | null
  /** Keys that lost their role with this entry, and since when they are not to be trusted. */
  readonly revoked: readonly { readonly multikey: Multikey; readonly since: Timestamp }[]
  /** The version of the last head that members stand by. */
  readonly lastGoodVersion: number | null
  /** Another entry has the same place: there are several histories. */
  readonly disputed: boolean
}

/** The history of a collective's keys, the newest entry first. The log was verified when it came. */
export function logStory({ entries, witness }: StoredLog): readonly LogEvent[] {
  const approvals = Map.groupBy(parseWitnessFile(witness), ({ versionId }) => versionId)
  const facts = new Map(entries.map(({ versionId, fact }) => [versionId, fact]))
  const parsed = new Map(
    entries.map(({ versionId, text }) => [versionId, JSON.parse(text) as LogEntry]),
  )
  const events = entries.map(({ versionId, fact, previous }): LogEvent => {
    const before = previous === null ? null : (facts.get(previous) ?? null)
    const entry = parsed.get(versionId)
    const entryBefore = previous === null ? undefined : parsed.get(previous)
    // Who approves a change are those who were members before it.
    const approvers = before ?? fact
    const signers = approvals.get(versionId)?.map(({ proof }) => proof.verificationMethod) ?? []
    return {
      number: fact.number,
      versionId,
      time: fact.time,
      changes: [...changesOf(fact, before), ...guardianChanges(entry, entryBefore)],
      approvals: new Set(signers).size,
      threshold: approvers.threshold,
      members: approvers.members.length,
      nodeKey: fact.nodeKey,
      nodeKeyExpires: fact.nodeKeyExpires,
      revoked: newlyRevoked(entry, entryBefore),
      lastGoodVersion: fact.lastGoodHead?.version ?? null,
      disputed: entries.some(
        (other) => other.fact.number === fact.number && other.versionId !== versionId,
      ),
    }
  })
  return events.toReversed()
}

function changesOf(fact: EntryFact, before: EntryFact | null): LogChange[] {
  if (before === null) return [{ kind: 'founded' }]
  if (fact.deactivated) return [{ kind: 'deactivated' }]
  const changes = [...keyChanges(fact, before), ...memberChanges(fact, before)]
  const [from, to] = [decodeDid(before.did)?.host ?? '', decodeDid(fact.did)?.host ?? '']
  if (from !== to) changes.push({ kind: 'moved', from, to })
  return changes
}

function keyChanges({ nodeKey, nodeKeyExpires }: EntryFact, before: EntryFact): LogChange[] {
  if (nodeKey === null) return []
  if (nodeKey !== before.nodeKey) return [{ kind: 'node-key', from: before.nodeKey, to: nodeKey }]
  if (nodeKeyExpires === null || nodeKeyExpires === before.nodeKeyExpires) return []
  return [{ kind: 'renewed', expires: nodeKeyExpires }]
}

function memberChanges({ members, threshold }: EntryFact, before: EntryFact): LogChange[] {
  const changes: LogChange[] = []
  if (members.toSorted().join() !== before.members.toSorted().join())
    changes.push({ kind: 'members', before: before.members.length, after: members.length })
  if (threshold !== before.threshold)
    changes.push({ kind: 'threshold', before: before.threshold, after: threshold })
  return changes
}

function guardianChanges(entry: LogEntry | undefined, before: LogEntry | undefined): LogChange[] {
  const guardians = entry?.state.tessera.guardians
  if (guardians === undefined) return []
  const known = before?.state.tessera.guardians
  const { collectives, threshold } = guardians
  const isSame = known?.collectives.join() === collectives.join() && known.threshold === threshold
  return isSame ? [] : [{ kind: 'guardians', count: collectives.length, threshold }]
}

function newlyRevoked(entry: LogEntry | undefined, before: LogEntry | undefined) {
  const known = new Set(revokedIn(before).map(({ multikey }) => multikey))
  return revokedIn(entry).filter(({ multikey }) => !known.has(multikey))
}

function revokedIn(entry: LogEntry | undefined) {
  const methods = entry?.state.verificationMethod ?? []
  return methods.flatMap(({ publicKeyMultibase: multikey, revoked: since }) =>
    since === undefined ? [] : [{ multikey, since }],
  )
}
