import type { Timestamp } from '../kernel/time.ts'
import { highestMemberRecords } from './acceptance.ts'
import { type CollectiveFacts, isNewer, type RecordFact } from './collective-facts.ts'
import { keyOf } from './manifest.ts'
import { memberRecordCounts, memberRecordOnceCounted } from './member-records.ts'

/**
 * What members said of one type, by slug: the version that counts or, once it is over, the last that
 * did, then the earlier ones that are kept, the newest first and each version once. A slug of which
 * no version counts is left out; a version above the one that counts never appears.
 */
export function memberHistory(
  facts: CollectiveFacts,
  type: string,
  now: Timestamp,
): readonly (readonly RecordFact[])[] {
  return highestMemberRecords(facts, now)
    .filter((newest) => newest.type === type)
    .map((newest) => [newest, ...earlierThan(newest, facts)])
}

function earlierThan(newest: RecordFact, facts: CollectiveFacts): RecordFact[] {
  const versions = new Map<number, RecordFact>()
  for (const record of facts.records.values()) {
    if (record.signedBy !== 'members' || keyOf(record) !== keyOf(newest)) continue
    if (record.version >= newest.version || !onceCounted(record, facts)) continue
    const rival = versions.get(record.version)
    if (rival === undefined || isBetter(record, rival, facts)) versions.set(record.version, record)
  }
  return [...versions.values()].toSorted((a, b) => b.version - a.version)
}

function onceCounted(record: RecordFact, facts: CollectiveFacts): boolean {
  return facts.branches.every(
    (branch) =>
      memberRecordCounts(record, branch, facts) || memberRecordOnceCounted(record, branch),
  )
}

/** Of one version the one that still has the proofs that count, so that no former member replaces it. */
function isBetter(record: RecordFact, rival: RecordFact, facts: CollectiveFacts): boolean {
  const [one, other] = [record, rival].map((each) =>
    facts.branches.every((branch) => memberRecordCounts(each, branch, facts)),
  )
  return one === other ? isNewer(record, rival) : one === true
}
