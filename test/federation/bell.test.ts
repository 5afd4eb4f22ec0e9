import t from 'tap'

import { createBell } from '../../src/federation/bell.ts'

const LONG = 60_000

t.test('wakes who waits', async () => {
  const bell = createBell()
  const waiting = bell.wait(LONG)
  bell.ring()
  await waiting
})

t.test('rung while nobody waits, it wakes the next, once', async (t) => {
  const bell = createBell()
  bell.ring()
  await bell.wait(LONG)
  let isAwake = false
  const waiting = bell.wait(LONG).then(() => (isAwake = true))
  await new Promise(setImmediate)
  t.equal(isAwake, false)
  bell.ring()
  await waiting
})

t.test('waits no longer than it may, and not at all once it is over', async () => {
  const bell = createBell()
  await bell.wait(1)
  const over = new AbortController()
  const waiting = bell.wait(LONG, over.signal)
  over.abort()
  await waiting
  await bell.wait(LONG, over.signal)
})
