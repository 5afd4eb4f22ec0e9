import * as fc from 'fast-check'

import type { Timestamp } from '../../src/kernel/time.ts'
import { judge, type Standing } from '../../src/record/acceptance.ts'
import type { CollectiveFacts } from '../../src/record/collective-facts.ts'
import type { Digest } from '../../src/record/digest.ts'
import { allFacts, type History, laterToday } from './history.ts'

/** A failing property prints its seed; with a fixed one a red test stays red until it is repaired. */
const SEED = 20_261_122
/** A run takes about a millisecond. */
export const RUNS = 1_000

/** Checks a property of many histories. */
export function always<Ts extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
  predicate: (...values: Ts) => void,
  numRuns = RUNS,
): void {
  fc.assert(fc.property(...arbitraries, predicate), { numRuns, seed: SEED })
}

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
