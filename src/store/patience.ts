import { setTimeout as pause } from 'node:timers/promises'

import { SECOND } from '../kernel/time.ts'

/** How long a caller waits for its turn to write before it hears `database_busy`. */
export const PATIENCE = 5 * SECOND

/** The first and the longest pause between two tries; in between they double. */
const FIRST_PAUSE = 5
const LONGEST_PAUSE = 250

export interface TryAgainOptions {
  /** Which errors are worth another try. */
  readonly when: (error: unknown) => boolean
  /** When to give up, on the clock of `performance.now()`. */
  readonly deadline: number
}

/**
 * Does `work` until it succeeds, fails for another reason, or the deadline passes; then the last
 * error is thrown. The pauses leave the event loop to others, and vary so that two processes do
 * not keep in step.
 */
export async function tryAgain<T>(
  work: () => T | Promise<T>,
  { when, deadline }: TryAgainOptions,
): Promise<T> {
  for (let longest = FIRST_PAUSE; ; longest = Math.min(2 * longest, LONGEST_PAUSE)) {
    try {
      return await work()
    } catch (error) {
      if (!when(error) || performance.now() + longest > deadline) throw error
    }
    await pause(longest * (0.5 + Math.random() / 2))
  }
}

/** Lets one caller at a time through, in the order of asking. */
export interface Turns {
  /** Gives the function that ends the turn; null if the deadline passed before the turn came. */
  take(deadline: number): Promise<(() => void) | null>
}

export function createTurns(): Turns {
  let taken = false
  const waiting = new Set<() => void>()

  function end(): void {
    const [next] = waiting
    if (next === undefined) taken = false
    else next()
  }

  function wait(deadline: number): Promise<(() => void) | null> {
    const { promise, resolve } = Promise.withResolvers<(() => void) | null>()
    const come = (): void => leave(end)
    const late = setTimeout(() => leave(null), Math.max(0, deadline - performance.now()))
    function leave(turn: (() => void) | null): void {
      clearTimeout(late)
      waiting.delete(come)
      resolve(turn)
    }
    waiting.add(come)
    return promise
  }

  return {
    async take(deadline) {
      if (taken) return wait(deadline)
      taken = true
      return end
    },
  }
}
