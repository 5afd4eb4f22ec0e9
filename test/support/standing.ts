import type { Timestamp } from '../../src/kernel/time.ts'
import { judge, type Standing } from '../../src/record/acceptance.ts'
import type { CollectiveFacts } from '../../src/record/collective-facts.ts'
import type { Digest } from '../../src/record/digest.ts'
import { allFacts, type History, laterToday } from './history.ts'

/** A standing without order, for comparison. */
export interface Outcome {
  readonly state: string
  readonly tips: readonly Digest[]
  readonly current: readonly Digest[]
  readonly erased: readonly Digest[]
}

export function outcomeOf(standing: Standing): Outcome {
  return {
    state: standing.state,
    tips: standing.tips.map(({ digest }) => digest).toSorted(),
    current: standing.current.map(({ digest }) => digest).toSorted(),
    erased: standing.erased.toSorted(),
  }
}

export function judged(facts: CollectiveFacts, now: Timestamp): Outcome {
  return outcomeOf(judge(facts, now))
}

/** How a node that got everything sees the collective, an hour after the last move. */
export function seenLater(history: History): Outcome {
  return judged(allFacts(history), laterToday(history))
}
