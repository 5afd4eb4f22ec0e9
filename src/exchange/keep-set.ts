import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import { highestMemberRecords, judge } from '../record/acceptance.ts'
import {
  type CollectiveFacts,
  type HeadFact,
  isNewer,
  type RecordFact,
} from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import { URGENT } from '../record/early-records.ts'
import { findRecordKind } from '../record/kinds.ts'
import type { EntryFact } from '../record/log-facts.ts'
import { keyOf } from '../record/manifest.ts'
import { memberHistory } from '../record/member-history.ts'

/** Canaries of one slug that are kept, expired or not: three years of one each quarter. SPEC: ADR 16. */
export const KEPT_CANARIES = 12

export interface KeepOptions {
  readonly now: Timestamp
  /** Byte digests of the records that commitments of anybody name. */
  readonly named: ReadonlySet<Digest>
}

/**
 * Byte digests of the objects of a collective that have to be kept; all others are superseded. What
 * counts now is the same with these alone. SPEC: design.md, section 6, "Kept"; ADR 5.
 */
export function keepSet(facts: CollectiveFacts, { now, named }: KeepOptions): Set<Digest> {
  const { tips, current } = judge(facts, now)
  const good = goodHeads(facts)
  const heads = newestRenewals([...good, ...headsSince(facts)], now)
  return new Set([
    ...[...heads, ...tips].map((head) => head.digest),
    ...[...good, ...tips].map((head) => head.manifest),
    ...tips.flatMap((tip) => itemsOf(facts, tip)),
    ...current.map((record) => record.digest),
    ...highestOfMembers(facts, now),
    ...[...facts.records.values()].filter((record) => isAnswerable(record, now)).map(digestOf),
    ...canariesOf(facts, now),
    ...named,
  ])
}

function digestOf({ digest }: { readonly digest: Digest }): Digest {
  return digest
}

function itemsOf(facts: CollectiveFacts, head: HeadFact): Digest[] {
  return facts.manifests.get(head.manifest)?.items.map(digestOf) ?? []
}

/** Every head that some entry of the log calls its last good one. */
function goodHeads({ branches, heads }: CollectiveFacts): HeadFact[] {
  const states = new Set(branches.flat().map((entry) => entry.lastGoodHead?.digest))
  return heads.filter((head) => states.has(head.stateDigest))
}

/** Heads under the newest entry of any branch: the chain has to be whole. */
function headsSince({ branches, heads }: CollectiveFacts): HeadFact[] {
  const newest = new Set(
    branches.map((branch) => branch.at(-1)).map((entry: EntryFact | undefined) => entry?.versionId),
  )
  return heads.filter((head) => newest.has(head.did))
}

/** Of the renewals of one state the newest, and those that the clock does not let count yet. */
function newestRenewals(heads: readonly HeadFact[], now: Timestamp): HeadFact[] {
  const latest = addTime(now, CLOCK_TOLERANCE)
  const ahead = heads.filter((head) => head.published > latest)
  const newest = new Map<Digest, HeadFact>()
  for (const head of heads) {
    if (head.published > latest) continue
    const rival = newest.get(head.stateDigest)
    if (rival === undefined || isLater(head, rival)) newest.set(head.stateDigest, head)
  }
  return [...ahead, ...newest.values()]
}

function isLater(a: HeadFact, b: HeadFact): boolean {
  return a.published === b.published ? a.digest > b.digest : a.published > b.published
}

/**
 * Of each type and slug the highest version that counts, and the highest of all, which may count once
 * the log goes on; as long as an older one could still be in time.
 */
function highestOfMembers(facts: CollectiveFacts, now: Timestamp): Digest[] {
  const highest = new Map<string, RecordFact>()
  for (const record of facts.records.values()) {
    if (record.signedBy !== 'members') continue
    const rival = highest.get(keyOf(record))
    if (rival === undefined || isNewer(record, rival)) highest.set(keyOf(record), record)
  }
  return [...highest.values(), ...highestMemberRecords(facts, now)]
    .filter((record) => supersedes(record, now))
    .map(digestOf)
}

/** SPEC: ADR 5: until its own expiry and the longest validity of its kind are both over. */
function supersedes({ type, updated, expires }: RecordFact, now: Timestamp): boolean {
  const longest = findRecordKind(type)?.longestValidity ?? null
  if (expires === null || longest === null) return true
  return expires > now || addTime(updated, longest) > now
}

/** The last canaries of each slug: without the earlier ones nobody could tell of a gap. */
function canariesOf(facts: CollectiveFacts, now: Timestamp): Digest[] {
  const histories = memberHistory(facts, 'Canary', now)
  return histories.flatMap((history) => history.slice(0, KEPT_CANARIES)).map(digestOf)
}

/** Of urgent records and of communiqués every version, while in time: it may be answered or endorsed. */
function isAnswerable({ type, expires }: RecordFact, now: Timestamp): boolean {
  return (URGENT.has(type) || type === 'Communique') && (expires === null || expires > now)
}
