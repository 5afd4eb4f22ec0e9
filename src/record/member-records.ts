import type { CollectiveFacts, RecordFact } from './collective-facts.ts'
import type { EntryFact, GoodHead, LogBranch } from './log-facts.ts'

/**
 * Whether a member-signed record has the proofs that count on a branch of its collective's log: k of
 * today's members; or k of the members of an earlier entry, if the state that the next entry calls
 * its last good head lists the record. SPEC: design.md, section 6, "Whose keys".
 */
export function memberRecordCounts(
  record: RecordFact,
  branch: LogBranch,
  facts: CollectiveFacts,
): boolean {
  const last = branch.findLastIndex((entry) => hasEnoughMembers(record, entry))
  if (last < 0) return false
  const ending = branch[last + 1]
  if (ending === undefined) return true
  return ending.lastGoodHead !== null && goodHeadLists(ending.lastGoodHead, record, facts)
}

/** Proofs are by distinct keys (record.ts sees to that), so counting the members among them is enough. */
function hasEnoughMembers(record: RecordFact, entry: EntryFact): boolean {
  return record.signers.filter((key) => entry.members.includes(key)).length >= entry.threshold
}

function goodHeadLists(good: GoodHead, record: RecordFact, facts: CollectiveFacts): boolean {
  const head = facts.heads.find((candidate) => candidate.stateDigest === good.digest)
  const manifest = head === undefined ? undefined : facts.manifests.get(head.manifest)
  return manifest?.items.some((item) => item.digest === record.digest) ?? false
}
