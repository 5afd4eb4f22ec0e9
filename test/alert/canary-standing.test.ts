import t from 'tap'

import {
  type CanaryDates,
  canaryStanding,
  type CanaryState,
  DUE_NOTICE,
} from '../../src/alert/canary-standing.ts'
import { addTime, DAY, SECOND } from '../../src/kernel/time.ts'

const START = '2026-01-01T09:00:00Z'
const day = (n: number) => addTime(START, n * DAY)

/** A canary of day `made` that names day `next`. */
function canary(version: number, made: number, next: number, withdrawn?: true): CanaryDates {
  const dates = { version, updated: day(made), nextDate: day(next) }
  return withdrawn === undefined ? dates : { ...dates, withdrawn }
}

t.test('the state changes in the very second that is named', async (t) => {
  const next = day(80)
  const due = addTime(next, -DUE_NOTICE)
  const cases: readonly (readonly [string, CanaryState, string])[] = [
    [START, 'valid', START],
    [addTime(due, -SECOND), 'valid', START],
    [due, 'due', due],
    [addTime(next, -SECOND), 'due', due],
    [next, 'overdue', next],
    [addTime(next, 4000 * DAY), 'overdue', next],
  ]
  for (const [now, state, since] of cases) {
    t.match(canaryStanding([canary(1, 0, 80)], now), { state, since, gaps: [] }, now)
  }
})

t.test('one that names a date within two weeks is due from the start', async (t) => {
  t.match(canaryStanding([canary(1, 0, 7)], START), { state: 'due', since: START })
})

t.test('renewed in the second of its date there is no gap, a second later there is', async (t) => {
  const first = canary(1, 0, 80)
  const inTime = canary(2, 80, 160)
  t.match(canaryStanding([inTime, first], day(90)), { gaps: [], renewedAfterGap: false })
  const late = { ...inTime, updated: addTime(day(80), SECOND) }
  t.match(canaryStanding([late, first], day(90)), {
    state: 'valid',
    since: late.updated,
    gaps: [{ from: day(80), to: late.updated, versionsNotKnown: 0 }],
    renewedAfterGap: true,
  })
})

t.test('a gap stays in the history, the newest first', async (t) => {
  const line = [canary(4, 250, 330), canary(3, 180, 260), canary(2, 90, 170), canary(1, 0, 80)]
  const [newest, ...earlier] = line
  if (newest === undefined) throw new Error('there are four')
  t.strictSame(canaryStanding([newest, ...earlier], day(260)), {
    state: 'valid',
    since: day(250),
    gaps: [
      { from: day(170), to: day(180), versionsNotKnown: 0 },
      { from: day(80), to: day(90), versionsNotKnown: 0 },
    ],
    renewedAfterGap: false,
  })
})

t.test('one that was taken back says so, and closes no gap', async (t) => {
  const back = canary(2, 10, 80, true)
  t.match(canaryStanding([back, canary(1, 0, 80)], day(90)), {
    state: 'withdrawn',
    since: day(10),
    gaps: [],
    renewedAfterGap: false,
  })
  t.match(canaryStanding([canary(3, 20, 100), back, canary(1, 0, 80)], day(21)), {
    state: 'valid',
    gaps: [{ from: day(10), to: day(20) }],
    renewedAfterGap: true,
  })
  const afterwards = canary(2, 90, 160, true)
  t.match(canaryStanding([canary(3, 100, 180), afterwards, canary(1, 0, 80)], day(101)), {
    gaps: [{ from: day(80), to: day(100) }],
  })
})

t.test(
  'between versions that are not known there may have been no gap, and it says so',
  async (t) => {
    t.match(canaryStanding([canary(5, 300, 380), canary(2, 0, 80)], day(301)), {
      gaps: [{ from: day(80), to: day(300), versionsNotKnown: 2 }],
    })
    t.strictSame(canaryStanding([canary(9, 0, 80)], day(1)).gaps, [], 'nothing before the first')
  },
)

t.test('the newest names an earlier date than the one before: that one counts', async (t) => {
  t.match(canaryStanding([canary(2, 10, 20), canary(1, 0, 80)], day(20)), { state: 'overdue' })
})

t.test('the same canary again renews nothing', async (t) => {
  const old = canary(1, 0, 80)
  t.match(canaryStanding([old], day(200)), { state: 'overdue', since: day(80) })
})
