import { addTime, CLOCK_TOLERANCE, SECOND, type Timestamp } from '../kernel/time.ts'
import { judge, type Standing } from '../record/acceptance.ts'
import type { CollectiveFacts, HeadFact, RecordFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { LogBranch } from '../record/log-facts.ts'
import type { TesseraObject } from '../record/object.ts'
import { awaitedRecords } from './missing.ts'
import type { ObjectReader, ObjectWriter, StoredFacts } from './object-store.ts'

/** The branches of a collective's log as it is kept; empty where none is. */
export type BranchesOf = (reader: ObjectReader, scid: Scid) => Promise<readonly LogBranch[]>

/** Everything that is kept of a collective, as acceptance takes it. */
export async function readFacts(
  reader: ObjectReader,
  scid: Scid,
  branchesOf: BranchesOf,
): Promise<CollectiveFacts> {
  const branches = await branchesOf(reader, scid)
  return toCollectiveFacts(await reader.readFacts(scid), branches)
}

/** The facts of acceptance, from what is kept. */
export function toCollectiveFacts(
  stored: StoredFacts,
  branches: readonly LogBranch[],
): CollectiveFacts {
  return {
    branches,
    heads: stored.heads,
    manifests: new Map(stored.manifests.map((manifest) => [manifest.digest, manifest])),
    records: new Map(stored.records.map((record) => [record.digest, record])),
  }
}

/** The facts once these objects are kept too. */
export function withObjects(
  facts: CollectiveFacts,
  objects: readonly TesseraObject[],
): CollectiveFacts {
  const heads = new Map(facts.heads.map((head) => [head.digest, head]))
  const manifests = new Map(facts.manifests)
  const records = new Map(facts.records)
  for (const { kind, value } of objects) {
    if (kind === 'head') heads.set(value.digest, value)
    else if (kind === 'manifest') manifests.set(value.digest, value)
    else records.set(value.digest, value)
  }
  return { branches: facts.branches, heads: [...heads.values()], manifests, records }
}

/** Of which collective what is kept, at which time. */
export interface Settle {
  readonly scid: Scid
  /** As they are in the writer's transaction. */
  readonly facts: CollectiveFacts
  readonly now: Timestamp
  /** What is written down as the time of a change, where `now` is before what is written there. */
  readonly at?: Timestamp
}

/**
 * Computes anew what counts of a collective and makes it so, in the writer's transaction: everything
 * takes effect together or nothing does. Erased records lose their bytes at once; but of this node's
 * own records only what it erases itself does (publish.ts), so that no thief of its key takes them.
 */
export async function settle(
  writer: ObjectWriter,
  { scid, facts, now, at = now }: Settle,
): Promise<Standing> {
  const standing = judge(facts, now)
  await writer.putStanding(scid, { standing, until: nextChange(facts, now) }, at)
  const purged = refusedOf(facts, standing).filter((digest) => facts.records.has(digest))
  if (purged.length === 0) return standing
  const collective = await writer.findCollective(scid)
  if (collective?.own !== true) await writer.removeObjects(purged)
  return standing
}

/** What is erased, and no newer head waits for: it is purged, and refused when offered. */
export function refusedOf(facts: CollectiveFacts, { erased }: Standing): Digest[] {
  if (erased.length === 0) return []
  const awaited = awaitedRecords(facts)
  return erased.filter((digest) => !awaited.has(digest))
}

/** The next moment at which the clock alone may change what counts; null if none is ahead. */
export function nextChange(
  { branches, heads, records }: CollectiveFacts,
  now: Timestamp,
): Timestamp | null {
  const all = [...records.values()]
  const latest = addTime(now, CLOCK_TOLERANCE)
  const arrival = earliest([...heads.map(publishedOf), ...all.map(updatedOf)], latest)
  // A head is valid up to and including the second in which it expires.
  const stale = earliest(heads.map(expiresOf), addTime(now, -SECOND))
  const times = [
    arrival === null ? null : addTime(arrival, -CLOCK_TOLERANCE),
    stale === null ? null : addTime(stale, SECOND),
    ...all.map(expiresOf),
    ...branches.flatMap((branch) => branch.map((entry) => entry.nodeKeyExpires)),
  ]
  return earliest(times, now)
}

function earliest(times: readonly (Timestamp | null)[], after: Timestamp): Timestamp | null {
  let first: Timestamp | null = null
  for (const time of times) {
    if (time !== null && time > after && (first === null || time < first)) first = time
  }
  return first
}

const publishedOf = (head: HeadFact): Timestamp => head.published
const updatedOf = (record: RecordFact): Timestamp => record.updated
const expiresOf = ({ expires }: { readonly expires: Timestamp | null }): Timestamp | null => expires
