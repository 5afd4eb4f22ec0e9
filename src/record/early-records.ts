import type { Timestamp } from '../kernel/time.ts'
import {
  type CollectiveFacts,
  type HeadFact,
  isInTime,
  isNewer,
  type RecordFact,
} from './collective-facts.ts'
import type { LogBranch } from './log-facts.ts'
import { keyOf } from './manifest.ts'
import { isAlertAt, MAX_ALERTS } from './tips.ts'

/** Types that take effect before a head that lists them does. */
export const URGENT: ReadonlySet<string> = new Set(['Alert', 'AlertResponse'])

/** Responses that count before their head: as many as a collective may make changes in a day. */
const MAX_EARLY_RESPONSES = 50

/** What counts of a collective by its heads alone. */
export interface Listed {
  readonly tips: readonly HeadFact[]
  /** Node-signed records that the tips list. */
  readonly records: readonly RecordFact[]
}

/**
 * Whether a record may count although no manifest lists it: an alert or a response to one, signed by
 * today's node key of every branch, in that key's time.
 */
export function mayComeEarly(record: RecordFact, branches: readonly LogBranch[]): boolean {
  if (record.signedBy !== 'node' || !URGENT.has(record.type) || branches.length === 0) return false
  return branches.every((branch) => {
    const newest = branch.at(-1)
    if (newest === undefined || newest.nodeKey !== record.signers[0]) return false
    return newest.nodeKeyExpires === null || record.updated < newest.nodeKeyExpires
  })
}

/**
 * The node-signed records that count: what the tips list, and alerts and responses made after the
 * tip, whose own head is not in force yet. Once a later head is, its list alone decides, so what it
 * no longer lists does not come back. In a fork nobody knows whose a record is: none counts early.
 * SPEC: design.md, section 6, "Alerts and their responses take effect as soon as they verify".
 */
export function withEarlyRecords(
  facts: CollectiveFacts,
  { tips, records }: Listed,
  now: Timestamp,
): RecordFact[] {
  if (tips.length > 1) return [...records]
  const listed = new Map(records.map((record) => [keyOf(record), record]))
  const early = earlyRecords(facts, tips, now)
  const next = early.filter((record) => {
    const rival = listed.get(keyOf(record))
    return rival !== undefined && rival.version < record.version
  })
  for (const record of next) listed.delete(keyOf(record))
  const others = early.filter((record) => !listed.has(keyOf(record)) && !next.includes(record))
  const alerts = records.filter((record) => isAlertAt(record, now)).length
  return [
    ...listed.values(),
    ...next,
    ...newest(others, 'Alert', MAX_ALERTS - alerts),
    ...newest(others, 'AlertResponse', MAX_EARLY_RESPONSES),
  ]
}

/** Of each type and slug the highest version that is newer than the tip. */
function earlyRecords(
  facts: CollectiveFacts,
  tips: readonly HeadFact[],
  now: Timestamp,
): RecordFact[] {
  const early = new Map<string, RecordFact>()
  for (const record of facts.records.values()) {
    if (!isInTime(record, now) || !mayComeEarly(record, facts.branches)) continue
    if (tips.some((tip) => record.updated <= tip.published)) continue
    const rival = early.get(keyOf(record))
    if (rival === undefined || isNewer(record, rival)) early.set(keyOf(record), record)
  }
  return [...early.values()]
}

/** The newest few of one type: a function of the set, whatever its order. */
function newest(records: readonly RecordFact[], type: string, limit: number): RecordFact[] {
  return records
    .filter((record) => record.type === type)
    .toSorted((a, b) => (isLater(a, b) ? -1 : 1))
    .slice(0, Math.max(0, limit))
}

function isLater(a: RecordFact, b: RecordFact): boolean {
  return a.updated === b.updated ? a.digest > b.digest : a.updated > b.updated
}
