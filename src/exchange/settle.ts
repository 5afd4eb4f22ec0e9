import type { Timestamp } from '../kernel/time.ts'
import { judge, type Standing } from '../record/acceptance.ts'
import type { CollectiveFacts } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { LogBranch } from '../record/log-facts.ts'
import type { ObjectReader, ObjectWriter, StoredFacts } from './object-store.ts'

/** The branches of a collective's log as it is kept; empty where none is. */
export type BranchesOf = (reader: ObjectReader, scid: Scid) => Promise<readonly LogBranch[]>

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

/**
 * Computes anew what counts of a collective and makes it so, in the writer's transaction: everything
 * takes effect together or nothing does. Erased records lose their bytes at once.
 */
export async function settle(
  writer: ObjectWriter,
  scid: Scid,
  { branchesOf, now }: { readonly branchesOf: BranchesOf; readonly now: Timestamp },
): Promise<Standing> {
  const facts = toCollectiveFacts(await writer.readFacts(scid), await branchesOf(writer, scid))
  const standing = judge(facts, now)
  await writer.putStanding(scid, { standing, until: nextChange(facts, now) }, now)
  const purged = standing.erased.filter((digest) => facts.records.has(digest))
  if (purged.length > 0) await writer.removeObjects(purged)
  return standing
}

/** The next moment at which the clock alone may change what counts; null if none is ahead. */
function nextChange(facts: CollectiveFacts, now: Timestamp): Timestamp | null {
  const times: (Timestamp | null)[] = [
    ...facts.branches.flatMap((branch) => branch.map((entry) => entry.nodeKeyExpires)),
    ...facts.heads.flatMap((head) => [head.published, head.expires]),
    ...[...facts.records.values()].flatMap((record) => [record.updated, record.expires]),
  ]
  let next: Timestamp | null = null
  for (const time of times) {
    if (time !== null && time > now && (next === null || time < next)) next = time
  }
  return next
}
