import t, { type Test } from 'tap'

import { prune } from '../../src/exchange/prune.ts'
import { DAY, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { createAlertStore } from '../../src/store/alert-store.ts'
import { foundCollective, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import {
  goodHead,
  headOn,
  nodeRecord,
  offer,
  rotated,
  signedBy,
  START,
  testClock,
} from '../support/exchange.ts'
import { statementOf } from '../support/records.ts'

/** A node that has taken in an alert of Harbor Commons and the update that took its place. */
async function setUp(t: Test) {
  const clock = testClock()
  const database = await openFor(t, await testLocation(t))
  const nube = foundCollective('https://nube.example', START)
  const node = await testNode(nube, database, clock.now)
  const harbor = foundCollective('https://harbor.example', START)
  await node.exchange.receiveLog(harbor.scid, harbor.log)
  const store = createAlertStore(database.db)
  const alert = (version: number, changes: Readonly<Record<string, unknown>> = {}) =>
    nodeRecord(harbor, { type: 'Alert', slug: 'raid', version, now: clock.now(), changes })
  const first = alert(1)
  const one = headOn(harbor, [first], { now: clock.now() })
  await offer(node, [one.head, one.manifest, first])
  clock.wait(MINUTE)
  const update = alert(2, { msgType: 'update', references: [first.statement] })
  const two = headOn(harbor, [update], { now: clock.now(), after: one.head })
  await offer(node, [two.head, two.manifest, update])
  return {
    clock,
    node,
    harbor,
    store,
    heads: [one.head, two.head] as const,
    records: [first, update] as const,
    versions: async () =>
      (await store.listAlerts()).map(({ record, current }) => [record.version, current]),
  }
}

t.test('lists what counts, and what the same key said before', async (t) => {
  const { store, harbor, records, versions } = await setUp(t)
  t.strictSame(await versions(), [
    [1, false],
    [2, true],
  ])
  t.match(await store.listAlerts(), [
    { scid: harbor.scid, statement: records[0].statement, signedBy: 'node' },
    { statement: records[1].statement, record: { msgType: 'update' } },
  ])
  t.equal((await store.listStates()).get(harbor.scid), 'OK')
  t.strictSame(await store.listResponses(), [])
})

t.test('what its server no longer lists is still told, until it expires', async (t) => {
  const { clock, node, harbor, heads, versions } = await setUp(t)
  clock.wait(MINUTE)
  const three = headOn(harbor, [], { now: clock.now(), after: heads[1] })
  await offer(node, [three.head, three.manifest])
  t.strictSame(await versions(), [
    [1, false],
    [2, false],
  ])
  clock.wait(5 * DAY)
  await prune(node.publisherDeps)
  t.equal((await versions()).length, 2)
})

t.test('what a thief of the node key said goes with the key', async (t) => {
  const { clock, node, harbor, heads, versions } = await setUp(t)
  clock.wait(MINUTE)
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(heads[0]) })
  await node.exchange.receiveLog(harbor.scid, next.log)
  t.strictSame(await versions(), [[1, true]], 'what the last good head lists stays')
})

t.test('of a collective that speaks with two voices only what both say is told', async (t) => {
  const { clock, node, harbor, heads, records, versions } = await setUp(t)
  const spare = nodeRecord(harbor, { now: clock.now() })
  const other = headOn(harbor, [records[1], spare], { now: clock.now(), after: heads[0] })
  await offer(node, [other.head, other.manifest, spare])
  t.strictSame(await versions(), [[2, true]])
})

t.test('what members said stands by itself', async (t) => {
  const { clock, node, harbor, records, store } = await setUp(t)
  clock.wait(MINUTE)
  const { did, members } = harbor
  const about = { msgType: 'cancel', references: [records[0].statement] }
  const options = { did, slug: 'raid', version: 3, now: toTimestamp(clock.now()) }
  await offer(node, [signedBy(statementOf('Alert', options, about), did, members.slice(0, 2))])
  t.match((await store.listAlerts()).at(-1), { signedBy: 'members', current: true })
})

t.test('nothing of a blocked collective is listed', async (t) => {
  const { node, harbor, versions } = await setUp(t)
  const at = toTimestamp(START)
  await node.store.transaction((writer) => writer.setBlocked(harbor.scid, true, at))
  t.strictSame(await versions(), [])
})
