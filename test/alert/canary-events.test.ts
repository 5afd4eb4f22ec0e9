import t from 'tap'

import { createCanaries } from '../../src/alert/canaries.ts'
import { canaryEvents } from '../../src/alert/canary-events.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import { canaryStore, signedCanary } from '../support/canaries.ts'
import { harborDid, harborScid } from '../support/records.ts'

const START = '2026-01-01T09:00:00Z'
const day = (n: number) => addTime(START, n * DAY)

/** What is told on a day of canaries that were signed on a day and named another. */
async function eventsOn(
  now: number,
  ...canaries: readonly (readonly [made: number, next: number, withdrawn?: true])[]
) {
  const [newest, ...earlier] = canaries
    .map(([made, next, withdrawn], i) =>
      signedCanary(
        harborDid,
        { nextDate: day(next), withdrawn },
        { version: i + 1, now: day(made) },
      ),
    )
    .toReversed()
  if (newest === undefined) throw new Error('at least one')
  const store = canaryStore([[newest, ...earlier]])
  const reports = await createCanaries({ store, now: () => new Date(day(now)) }).list(harborScid)
  return canaryEvents(reports).map(({ version, kind, at }) => {
    return `${version} ${kind} ${(Date.parse(at) - Date.parse(START)) / DAY}`
  })
}

t.test('each thing that happened stands at its time, the newest first', async (t) => {
  t.strictSame(await eventsOn(1, [0, 80]), ['1 signed 0'])
  t.strictSame(await eventsOn(70, [0, 80]), ['1 due 66', '1 signed 0'])
  t.strictSame(await eventsOn(80, [0, 80]), ['1 overdue 80', '1 signed 0'])
  t.strictSame(await eventsOn(91, [0, 80], [90, 170]), [
    '2 signed 90',
    '1 overdue 80',
    '1 signed 0',
  ])
  t.strictSame(await eventsOn(80, [0, 80], [79, 160]), ['2 signed 79', '1 signed 0'])
  t.strictSame(await eventsOn(100, [0, 80], [10, 99, true], [20, 150]), [
    '3 signed 20',
    '2 withdrawn 10',
    '1 signed 0',
  ])
})
