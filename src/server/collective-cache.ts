import type { ObjectReader } from '../exchange/object-store.ts'
import type { Scid } from '../record/did.ts'

/** What changed since the last look; after more than this everything is read anew. */
const MAX_CHANGES = 1000

/** What was read of collectives, until they change. */
export interface CollectiveCache<Value> {
  readonly get: (scid: Scid) => Promise<Value>
  /** In the order of `scids`; asks once what has changed. */
  readonly getAll: (scids: readonly Scid[]) => Promise<readonly Value[]>
}

/**
 * Keeps what `load` reads of a collective until that collective changes. The clock may change what
 * is shown of it: what depends on the time is judged by whoever shows it.
 */
export function createCollectiveCache<Value>(
  store: Pick<ObjectReader, 'lastSequence' | 'listChanges'>,
  load: (scid: Scid) => Promise<Value>,
  capacity: number,
): CollectiveCache<Value> {
  const values = new Map<Scid, Promise<Value>>()
  let sequence = -1

  async function forgetChanged(): Promise<void> {
    const last = await store.lastSequence()
    if (last === sequence) return
    const changes = sequence < 0 ? [] : await store.listChanges(sequence, MAX_CHANGES)
    if (changes.length === MAX_CHANGES) values.clear()
    for (const { scid } of changes) values.delete(scid)
    sequence = Math.max(sequence, last, changes.at(-1)?.sequence ?? 0)
  }

  function valueOf(scid: Scid): Promise<Value> {
    const known = values.get(scid)
    if (known !== undefined) return known
    if (values.size >= capacity) values.clear()
    const value = load(scid)
    values.set(scid, value)
    value.catch(() => values.delete(scid))
    return value
  }

  return {
    async get(scid) {
      await forgetChanged()
      return await valueOf(scid)
    },
    async getAll(scids) {
      await forgetChanged()
      return await Promise.all(scids.map(valueOf))
    },
  }
}
