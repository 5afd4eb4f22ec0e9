import type { Test } from 'tap'

import type { ReplayStore } from '../../src/exchange/replay-store.ts'

/** What every ReplayStore does. */
export function testReplayStore(t: Test, open: (t: Test) => Promise<ReplayStore>): void {
  t.test('remembers a key once, and each kind for itself', async (t) => {
    const store = await open(t)
    t.equal(await store.isKnown('signature', 'one'), false)
    t.equal(await store.remember('signature', 'one', '2026-11-22T09:15:00Z'), true)
    t.equal(await store.remember('signature', 'one', '2026-11-22T09:30:00Z'), false)
    t.equal(await store.isKnown('signature', 'one'), true)
    t.equal(await store.isKnown('activity', 'one'), false)
    t.equal(await store.remember('activity', 'one', '2026-12-22T09:00:00Z'), true)
  })

  t.test('of many callers at once exactly one is the first', async (t) => {
    const store = await open(t)
    const keys = ['a', 'b', 'a', 'a', 'b', 'c', 'a']
    const first = await Promise.all(
      keys.map((key) => store.remember('activity', key, '2026-12-22T09:00:00Z')),
    )
    t.equal(first.filter(Boolean).length, 3)
  })

  t.test('forgets what is over, and nothing else', async (t) => {
    const store = await open(t)
    await store.remember('signature', 'old', '2026-11-22T09:15:00Z')
    await store.remember('signature', 'new', '2026-11-22T09:30:00Z')
    await store.forgetBefore('2026-11-22T09:20:00Z')
    t.equal(await store.isKnown('signature', 'old'), false)
    t.equal(await store.isKnown('signature', 'new'), true)
    t.equal(await store.remember('signature', 'old', '2026-11-22T09:45:00Z'), true)
  })
}
