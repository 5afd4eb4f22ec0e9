import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between two looks at something that is still coming. */
const LOOK = 50

/** SPEC: security-bar, 5.1: no answer is later than this. */
export const ANSWER_PATIENCE = 20_000

/**
 * Looks again and again until there is something; null if that takes more than `patience`
 * milliseconds.
 */
export async function eventually<T>(
  look: () => T | null | Promise<T | null>,
  patience: number = ANSWER_PATIENCE,
): Promise<T | null> {
  const end = performance.now() + patience
  for (;;) {
    const found = await look()
    if (found !== null && found !== false && found !== undefined) return found
    if (performance.now() > end) return null
    await pause(LOOK)
  }
}
