import * as fc from 'fast-check'
import t from 'tap'

import { checkLog, type LogCheck } from '../../src/identity/check-log.ts'
import { createNextEntry } from '../../src/identity/create-entry.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { signEntry } from '../../src/identity/log-proof.ts'
import type { LogTexts } from '../../src/identity/log-text.ts'
import { admitEntries, mergeLogs, NEW_ENTRIES_AN_HOUR } from '../../src/identity/merge-logs.ts'
import { addTime, HOUR, MINUTE } from '../../src/kernel/time.ts'
import {
  createCollectiveLog,
  extendLog,
  LOG_NOW,
  newestOf,
  offer,
  signed,
  textsOf,
  textsOfEntries,
} from '../support/collective-log.ts'

let log = createCollectiveLog()
for (let i = 0; i < 6; i++) log = extendLog(log)
const { scid, entries } = log

function check(...sources: readonly LogTexts[]): LogCheck {
  return checkLog({ scid, sources, now: LOG_NOW })
}

t.test('new entries extend what is known', async (t) => {
  const known = entries.slice(0, 2)
  const merged = mergeLogs(known, check(textsOfEntries(known), textsOfEntries(entries)))
  t.strictSame(merged, { outcome: 'extended', entries })
})

t.test('a shorter, older log changes nothing (F12)', async (t) => {
  const offered = check(textsOfEntries(entries), textsOfEntries(entries.slice(0, 3)))
  t.strictSame(mergeLogs(entries, offered), { outcome: 'unchanged', entries })
  const alone = check(textsOfEntries(entries.slice(0, 3)))
  t.strictSame(mergeLogs(entries, alone), { outcome: 'unchanged', entries })
})

t.test(
  'a second entry with one number makes a dispute that no shorter copy ends (F11)',
  async (t) => {
    const [first] = entries
    if (first === undefined) return t.fail()
    const time = addTime(first.entry.versionTime, MINUTE)
    const fork = signed(log, createNextEntry(first, { time, lastGoodHead: null }))
    const offered = check(textsOfEntries(entries), textsOf(fork, log.members))
    const merged = mergeLogs(entries, offered)
    t.equal(merged.outcome, 'disputed')
    t.equal(merged.entries.length, entries.length + 1)
    const one = check(textsOfEntries(merged.entries), textsOfEntries(entries))
    t.strictSame(mergeLogs(merged.entries, one), { outcome: 'unchanged', entries: merged.entries })
  },
)

t.test('an entry that breaks a rule is refused with its code, the known log stands', async (t) => {
  const next = createNextEntry(newestOf(log), { time: LOG_NOW, lastGoodHead: null })
  const offered = offer(log, signEntry(next, createSigningKey()))
  t.match(mergeLogs(entries, offered), { outcome: 'refused', code: 'not_by_controller', entries })
})

t.test('approvals of several copies are put together', async (t) => {
  const next = signed(log, createNextEntry(newestOf(log), { time: LOG_NOW, lastGoodHead: null }))
  const [one, two] = log.members
  if (one === undefined || two === undefined) return t.fail()
  t.equal(mergeLogs(entries, offer(log, next, [one])).outcome, 'refused')
  const offered = check(textsOfEntries(entries), textsOf(next, [one]), textsOf(next, [two]))
  const merged = mergeLogs(entries, offered)
  t.equal(merged.outcome, 'extended')
  t.equal(merged.entries.at(-1)?.approvals.length, 2)
})

t.test(
  'four new entries of a known log come in within an hour, the rest waits (F18)',
  async (t) => {
    const known = entries.slice(0, 1)
    const now = LOG_NOW
    const first = admitEntries(known, entries, { arrivals: [], now })
    t.strictSame(first.now, entries.slice(1, 1 + NEW_ENTRIES_AN_HOUR))
    t.strictSame(first.later, entries.slice(1 + NEW_ENTRIES_AN_HOUR))
    t.equal(first.retryAt, addTime(now, HOUR))

    const arrivals = [-30, -20, -10, -70].map((minutes) => addTime(now, minutes * MINUTE))
    const second = admitEntries(known, entries, { arrivals, now })
    t.equal(second.now.length, 1)
    t.equal(second.retryAt, addTime(now, 30 * MINUTE))
  },
)

t.test('a log that was not known comes in whole', async (t) => {
  const admission = admitEntries([], entries, { arrivals: [], now: LOG_NOW })
  t.strictSame(admission, { now: entries, later: [], retryAt: null })
})

t.test('waiting never loses an entry, and takes parents before children', async (t) => {
  fc.assert(
    fc.property(fc.nat(entries.length), fc.nat(6), (length, recent) => {
      const known = entries.slice(0, length)
      const arrivals = Array.from({ length: recent }, (_, i) => addTime(LOG_NOW, -i * MINUTE))
      const { now, later } = admitEntries(known, entries, { arrivals, now: LOG_NOW })
      t.strictSame([...known, ...now, ...later], entries)
    }),
  )
})
