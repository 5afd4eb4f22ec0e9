import t from 'tap'

import { createLeases } from '../../src/store/lease.ts'
import { openFor, testDatabase, testLocation } from '../support/database.ts'

const START = Date.parse('2026-11-22T09:00:00Z')

t.test('one holder at a time, until its lease ends', async (t) => {
  let at = START
  const leases = createLeases({ db: await testDatabase(t), now: () => new Date(at) })
  const ask = (holder: string, name = 'sync') => leases.acquire({ name, holder, life: 1000 })
  t.equal(await ask('one'), true)
  t.equal(await ask('two'), false)
  t.equal(await ask('two', 'sweep'), true)
  at += 999
  t.equal(await ask('two'), false)
  at += 1
  t.equal(await ask('two'), true)
  t.equal(await ask('one'), false)
})

t.test('a holder renews its lease, and knows when it came too late', async (t) => {
  let at = START
  const leases = createLeases({ db: await testDatabase(t), now: () => new Date(at) })
  const ask = (holder: string) => leases.acquire({ name: 'sync', holder, life: 1000 })
  await ask('one')
  at += 900
  t.equal(await ask('one'), true)
  at += 900
  t.equal(await ask('two'), false)
  at += 100
  t.equal(await ask('two'), true)
  t.equal(await ask('one'), false)
})

t.test('gives back its own lease and nobody else’s', async (t) => {
  const leases = createLeases({ db: await testDatabase(t) })
  const ask = (holder: string) => leases.acquire({ name: 'sync', holder, life: 60_000 })
  await ask('one')
  await leases.release('sync', 'two')
  t.equal(await ask('two'), false)
  await leases.release('sync', 'one')
  t.equal(await ask('two'), true)
})

t.test('of many that ask at once exactly one gets it', async (t) => {
  const location = await testLocation(t)
  const [one, two] = [await openFor(t, location), await openFor(t, location)]
  const asked = Array.from({ length: 10 }, (_, index) => {
    const { db } = index % 2 === 0 ? one : two
    return createLeases({ db }).acquire({ name: 'sync', holder: `${index}`, life: 60_000 })
  })
  t.equal((await Promise.all(asked)).filter(Boolean).length, 1)
})
