import { setTimeout as pause } from 'node:timers/promises'

import type { KvStore, KvStoreSetOptions } from '@fedify/fedify'
import { Temporal } from '@js-temporal/polyfill'
import type { Test } from 'tap'

/** What Fedify expects of a KvStore, as its documentation and its own stores have it. */
export function testKeyValueStore(t: Test, open: (t: Test) => Promise<KvStore>): void {
  t.test('keeps JSON values, null among them, and forgets them', async (t) => {
    const store = await open(t)
    t.equal(await store.get(['a']), undefined)
    for (const value of ['text', 0, null, false, { deep: [1, { er: true }] }, 'ü\u0000\u{1f600}']) {
      await store.set(['a', 'b'], value)
      t.strictSame(await store.get(['a', 'b']), value)
    }
    t.equal(await store.get(['a']), undefined)
    await store.delete(['a', 'b'])
    t.equal(await store.get(['a', 'b']), undefined)
    await store.delete(['a', 'b'])
  })

  t.test('a value whose life is over is gone', async (t) => {
    const store = await open(t)
    await store.set(['short'], 1, { ttl: life(30) })
    await store.set(['long'], 1, { ttl: life(60_000) })
    await pause(40)
    t.equal(await store.get(['short']), undefined)
    t.equal(await store.get(['long']), 1)
    t.strictSame(await listed(store), [['long']])
    t.equal(await store.cas?.(['short'], undefined, 2), true)
    t.equal(await store.get(['short']), 2)
  })

  t.test('lists what is below a prefix, and nothing beside it', async (t) => {
    const store = await open(t)
    for (const key of [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'bc'], ['ab'], ['a"', 'b']]) {
      await store.set(key as [string, ...string[]], key.length)
    }
    t.strictSame(await listed(store, ['a']), [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'bc']])
    t.strictSame(await listed(store, ['a', 'b']), [
      ['a', 'b'],
      ['a', 'b', 'c'],
    ])
    t.equal((await listed(store)).length, 6)
    for await (const { value } of store.list(['ab'])) t.equal(value, 1)
  })

  t.test('swaps a value only for the one that is expected', async (t) => {
    const store = await open(t)
    const cas = (expected: unknown, next: unknown) => store.cas?.(['k'], expected, next)
    t.equal(await cas('none', 1), false)
    t.equal(await cas(undefined, { a: 1, b: 2 }), true)
    t.equal(await cas(undefined, 3), false)
    t.equal(await cas({ b: 2, a: 1 }, 'next'), true)
    t.equal(await store.get(['k']), 'next')
    t.equal(await cas('next', undefined), true)
    t.equal(await store.get(['k']), undefined)
  })

  t.test('of many that swap at once exactly one does', async (t) => {
    const store = await open(t)
    await store.set(['k'], 0)
    const swaps = Array.from({ length: 8 }, async (_, n) => store.cas?.(['k'], 0, n + 1))
    t.equal((await Promise.all(swaps)).filter(Boolean).length, 1)
  })
}

/** Fedify's types name a global `Temporal` that Node 24 does not have; what it passes is this. */
function life(milliseconds: number): NonNullable<KvStoreSetOptions['ttl']> {
  const duration: unknown = Temporal.Duration.from({ milliseconds })
  return duration as NonNullable<KvStoreSetOptions['ttl']>
}

async function listed(store: KvStore, prefix?: readonly [string, ...string[]]) {
  const keys: (readonly string[])[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
}
