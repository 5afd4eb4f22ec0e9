import type { Timestamp } from '../kernel/time.ts'
import {
  type CollectiveFacts,
  describes,
  type HeadFact,
  isAhead,
  isInTime,
  isNewer,
  type RecordFact,
} from './collective-facts.ts'
import type { Digest } from './digest.ts'
import { withEarlyRecords } from './early-records.ts'
import type { EntryFact, LogBranch } from './log-facts.ts'
import { keyOf, type ManifestItem } from './manifest.ts'
import { memberRecordCounts } from './member-records.ts'
import type { Multikey } from './multikey.ts'
import { tipsOf } from './tips.ts'

/** Shown in plain words (design.md, section 6). SUCCEEDED and NEEDS-UPGRADE are added by who knows. */
export type CollectiveState =
  | 'UNKNOWN'
  | 'OK'
  | 'PENDING'
  | 'STALE'
  | 'KEY-EXPIRED'
  | 'FORKED'
  | 'DISPUTED'
  | 'RETIRED'

/** What counts of a collective, at one moment. */
export interface Standing {
  readonly state: CollectiveState
  /** Heads in force that no other head in force descends from, over all branches. */
  readonly tips: readonly HeadFact[]
  /** Records that count now, withdrawn member-signed ones among them (a withdrawal is shown). */
  readonly current: readonly RecordFact[]
  /** Digests of the collective's own node-signed records that are to be purged and refused. */
  readonly erased: readonly Digest[]
}

/** With more tips than this a fork is no accident; nothing node-signed is shown. */
export const MAX_TIPS = 8

/**
 * What counts of a collective: a function of the set of known objects and the clock, never of the
 * order in which they came. SPEC: design.md, section 6.
 */
export function judge(facts: CollectiveFacts, now: Timestamp): Standing {
  const tipsByBranch = facts.branches.map((branch) => tipsOf(facts, branch, now))
  const tips = [...new Map(tipsByBranch.flat().map((tip) => [tip.stateDigest, tip])).values()]
  const member = currentMemberRecords(facts, now)
  const state = stateOf(facts, tips, now)
  const silent =
    tipsByBranch.some((branchTips) => branchTips.length === 0) || tips.length > MAX_TIPS
  const listed = silent ? [] : currentNodeRecords(facts, tips, now)
  const node = withEarlyRecords(facts, { tips, records: listed }, now)
  const erased = silent ? [] : erasedByAll(facts, tips)
  return { state, tips, current: [...node, ...member], erased }
}

function stateOf(
  facts: CollectiveFacts,
  tips: readonly HeadFact[],
  now: Timestamp,
): CollectiveState {
  const [branch, ...others] = facts.branches
  const newest = branch?.at(-1)
  if (newest === undefined) return 'UNKNOWN'
  if (others.length > 0) return 'DISPUTED'
  if (tips.length > 1) return 'FORKED'
  if (newest.deactivated) return 'RETIRED'
  const [tip] = tips
  if (newest.nodeKeyExpires !== null && newest.nodeKeyExpires <= now) return 'KEY-EXPIRED'
  if (tip === undefined) return 'PENDING'
  return tip.expires < now ? 'STALE' : 'OK'
}

/** Rules 4 and 5: what every tip lists, signed by a node key of every branch, in its time. */
function currentNodeRecords(
  facts: CollectiveFacts,
  [first, ...others]: readonly HeadFact[],
  now: Timestamp,
): RecordFact[] {
  const listed = others.map((tip) => new Set(itemsOf(facts, tip).map((item) => item.digest)))
  const records: RecordFact[] = []
  for (const item of itemsOf(facts, first)) {
    const record = facts.records.get(item.digest)
    if (record === undefined || record.signedBy !== 'node' || !isInTime(record, now)) continue
    if (!describes(item, record) || !listed.every((digests) => digests.has(item.digest))) continue
    if (facts.branches.every((branch) => isByNodeKey(record, branch))) records.push(record)
  }
  return records
}

function itemsOf(facts: CollectiveFacts, tip: HeadFact | undefined): readonly ManifestItem[] {
  return tip === undefined ? [] : (facts.manifests.get(tip.manifest)?.items ?? [])
}

function isByNodeKey(record: RecordFact, branch: LogBranch): boolean {
  return branch.some((entry) => entry.nodeKey !== null && entry.nodeKey === record.signers[0])
}

/** Rule 6: what every tip erases. */
function erasedByAll(facts: CollectiveFacts, [first, ...others]: readonly HeadFact[]): Digest[] {
  const erased = others.map((tip) => new Set(facts.manifests.get(tip.manifest)?.erased))
  const candidates = first === undefined ? [] : (facts.manifests.get(first.manifest)?.erased ?? [])
  return candidates.filter((digest) => {
    const isMemberSigned = facts.records.get(digest)?.signedBy === 'members'
    return !isMemberSigned && erased.every((digests) => digests.has(digest))
  })
}

/** Member-signed records stand by themselves: the highest version counts until it expires. */
function currentMemberRecords(facts: CollectiveFacts, now: Timestamp): RecordFact[] {
  return highestMemberRecords(facts, now).filter((record) => isInTime(record, now))
}

/**
 * Of each type and slug the highest version that enough members signed, expired ones too: no lower
 * version counts while that one is known, and the next one has to be higher.
 */
export function highestMemberRecords(facts: CollectiveFacts, now: Timestamp): RecordFact[] {
  const highest = new Map<string, RecordFact>()
  if (facts.branches.length === 0) return []
  for (const record of facts.records.values()) {
    if (record.signedBy !== 'members' || isAhead(record, now)) continue
    const rival = highest.get(keyOf(record))
    if (rival !== undefined && !isNewer(record, rival)) continue
    if (facts.branches.every((branch) => memberRecordCounts(record, branch, facts))) {
      highest.set(keyOf(record), record)
    }
  }
  return [...highest.values()]
}

/** Whether any entry of any branch ever gave these keys the role that the record needs. */
export function hasSignersOf(record: RecordFact, branches: readonly LogBranch[]): boolean {
  return branches.some((branch) =>
    record.signedBy === 'node'
      ? isByNodeKey(record, branch)
      : branch.some((entry) => isSignedExactlyBy(record.signers, entry)),
  )
}

function isSignedExactlyBy(signers: readonly Multikey[], entry: EntryFact): boolean {
  return signers.length === entry.threshold && signers.every((key) => entry.members.includes(key))
}
