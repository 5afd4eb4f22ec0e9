import t from 'tap'

import type { Change } from '../../src/exchange/object-store.ts'
import { createCollectiveCache } from '../../src/server/collective-cache.ts'

/** A store in which collectives only change. */
function changingStore() {
  const changes: Change[] = []
  return {
    change(scid: string) {
      const sequence = changes.length + 1
      changes.push({ sequence, scid, what: 'head', at: '2026-11-22T09:00:00Z' })
    },
    lastSequence: async () => changes.length,
    listChanges: async (after: number, limit: number) => changes.slice(after, after + limit),
  }
}

t.test('reads a collective once, and again when it has changed', async (t) => {
  const store = changingStore()
  const reads: string[] = []
  const cache = createCollectiveCache(store, async (scid) => reads.push(scid), 10)
  t.equal(await cache.get('a'), 1)
  t.equal(await cache.get('a'), 1)
  t.strictSame(await cache.getAll(['b', 'a']), [2, 1])
  store.change('a')
  t.strictSame(await cache.getAll(['a', 'b']), [3, 2])
  t.strictSame(reads, ['a', 'b', 'a'])
})

t.test('forgets everything after more changes than it looks at', async (t) => {
  const store = changingStore()
  let reads = 0
  const cache = createCollectiveCache(store, async () => ++reads, 10)
  await cache.get('a')
  for (let at = 0; at < 1000; at++) store.change('other')
  t.equal(await cache.get('a'), 2)
})

t.test('holds no more than it may, and no failures', async (t) => {
  const store = changingStore()
  let reads = 0
  let fails = true
  const cache = createCollectiveCache(
    store,
    async () => {
      if (fails) throw new Error('the database is locked')
      return ++reads
    },
    2,
  )
  await t.rejects(cache.get('a'), /locked/)
  fails = false
  t.strictSame(await cache.getAll(['a', 'b', 'c']), [1, 2, 3])
  t.equal(await cache.get('c'), 3)
  t.equal(await cache.get('a'), 4, 'it had to go')
})
