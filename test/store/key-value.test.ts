import t from 'tap'

import { createKeyValueStore } from '../../src/store/key-value.ts'
import { testKeyValueStore } from '../contracts/key-value.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.parse('2026-11-22T09:00:00Z')
const DAY = 86_400_000

testKeyValueStore(t, async (t) => createKeyValueStore({ db: await testDatabase(t) }))

t.test('nothing lives longer than 30 days', async (t) => {
  let at = START
  const store = createKeyValueStore({ db: await testDatabase(t), now: () => new Date(at) })
  await store.set(['a'], 1)
  await store.set(['b'], 1, { ttl: 365 * DAY })
  await store.set(['c'], 1, { ttl: DAY })
  at += DAY
  t.strictSame(
    [await store.get(['a']), await store.get(['b']), await store.get(['c'])],
    [1, 1, undefined],
  )
  at += 29 * DAY
  t.strictSame([await store.get(['a']), await store.get(['b'])], [undefined, undefined])
})

t.test('sweeping deletes what has ended, and the first to end of what is too much', async (t) => {
  let at = START
  const db = await testDatabase(t)
  const store = createKeyValueStore({ db, now: () => new Date(at), maxEntries: 3 })
  t.equal(await store.sweep(), 0)
  for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries()) {
    await store.set([name], index, { ttl: (index + 1) * DAY })
  }
  t.equal(await store.sweep(), 2)
  t.equal(await store.get(['b']), undefined)
  t.equal(await store.get(['c']), 2)
  at += 3 * DAY
  t.equal(await store.sweep(), 1)
  t.equal((await db.selectFrom('key_value').selectAll().execute()).length, 2)
})

t.test('lists more than one page', async (t) => {
  const store = createKeyValueStore({ db: await testDatabase(t) })
  const names = Array.from({ length: 1001 }, (_, n) => String(n))
  for (const name of names) await store.set(['all', name], 1)
  const found = new Set<string>()
  for await (const { key } of store.list(['all'])) found.add(key[1] ?? '')
  t.strictSame(found, new Set(names))
})

t.test('refuses what is too large to be a cached document', async (t) => {
  const store = createKeyValueStore({ db: await testDatabase(t) })
  await t.rejects(store.set(['a'], 'x'.repeat(300_000)), {
    kind: 'too-large',
    code: 'value_too_large',
  })
  t.equal(await store.get(['a']), undefined)
})
