import { setImmediate as afterThisTurn } from 'node:timers/promises'

/**
 * Collects what callers ask for within one turn of the event loop and does it together: the disk
 * is waited for once. `work` answers in the order of its items; if it throws, all of them fail.
 */
export function createTogether<T, R>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  let together: { readonly items: T[]; readonly done: Promise<readonly R[]> } | null = null

  async function doAll(items: readonly T[]): Promise<readonly R[]> {
    await afterThisTurn()
    together = null
    return await work(items)
  }

  return async (item) => {
    if (together === null) {
      const items: T[] = []
      together = { items, done: doAll(items) }
    }
    const { items, done } = together
    const index = items.push(item) - 1
    const results = await done
    return results[index] as R
  }
}
