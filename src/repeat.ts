import { setTimeout as pause } from 'node:timers/promises'

/** Something that a running node does again and again. */
export interface Chore {
  /** Constant and lower-case: it stands in the log. */
  readonly name: string
  /** Milliseconds from the end of one time to the start of the next. */
  readonly interval: number
  readonly work: () => Promise<unknown>
}

/**
 * Does a chore until `signal` aborts, the first time at once. One that fails is reported and done
 * again at its next time. Resolves once the last one has ended; never rejects.
 */
export async function repeat(
  { interval, work, name }: Chore,
  signal: AbortSignal,
  onError: (error: unknown, chore: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      if (!signal.aborted) onError(error, name)
    }
    await pause(interval, undefined, { signal }).catch(() => {})
  }
}
