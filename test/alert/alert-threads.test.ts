import t from 'tap'

import { alertThreads, beyondLimit } from '../../src/alert/alert-threads.ts'
import { alert, cancel, minute, nubeDid } from '../support/alerts.ts'

const NOW = minute(60)
const raid = alert()
/** The one thread that versions make up. */
function threadOf(...versions: Parameters<typeof alertThreads>[0]) {
  const [thread, ...others] = alertThreads(versions, NOW)
  if (thread === undefined || others.length > 0) throw new Error('one thread was expected')
  return thread
}

const slugsBeyond = (versions: Parameters<typeof alertThreads>[0]) =>
  [...beyondLimit(alertThreads(versions, NOW))].map(({ slug }) => slug)

t.test('versions of one collective and slug are one alert', async (t) => {
  const threads = alertThreads([raid, alert({ slug: 'ddos' }), alert({ did: nubeDid })], NOW)
  t.strictSame(
    threads.map(({ scid, slug }) => [scid[2], slug]),
    [
      ['H', 'ddos'],
      ['H', 'raid'],
      ['N', 'raid'],
    ],
  )
})

t.test('an update takes the place of what was said before', async (t) => {
  const worse = alert({ version: 2, at: 5 }, { severity: 'extreme' })
  const thread = threadOf(worse, { ...raid, current: false })
  t.equal(thread.version, worse)
  t.equal(thread.beside, null)
  t.equal(thread.versions.length, 2)
  t.equal(thread.state, 'active')
})

t.test('a cancel by the node key alone is shown beside, and the alert stays', async (t) => {
  const called = cancel()
  const thread = threadOf({ ...raid, current: false }, called)
  t.equal(thread.version.record.version, 1)
  t.equal(thread.beside, called)
  t.equal(thread.state, 'active')
})

t.test('a milder update by the node key is shown beside, until it says so again', async (t) => {
  const milder = alert({ version: 2, at: 5 }, { severity: 'minor' })
  t.match(threadOf(raid, milder), { version: { record: { version: 1 } }, beside: milder })
  const again = alert({ version: 3, at: 9 })
  t.match(threadOf(raid, milder, again), { version: again, beside: null })
  const stepwise = [
    alert({ version: 2, at: 5 }, { urgency: 'past' }),
    cancel({ version: 3, at: 6 }),
  ]
  t.match(threadOf(raid, ...stepwise), { version: raid, beside: { record: { version: 3 } } })
})

t.test('a cancel by members ends it, and nothing of the node key revives it', async (t) => {
  const over = cancel({ members: true })
  t.match(threadOf(raid, over), { state: 'cancelled', version: over, beside: null })
  const late = [alert({ version: 3, at: 9 }), alert({ version: 9, at: 20 })]
  t.match(threadOf(raid, over, ...late), { state: 'cancelled', version: over, beside: null })
})

t.test('a cancel by members that does not count ends nothing', async (t) => {
  const over = cancel({ members: true, current: false })
  t.match(threadOf(raid, over), { state: 'active', version: raid })
})

t.test('what members said is shown until they say something else', async (t) => {
  const said = alert({ version: 2, at: 5, members: true }, { severity: 'minor' })
  const server = alert({ version: 3, at: 9 }, { severity: 'extreme' })
  t.match(threadOf(raid, said), { version: said, beside: null })
  t.match(threadOf(raid, said, server), { version: said, beside: server })
})

t.test('an alert is over when its time is', async (t) => {
  const short = alert({}, { expires: NOW })
  t.match(threadOf(short), { state: 'expired' })
  t.match(alertThreads([short], minute(59))[0], { state: 'active' }, 'not a second sooner')
  t.match(threadOf(short, cancel()), { state: 'expired' }, 'whatever its cancel says')
  const longer = alert({ version: 2, at: 5 })
  t.match(threadOf(short, longer), { state: 'active', version: longer })
})

t.test('a milder update that is over sooner leaves the alert as it was', async (t) => {
  const short = alert({ version: 2, at: 5 }, { expires: minute(30) })
  t.match(threadOf(raid, short), { state: 'active', version: raid })
})

t.test('a cancel by the node key tells of the alert that is not at hand', async (t) => {
  const called = cancel()
  t.match(threadOf(called), { state: 'active', version: called, beside: called })
})

t.test('an alert is upcoming until its onset', async (t) => {
  const friday = alert({}, { onset: minute(61) })
  t.equal(threadOf(friday).state, 'upcoming')
  t.equal(alertThreads([friday], minute(61))[0]?.state, 'active')
})

t.test('what is signed ahead of its time is held', async (t) => {
  t.strictSame(alertThreads([alert({ at: 71 })], NOW), [])
  t.equal(alertThreads([alert({ at: 70 })], NOW).length, 1)
})

t.test('what its server no longer lists is shown as that', async (t) => {
  t.equal(threadOf(raid).dropped, false)
  t.match(threadOf({ ...raid, current: false }), { state: 'active', dropped: true })
})

t.test('three of one node key are shown at a time, the first ones', async (t) => {
  const four = ['a', 'b', 'c', 'd'].map((slug, i) => alert({ slug, at: i }))
  t.strictSame(slugsBeyond(four), ['d'])
  t.strictSame(slugsBeyond([...four.slice(1), cancel({ slug: 'a', members: true })]), [])
  t.strictSame(slugsBeyond([...four.slice(0, 3), alert({ slug: 'd', members: true })]), [])
  t.strictSame(slugsBeyond([...four.slice(0, 3), alert({ slug: 'd', did: nubeDid })]), [])
})
