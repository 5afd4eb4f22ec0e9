/** A map that strangers may fill: beyond `limit` entries the one set longest ago is forgotten. */
export interface BoundedMap<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
  readonly size: number
}

export function createBoundedMap<V>(limit: number): BoundedMap<V> {
  const entries = new Map<string, V>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key)
      const [oldest] = entries.keys()
      if (entries.size >= limit && oldest !== undefined) entries.delete(oldest)
      entries.set(key, value)
    },
    delete: (key) => void entries.delete(key),
    get size() {
      return entries.size
    },
  }
}
