import type { DecisionRecord } from '../record/kinds/references.ts'

/** How a collective decided, in one line. */
export function decisionLine(decision: DecisionRecord): string {
  const { method, agree, reservations, standAside, block, quorum, date } = decision
  return (
    `decided on ${date} by ${method}: ${agree} agree, ${reservations} agree with reservations, ` +
    `${standAside} stand aside, ${block} block; quorum ${quorum}`
  )
}
