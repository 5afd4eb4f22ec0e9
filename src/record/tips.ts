import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import {
  type CollectiveFacts,
  describes,
  type HeadFact,
  type ManifestFact,
  type RecordFact,
} from './collective-facts.ts'
import type { Digest } from './digest.ts'
import type { EntryFact, LogBranch } from './log-facts.ts'
import { keyOf } from './manifest.ts'

/** Unexpired node-signed alerts that one collective may list at a time (design.md, section 7). */
export const MAX_ALERTS = 3

/**
 * The heads in force on one branch of a collective's log that no other head in force descends from.
 * SPEC: design.md, section 6, rules 1 to 5.
 */
export function tipsOf(facts: CollectiveFacts, branch: LogBranch, now: Timestamp): HeadFact[] {
  const newest = branch.at(-1)
  if (newest === undefined) return []
  const heads = newestRenewals(facts.heads, branch, now)
  const inForce = countingHeads(heads, newest).filter((head) => isComplete(head, newest, facts))
  const ancestors = ancestorsOf(inForce, heads, newest)
  return inForce.filter((head) => !ancestors.has(head.stateDigest))
}

/** Rule 1: of heads with one state digest, signed by the key of their time, the latest published. */
function newestRenewals(
  heads: readonly HeadFact[],
  branch: LogBranch,
  now: Timestamp,
): Map<Digest, HeadFact> {
  const entries = new Map(branch.map((entry) => [entry.versionId, entry]))
  const latest = addTime(now, CLOCK_TOLERANCE)
  const newest = new Map<Digest, HeadFact>()
  for (const head of heads) {
    if (head.published > latest || !isSignedInTime(head, entries.get(head.did))) continue
    const rival = newest.get(head.stateDigest)
    if (rival === undefined || isLaterRenewal(head, rival)) newest.set(head.stateDigest, head)
  }
  return newest
}

/** Whether the node key of the entry that a head names signed it while that key was valid. */
function isSignedInTime(head: HeadFact, entry: EntryFact | undefined): boolean {
  if (entry === undefined || entry.nodeKey !== head.signer) return false
  return entry.nodeKeyExpires === null || head.published < entry.nodeKeyExpires
}

function isLaterRenewal(a: HeadFact, b: HeadFact): boolean {
  return a.published === b.published ? a.digest > b.digest : a.published > b.published
}

/**
 * Rules 2 and 3: a head counts if it is the newest entry's last good head, or signed under the newest
 * entry and chained to that one version by version (to nothing, if there is none).
 */
function countingHeads(heads: ReadonlyMap<Digest, HeadFact>, newest: EntryFact): HeadFact[] {
  const counting = new Map<Digest, HeadFact>()
  for (const head of [...heads.values()].toSorted((a, b) => a.version - b.version)) {
    const counts = isBase(head, newest)
      ? head.version === newest.lastGoodHead?.version
      : head.did === newest.versionId && isChained(head, newest, counting)
    if (counts) counting.set(head.stateDigest, head)
  }
  return [...counting.values()]
}

/** Whether a head follows the last good head, or one under the same entry that counts itself. */
function isChained(
  head: HeadFact,
  newest: EntryFact,
  counting: ReadonlyMap<Digest, HeadFact>,
): boolean {
  const base = newest.lastGoodHead
  if (head.previous === (base?.digest ?? null)) return head.version === (base?.version ?? 0) + 1
  const parent = head.previous === null ? undefined : counting.get(head.previous)
  return parent?.did === newest.versionId && parent.version === head.version - 1
}

function isBase(head: HeadFact, newest: EntryFact): boolean {
  return head.stateDigest === newest.lastGoodHead?.digest
}

/** Rules 3 and 4: the manifest is at hand with all it lists (of the last good head: the manifest). */
function isComplete(head: HeadFact, newest: EntryFact, facts: CollectiveFacts): boolean {
  const manifest = facts.manifests.get(head.manifest)
  if (manifest === undefined) return false
  if (isBase(head, newest)) return true
  if (new Set(manifest.items.map(keyOf)).size !== manifest.items.length) return false
  const records = recordsOf(manifest, facts)
  return (
    records !== null &&
    records.filter((record) => isAlertAt(record, head.published)).length <= MAX_ALERTS
  )
}

/** The records that a manifest lists; null if one is missing or is not what the manifest says. */
function recordsOf(manifest: ManifestFact, facts: CollectiveFacts): RecordFact[] | null {
  const records: RecordFact[] = []
  for (const item of manifest.items) {
    const record = facts.records.get(item.digest)
    if (record === undefined || !describes(item, record)) return null
    records.push(record)
  }
  return records
}

/** Whether a record is one of those that MAX_ALERTS limits. */
export function isAlertAt(record: RecordFact, time: Timestamp): boolean {
  if (record.type !== 'Alert' || record.signedBy !== 'node') return false
  return record.expires === null || record.expires > time
}

/** State digests of everything that heads in force descend from, back to the last good head. */
function ancestorsOf(
  inForce: readonly HeadFact[],
  heads: ReadonlyMap<Digest, HeadFact>,
  newest: EntryFact,
): Set<Digest> {
  const ancestors = new Set<Digest>()
  for (const start of inForce) {
    let head: HeadFact | undefined = start
    while (head !== undefined && !isBase(head, newest) && head.previous !== null) {
      if (ancestors.has(head.previous)) break
      ancestors.add(head.previous)
      head = heads.get(head.previous)
    }
  }
  return ancestors
}
