import * as fc from 'fast-check'
import t from 'tap'

import type {
  AlertRecords,
  AlertResponseRecord,
  AlertVersion,
} from '../../src/alert/alert-store.ts'
import { createAlerts, judge } from '../../src/alert/alerts.ts'
import {
  alert,
  alertStore,
  allOk,
  cancel,
  fernDid,
  fernScid,
  harborScid,
  minute,
  nubeDid,
  nubeScid,
  response,
  rosaDid,
  rosaScid,
  viewOf,
} from '../support/alerts.ts'
import { always } from '../support/always.ts'

const raid = alert()
const drill = alert({ slug: 'drill' }, { status: 'exercise' })
const stranger = alert({ did: rosaDid })

function nodeWith(records: Partial<AlertRecords>, options: { view?: string[] } = {}) {
  const world = { sequence: 1, minute: 60, reads: 0, view: viewOf(options.view ?? [harborScid]) }
  const store = alertStore(records)
  const alerts = createAlerts({
    store: {
      ...store,
      async listAlerts() {
        world.reads++
        return await store.listAlerts()
      },
    },
    view: async () => world.view,
    sequence: async () => world.sequence,
    now: () => new Date(minute(world.minute)),
  })
  return { alerts, world }
}

const slugsOf = (pages: readonly { readonly thread: { readonly slug: string } }[]) =>
  pages.map(({ thread }) => thread.slug)

t.test('what is on is told in the order of its weight', async (t) => {
  const over = alert({ slug: 'over' }, { expires: minute(30) })
  const { alerts } = nodeWith({ alerts: [drill, over, raid] })
  t.strictSame(slugsOf(await alerts.active()), ['raid', 'drill'])
  t.strictSame(slugsOf(await alerts.list()), ['raid', 'drill', 'over'])
})

t.test('what nobody vouches for is held until somebody does', async (t) => {
  const { alerts, world } = nodeWith({ alerts: [stranger] })
  t.strictSame(await alerts.active(), [])
  t.strictSame(await alerts.list(), [])
  t.match(await alerts.held(), [{ held: 'unvouched', name: `raid~${'R'.repeat(8)}` }])
  t.match(await alerts.resolve('raid'), { kind: 'unknown' })
  world.view = viewOf([harborScid], [rosaScid])
  t.strictSame(slugsOf(await alerts.active()), ['raid'])
  t.strictSame(await alerts.held(), [])
})

t.test('a fourth alert of one node key is held', async (t) => {
  const four = ['a', 'b', 'c', 'd'].map((slug, i) => alert({ slug, at: i }))
  const { alerts } = nodeWith({ alerts: four })
  t.equal((await alerts.active()).length, 3)
  t.match(await alerts.held(), [{ held: 'limit', thread: { slug: 'd' } }])
})

t.test('names lead to alerts', async (t) => {
  const { alerts } = nodeWith({ alerts: [raid, stranger] }, { view: [harborScid, rosaScid] })
  t.match(await alerts.resolve('raid'), { kind: 'choose', among: [{}, {}] })
  const named = await alerts.resolve(`raid~${'H'.repeat(8)}`)
  t.match(named, { kind: 'found', found: { thread: { scid: harborScid } } })
  t.match(await alerts.get({ scid: rosaScid, slug: 'raid' }), { subject: rosaScid })
  await t.rejects(alerts.get({ scid: rosaScid, slug: 'none' }), { code: 'alert_not_found' })
})

t.test('responses to an alert are found, though ends of SCIDs are alike', async (t) => {
  const { alerts } = nodeWith(
    { alerts: [raid], responses: [response(raid), response(stranger)] },
    { view: [harborScid, rosaScid] },
  )
  const { answers } = await alerts.get({ scid: harborScid, slug: 'raid' })
  t.strictSame(answers.confirmedBy, [rosaScid])
})

t.test('nothing is computed anew while nothing has changed', async (t) => {
  const all = [raid, alert({ slug: 'short' }, { expires: minute(90) })]
  const { alerts, world } = nodeWith({ alerts: all })
  const first = await alerts.active()
  world.minute = 89
  t.equal(await alerts.active(), first, 'the same array')
  world.minute = 90
  t.strictSame(slugsOf(await alerts.active()), ['raid'], 'it ends by the clock')
  t.equal(world.reads, 1)
  world.minute = 60
  t.equal((await alerts.active()).length, 2, 'a clock that is set back is believed')
  all.push(drill)
  world.sequence++
  t.strictSame((await alerts.active()).length, 3)
  t.equal(world.reads, 2)
})

t.test('what counts is a function of records, view and clock, in whatever order', async () => {
  const forHarbor = alert({ did: nubeDid, slug: 'for' }, { onBehalfOf: harborScid })
  const versions: AlertVersion[] = [
    raid,
    alert({ version: 2, at: 5, current: false }, { severity: 'minor' }),
    alert({ version: 2, at: 5 }, { severity: 'extreme' }),
    cancel({ version: 3, at: 9 }),
    cancel({ version: 4, at: 10, members: true }),
    alert({ version: 5, at: 12 }),
    forHarbor,
    alert({ did: nubeDid, slug: 'for', version: 2, at: 30 }, { onBehalfOf: harborScid }),
    ...['b', 'c', 'd', 'e'].map((slug, i) => alert({ slug, at: 20 + i })),
    stranger,
  ]
  const responses: AlertResponseRecord[] = [
    response(forHarbor),
    response(forHarbor, { did: fernDid }),
    response(forHarbor, { did: fernDid, slug: 'no', at: 15 }, { response: 'dispute' }),
    response(raid, { did: nubeDid }, { response: 'offer-help' }),
  ]
  const view = viewOf([harborScid, nubeScid], [rosaScid], [fernScid])
  const stateOf = (records: Pick<AlertRecords, 'alerts' | 'responses'>) => {
    const { shown, held, active } = judge({ ...records, states: allOk }, view, minute(60))
    return JSON.stringify([shown, held, active])
  }
  always(
    [fc.subarray(versions, { minLength: 1 }), fc.subarray(responses), fc.gen()],
    (some, said, g) => {
      const shuffled = {
        alerts: g(fc.shuffledSubarray<AlertVersion>, some, { minLength: some.length }),
        responses: g(fc.shuffledSubarray<AlertResponseRecord>, said, { minLength: said.length }),
      }
      if (stateOf(shuffled) !== stateOf({ alerts: some, responses: said }))
        throw new Error('the order changed what is shown')
    },
  )
})
