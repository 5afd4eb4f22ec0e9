import * as fc from 'fast-check'
import t from 'tap'

import {
  addTime,
  CLOCK_TOLERANCE,
  DAY,
  HOUR,
  isTimestamp,
  MINUTE,
  parseTimestamp,
  SECOND,
  toTimestamp,
} from '../../src/kernel/time.ts'
import { always } from '../support/always.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

t.test('a timestamp is an instant of whole seconds in UTC', async (t) => {
  const good = [
    '2026-11-22T09:00:00Z',
    '1970-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2024-02-29T23:59:59Z',
    '2000-02-29T00:00:00Z',
  ]
  for (const text of good) t.ok(isTimestamp(text), text)
})

t.test('nothing else is one (M04, E09)', async (t) => {
  const bad = [
    '',
    '23:59:60Z',
    '2016-12-31T23:59:60Z',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T09:60:00Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00Z',
    '-000001-01-01T00:00Z',
    '2026-11-22T09:00:00+14:00',
    '2026-11-22T09:00:00+00:00',
    '2026-11-22T09:00:00',
    '2026-11-22T09:00:00.123456789012Z',
    '2026-11-22T09:00:00.000Z',
    '2026-11-22T09:00Z',
    '2026-11-22 09:00:00Z',
    '2026-11-22t09:00:00z',
    '2026-11-22',
    '2026-W47-7T09:00:00Z',
    ' 2026-11-22T09:00:00Z',
    '2026-11-22T09:00:00Z\n',
    '٢٠٢٦-11-22T09:00:00Z',
  ]
  for (const text of bad) {
    t.notOk(isTimestamp(text), JSON.stringify(text))
    t.equal(
      refusedAs(() => parseTimestamp(text)),
      'bad_time',
      JSON.stringify(text),
    )
  }
})

t.test('the refusal of a long text quotes the beginning of it', async (t) => {
  const refusal = refusalFrom(() => parseTimestamp('x'.repeat(1_000)))
  t.equal(refusal?.message, `"${'x'.repeat(40)}" is not a time like 2026-11-22T09:00:00Z.`)
})

/** Milliseconds of the years 0 to 9999. */
const instants = fc.integer({
  min: Date.parse('0000-01-01T00:00:00Z'),
  max: Date.parse('9999-12-31T23:59:59Z'),
})

t.test('an instant is written to the second it is in, and read back', async () => {
  always([instants], (instant) => {
    const text = toTimestamp(instant)
    return isTimestamp(text) && parseTimestamp(text) === Math.floor(instant / SECOND) * SECOND
  })
})

t.test('a Date is written like its milliseconds', async (t) => {
  t.equal(toTimestamp(new Date('2026-11-22T09:00:00.999Z')), '2026-11-22T09:00:00Z')
})

t.test('timestamps sort as texts like the instants they name', async () => {
  always([instants, instants], (one, other) => {
    const seconds = Math.floor(one / SECOND) - Math.floor(other / SECOND)
    const texts = toTimestamp(one) < toTimestamp(other)
    return texts === seconds < 0
  })
})

t.test('validity crosses 2038 and 2106 (M05)', async (t) => {
  t.equal(addTime('2038-01-19T03:14:07Z', SECOND), '2038-01-19T03:14:08Z')
  t.equal(addTime('2106-02-07T06:28:15Z', SECOND), '2106-02-07T06:28:16Z')
  t.equal(addTime('2037-12-25T00:00:00Z', 400 * DAY), '2039-01-29T00:00:00Z')
  t.ok(isTimestamp('2038-01-19T03:14:08Z'))
  t.equal(parseTimestamp('2106-02-07T06:28:16Z'), 2 ** 32 * SECOND)
})

t.test('time is added across months, leap days and years', async (t) => {
  t.equal(addTime('2024-02-28T12:00:00Z', DAY), '2024-02-29T12:00:00Z')
  t.equal(addTime('2026-12-31T23:59:59Z', SECOND), '2027-01-01T00:00:00Z')
  t.equal(addTime('2026-11-22T09:00:00Z', -HOUR), '2026-11-22T08:00:00Z')
  t.equal(addTime('2026-11-22T09:00:00Z', CLOCK_TOLERANCE), '2026-11-22T09:10:00Z')
  t.equal(24 * 60 * MINUTE, DAY)
})
