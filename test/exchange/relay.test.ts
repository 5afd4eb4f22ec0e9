import t, { type Test } from 'tap'

import { createExchange } from '../../src/exchange/exchange.ts'
import { ANNOUNCE_QUEUE } from '../../src/exchange/publish.ts'
import { relayHeld } from '../../src/exchange/relay.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { DAY, MINUTE } from '../../src/kernel/time.ts'
import { foundCollective, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { codesOf, headOn, nodeRecord, START, testClock } from '../support/exchange.ts'

/** A node that knows the log of Harbor Commons, and vouches for whom it is told to. */
async function setUp(t: Test) {
  const clock = testClock()
  const database = await openFor(t, await testLocation(t))
  const nube = foundCollective('https://nube.example', START)
  const { store, publisherDeps } = await testNode(nube, database, clock.now)
  const harbor = foundCollective('https://harbor.example', START)
  const vouched = new Set<string>()
  const exchange = createExchange({
    ...publisherDeps,
    verify: async (question) => checkLog(question),
    familiar: async () => new Set(),
    vouched: async () => vouched,
  })
  await exchange.receiveLog(harbor.scid, harbor.log)
  return {
    clock,
    harbor,
    store,
    vouched,
    offer: async (objects: readonly { readonly text: string }[], from?: string) =>
      codesOf(
        await exchange.receive(
          objects.map(({ text }) => text),
          from,
        ),
      ),
    settle: () => exchange.settleDue(),
    relayHeld: () => relayHeld({ store, vouched: async () => vouched }),
    jobs: async () => {
      const rows = await database.db
        .deleteFrom('job')
        .where('queue', '=', ANNOUNCE_QUEUE)
        .returning('payload')
        .execute()
      return rows.map(({ payload }) => JSON.parse(payload) as unknown)
    },
    alert: (slug: string, changes = {}, version = 1) =>
      nodeRecord(harbor, { type: 'Alert', slug, now: clock.now(), version, changes }),
  }
}

t.test('an alert by somebody known is relayed once, and not to where it came from', async (t) => {
  const { harbor, vouched, offer, jobs, alert } = await setUp(t)
  vouched.add(harbor.scid)
  const raid = alert('raid')
  t.strictSame(await offer([raid], 'Qm-peer'), ['stored'])
  t.strictSame(await jobs(), [{ digests: [raid.digest], except: 'Qm-peer' }])
  t.strictSame(await offer([raid]), ['known'])
  t.strictSame(await jobs(), [], 'what is known goes on to nobody')
})

t.test('only what is urgent is relayed', async (t) => {
  const { harbor, vouched, offer, jobs, clock, alert } = await setUp(t)
  vouched.add(harbor.scid)
  const profile = nodeRecord(harbor, { now: clock.now() })
  const raid = alert('raid')
  const { head, manifest } = headOn(harbor, [profile, raid], { now: clock.now() })
  await offer([head, manifest, profile, raid])
  t.strictSame(await jobs(), [{ digests: [raid.digest] }])
})

t.test('what nobody vouches for is held, and relayed as soon as somebody does', async (t) => {
  const { harbor, vouched, offer, jobs, alert, store, relayHeld } = await setUp(t)
  const raid = alert('raid')
  t.strictSame(await offer([raid]), ['stored'])
  t.equal(await relayHeld(), 0)
  t.strictSame(await jobs(), [])
  t.strictSame(await store.listHeld(), [{ digest: raid.digest, scid: harbor.scid }])
  vouched.add(harbor.scid)
  t.equal(await relayHeld(), 1)
  t.strictSame(await jobs(), [{ digests: [raid.digest] }])
  t.equal(await relayHeld(), 0, 'once')
})

t.test('what is ahead of its time waits for it', async (t) => {
  const { harbor, vouched, offer, jobs, clock, settle, relayHeld } = await setUp(t)
  vouched.add(harbor.scid)
  const now = new Date(clock.now().getTime() + 30 * MINUTE)
  const early = nodeRecord(harbor, { type: 'Alert', slug: 'early', now })
  await offer([early])
  t.equal(await relayHeld(), 0)
  clock.wait(25 * MINUTE)
  await settle()
  t.equal(await relayHeld(), 1)
  t.strictSame(await jobs(), [{ digests: [early.digest] }])
})

t.test('what has expired before anybody vouched is never relayed', async (t) => {
  const { harbor, vouched, offer, clock, settle, alert, relayHeld } = await setUp(t)
  await offer([alert('raid', { expires: '2026-11-23T09:00:00Z' })])
  clock.wait(2 * DAY)
  await settle()
  vouched.add(harbor.scid)
  t.equal(await relayHeld(), 0)
})

t.test('an earlier version that comes late is told as a change, not relayed', async (t) => {
  const { harbor, vouched, offer, jobs, clock, alert, store } = await setUp(t)
  vouched.add(harbor.scid)
  const first = alert('raid')
  clock.wait(MINUTE)
  const about = { msgType: 'cancel', references: [first.statement] }
  await offer([alert('raid', about, 2)])
  await jobs()
  const before = await store.lastSequence()
  t.strictSame(await offer([first]), ['stored'])
  t.strictSame(await jobs(), [])
  t.equal(await store.lastSequence(), before + 1)
})

t.test('a fourth alert that no head lists is refused (H09)', async (t) => {
  const { offer, alert, clock } = await setUp(t)
  const three = ['a', 'b', 'c'].map((slug) => alert(slug))
  t.strictSame(await offer(three), ['stored', 'stored', 'stored'])
  clock.wait(MINUTE)
  const next = alert('c', { msgType: 'update', references: [three[2]?.statement] }, 2)
  t.strictSame(await offer([alert('d'), next]), ['too_many_alerts', 'stored'])
})
