import type { Test } from 'tap'

import type { DeliveryStore } from '../../src/exchange/delivery-store.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')
const LATER = NOW + 60_000
const A = 'https://a.example/inbox'
const B = 'https://b.example/inbox'
const first = { id: 'https://harbor.example/1', body: '{"n":1}' }
const second = { id: 'https://harbor.example/2', body: '{"n":2}' }

type Open = (t: Test) => Promise<DeliveryStore>

/** What every DeliveryStore does. */
export function testDeliveryStore(t: Test, open: Open): void {
  testOrder(t, open)
  testHosts(t, open)
  testFollowers(t, open)
}

function testOrder(t: Test, open: Open): void {
  t.test('an activity goes to an inbox once, with its exact bytes', async (t) => {
    const store = await open(t)
    await store.enqueueDeliveries(first, [A, B, A], NOW)
    await store.enqueueDeliveries({ ...first, body: '{"n":9}' }, [A], NOW)
    t.equal(await store.countDeliveries(), 2)
    const claimed = await store.claimDeliveries(10, NOW, LATER)
    const common = { activity: first.id, body: '{"n":1}', attempts: 0 }
    t.match(claimed, [
      { ...common, inbox: A, created: '2026-11-22T09:00:00Z' },
      { ...common, inbox: B },
    ])
  })

  t.test('what follows in an inbox waits for what is before it', async (t) => {
    const store = await open(t)
    await store.enqueueDeliveries(first, [A], NOW)
    await store.enqueueDeliveries(second, [A, B], NOW)
    const claimed = await store.claimDeliveries(10, NOW, LATER)
    t.match(claimed, [
      { inbox: A, body: first.body },
      { inbox: B, body: second.body },
    ])
    const id = claimed[0]?.id ?? 0
    await store.postponeDelivery(id, { due: NOW + 5000, attempts: 1 })
    t.strictSame(await store.claimDeliveries(10, NOW, LATER), [])
    t.match(await store.claimDeliveries(10, NOW + 5000, LATER), [{ id, attempts: 1 }])
    await store.finishDeliveries([id])
    t.match(await store.claimDeliveries(10, NOW + 5000, LATER), [{ inbox: A, body: second.body }])
  })

  t.test('what a dead worker held is handed out again after its lease', async (t) => {
    const store = await open(t)
    await store.enqueueDeliveries(first, [A], NOW)
    t.equal((await store.claimDeliveries(10, NOW, LATER)).length, 1)
    t.equal((await store.claimDeliveries(10, LATER - 1, LATER + 1)).length, 0)
    t.equal((await store.claimDeliveries(10, LATER, LATER + 60_000)).length, 1)
  })

  t.test('of two that claim at once each gets its own', async (t) => {
    const store = await open(t)
    const inboxes = Array.from({ length: 20 }, (_, n) => `https://h${n}.example/inbox`)
    await store.enqueueDeliveries(first, inboxes, NOW)
    const claims = await Promise.all([
      store.claimDeliveries(15, NOW, LATER),
      store.claimDeliveries(15, NOW, LATER),
    ])
    const ids = claims.flat().map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length)
  })
}

function testHosts(t: Test, open: Open): void {
  t.test('nothing is handed out for a host that is held back', async (t) => {
    const store = await open(t)
    await store.enqueueDeliveries(first, [A, B], NOW)
    const held = {
      host: 'a.example',
      signature: 'cavage',
      failures: 5,
      retryAt: NOW + 1000,
    } as const
    await store.putHost(held, NOW)
    t.strictSame(await store.findHosts(['a.example', 'b.example']), [held])
    t.match(await store.claimDeliveries(10, NOW, LATER), [{ inbox: B }])
    await store.putHost({ ...held, failures: 0, retryAt: 0 }, NOW)
    t.match(await store.claimDeliveries(10, NOW, LATER), [{ inbox: A }])
  })

  t.test('the number of hosts that are remembered is bounded', async (t) => {
    const store = await open(t)
    const hosts = Array.from({ length: 2101 }, (_, n) => `h${n}.example`)
    for (const [n, host] of hosts.entries()) {
      await store.putHost({ host, signature: 'unknown', failures: 1, retryAt: 0 }, NOW + n * 1000)
    }
    const known = await store.findHosts(hosts)
    t.ok(known.length <= 2000, `${known.length} hosts are kept`)
    t.ok(known.some(({ host }) => host === 'h2100.example'))
    t.notOk(known.some(({ host }) => host === 'h0.example'))
  })
}

function testFollowers(t: Test, open: Open): void {
  t.test('keeps followers by their actor', async (t) => {
    const store = await open(t)
    const follower = {
      actor: 'https://a.example/users/one',
      inbox: A,
      sharedInbox: null,
      added: '2026-11-22T09:00:00Z',
    }
    await store.addFollower(follower)
    await store.addFollower({ ...follower, sharedInbox: B, added: '2026-11-23T09:00:00Z' })
    t.equal(await store.countFollowers(), 1)
    t.strictSame(await store.findFollower(follower.actor), { ...follower, sharedInbox: B })
    t.strictSame(await store.listFollowers(), [{ ...follower, sharedInbox: B }])
    t.equal(await store.removeFollower(follower.actor), true)
    t.equal(await store.removeFollower(follower.actor), false)
    t.equal(await store.findFollower(follower.actor), null)
  })
}
