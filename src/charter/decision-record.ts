import type { DecisionRecord } from '../record/kinds/references.ts'

/** What makes a decision record contradict itself. */
export type DecisionProblem =
  | 'nobody-agreed'
  | 'below-quorum'
  | 'blocked'
  | 'no-majority'
  | 'after-signing'

/** Methods by which one block is enough to stop a decision; that is what they mean. */
const ANY_BLOCK_STOPS: readonly DecisionRecord['method'][] = ['consensus', 'consent']
const VOTES: readonly DecisionRecord['method'][] = ['majority', 'supermajority']

/**
 * What a decision record says against itself, or null. Whether the decision was a good one, and
 * how large a larger majority has to be, is the collective's own affair. `signedOn` is the day of
 * signing, `YYYY-MM-DD`.
 */
export function decisionProblem(
  { method, quorum, agree, reservations, standAside, block, date }: DecisionRecord,
  signedOn: string,
): DecisionProblem | null {
  const inFavor = agree + reservations
  if (inFavor === 0) return 'nobody-agreed'
  if (inFavor + standAside + block < quorum) return 'below-quorum'
  if (block > 0 && ANY_BLOCK_STOPS.includes(method)) return 'blocked'
  if (inFavor <= block && VOTES.includes(method)) return 'no-majority'
  if (date > signedOn) return 'after-signing'
  return null
}

/** What to mend, as the end of a sentence. */
export const DECISION_ADVICE: Readonly<Record<DecisionProblem, string>> = {
  'nobody-agreed': 'in the decision record nobody agrees',
  'below-quorum': 'fewer took part in the decision than its quorum asks for',
  blocked: 'a decision by consensus or consent cannot have a block',
  'no-majority': 'no more agreed than blocked',
  'after-signing': 'the decision is dated after the signing',
}
