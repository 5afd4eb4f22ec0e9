/** A cache that forgets what was longest unused once it holds more than its capacity. */
export interface LruCache<Value> {
  /** The value of `key`, made and kept if it is not at hand. */
  get(key: string, make: () => Value): Value
}

/**
 * `capacity` is the sum of the weights that the cache may hold; by default every value weighs 1.
 * A value heavier than the whole cache is made and not kept.
 */
export function createLruCache<Value>(
  capacity: number,
  weigh: (key: string, value: Value) => number = () => 1,
): LruCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly weight: number }>()
  let held = 0

  const remove = (key: string): void => {
    held -= entries.get(key)?.weight ?? 0
    entries.delete(key)
  }
  const keep = (key: string, value: Value, weight: number): void => {
    entries.set(key, { value, weight })
    held += weight
    for (const oldest of entries.keys()) {
      if (held <= capacity) break
      remove(oldest)
    }
  }
  return {
    get(key, make) {
      const known = entries.get(key)
      if (known !== undefined) {
        remove(key)
        keep(key, known.value, known.weight)
        return known.value
      }
      const value = make()
      const weight = weigh(key, value)
      if (weight <= capacity) keep(key, value, weight)
      return value
    },
  }
}
