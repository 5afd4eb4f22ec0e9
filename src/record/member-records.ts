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

/**
 * Whether a member-signed record had the proofs that counted at its own date: of what a collective
 * once said, when its members have changed since. Good for telling the past, never for what counts
 * now: k former members can still date a record back into their time.
 */
export function memberRecordOnceCounted(
  { signers, updated }: Pick<RecordFact, 'signers' | 'updated'>,
  branch: LogBranch,
): boolean {
  const entry = branch.findLast(({ time }) => time <= updated)
  return entry !== undefined && hasEnoughMembers({ signers }, entry)
}

/** Proofs are by distinct keys (record.ts sees to that), so counting the members among them is enough. */
function hasEnoughMembers({ signers }: Pick<RecordFact, 'signers'>, entry: EntryFact): boolean {
  return signers.filter((key) => entry.members.includes(key)).length >= entry.threshold
}

function goodHeadLists(good: GoodHead, record: RecordFact, facts: CollectiveFacts): boolean {
  const head = facts.heads.find((candidate) => candidate.stateDigest === good.digest)
  const manifest = head === undefined ? undefined : facts.manifests.get(head.manifest)
  return manifest?.items.some((item) => item.digest === record.digest) ?? false
}
