import { deepStrictEqual as same } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { nextChange, refusedOf, withObjects } from '../../src/exchange/settle.ts'
import { addTime, DAY, HOUR, MINUTE, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import { always } from '../support/always.ts'
import { headOn, meeting, memberRecord, nodeRecord, offer, START } from '../support/exchange.ts'
import {
  addEntry,
  allFacts,
  change,
  createHistory,
  factsOf,
  makeHead,
  makeManifest,
  makeRecord,
  publish,
} from '../support/history.ts'
import { play, stepsWithThief } from '../support/scenarios.ts'
import { judged } from '../support/standing.ts'

t.test('between now and the next change the clock alone changes nothing', async () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  always(
    [stepsWithThief, fc.integer({ min: -20, max: 120 }), share],
    (steps, days, part) => {
      const history = play(steps)
      const facts = allFacts(history)
      const now = addTime(history.now, days * DAY)
      const next = nextChange(facts, now) ?? addTime(now, 400 * DAY)
      const before = addTime(next, -SECOND)
      const between = addTime(now, Math.floor(part * (Date.parse(before) - Date.parse(now))))
      for (const time of [between, before]) same(judged(facts, time), judged(facts, now))
    },
    300,
  )
})

t.test('the next change is when something expires, or its time comes', async (t) => {
  const history = createHistory()
  const { now } = history
  const [entry] = history.entries
  t.equal(nextChange(factsOf([], []), now), null)
  t.equal(nextChange(allFacts(history), now), entry?.nodeKeyExpires)
  const record = makeRecord(history, { type: 'Alert', slug: 'a', expires: addTime(now, 9 * DAY) })
  t.equal(nextChange(allFacts(history), now), record.expires)
  const head = publish(history)
  t.equal(nextChange(allFacts(history), now), addTime(head.expires, SECOND), 'STALE after that')
  makeRecord(history, { type: 'Profile', slug: 'p', updated: addTime(now, HOUR) })
  t.equal(nextChange(allFacts(history), now), addTime(now, HOUR - 10 * MINUTE))
  makeHead(history, { manifest: head.manifest, published: addTime(now, 30 * MINUTE) })
  t.equal(nextChange(allFacts(history), now), addTime(now, 20 * MINUTE))
})

t.test('is settled anew exactly when that time has come', async (t) => {
  const { clock, nube, harbor, scid, state } = await meeting(t)
  const { head, manifest } = headOn(harbor, [], { now: START })
  await offer(nube, [head, manifest])
  clock.wait(8 * DAY)
  t.equal(await nube.exchange.settleDue(), 0)
  t.equal(await state(), 'OK', 'in the very second in which it expires')
  clock.wait(SECOND)
  t.strictSame(await nube.store.listDue(toTimestamp(clock.now())), [scid])
  t.equal(await nube.exchange.settleDue(), 1)
  t.equal(await state(), 'STALE')
  t.equal(await nube.exchange.settleDue(), 0)
})

t.test('a record from a clock ahead is shown when it is no longer ahead', async (t) => {
  const { clock, nube, harbor, shown } = await meeting(t)
  const vouch = memberRecord(harbor, { now: new Date(START.getTime() + HOUR) })
  t.strictSame(await offer(nube, [vouch]), ['stored'])
  t.strictSame(await shown(), [])
  clock.wait(50 * MINUTE)
  t.equal(await nube.exchange.settleDue(), 1)
  t.strictSame(await shown(), [vouch.digest])
})

t.test('objects that come to what is kept count as if they had been there', async () => {
  always(
    [stepsWithThief, fc.nat()],
    (steps, cut) => {
      const history = play(steps)
      const { objects, entries } = history
      const at = cut % objects.length
      const facts = withObjects(
        factsOf([entries], objects.slice(0, at)),
        objects.slice(at) as unknown as Parameters<typeof withObjects>[1],
      )
      same(judged(facts, history.now), judged(allFacts(history), history.now))
    },
    200,
  )
})

t.test('what is erased is refused unless a newer head waits for it', async (t) => {
  const history = createHistory()
  const old = change(history, 'Profile', 'p')
  change(history, 'Profile', 'p', { erase: true })
  const refused = () => refusedOf(allFacts(history), judge(allFacts(history), history.now))
  t.strictSame(refused(), [old.digest])
  const absent = makeRecord(history, { type: 'Profile', slug: 'q' })
  history.objects.pop()
  makeHead(history, { manifest: makeManifest(history, [old, absent]).digest })
  t.strictSame(refused(), [])
  addEntry(history)
  t.strictSame(refused(), [old.digest], 'a void head waits for nothing')
})

t.test('a bug in one collective’s data is not taken for a refusal', async (t) => {
  const { nube, harbor } = await meeting(t)
  const broken = { ...nube.store, listKnown: () => Promise.reject(new Error('disk')) }
  const { receiveObjects } = await import('../../src/exchange/receive.ts')
  const deps = { ...nube.publisherDeps, store: broken, vouched: async () => new Set<string>() }
  const record = nodeRecord(harbor, { now: START })
  await t.rejects(receiveObjects([record.text], deps), { message: 'disk' })
})
