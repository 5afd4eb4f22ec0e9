import t from 'tap'

import type { HostState } from '../../src/exchange/delivery-store.ts'
import {
  hostAfter,
  nextAttempt,
  outcomeOf,
  schemesFor,
} from '../../src/federation/delivery-rules.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')
const attempt = {
  outcome: 'failed',
  attempts: 1,
  created: NOW,
  now: NOW,
  retryAfter: null,
  random: 1,
} as const

/** How long after the n-th failure. */
function pause(attempts: number, random = 1): number {
  return (nextAttempt({ ...attempt, attempts, random }) ?? 0) - NOW
}

t.test('reads from a status whether to try again', async (t) => {
  const outcomes = {
    delivered: [200, 201, 202, 204],
    unauthorized: [401, 403],
    failed: [301, 307, 408, 421, 425, 429, 500, 502, 503, 504],
    refused: [400, 404, 405, 406, 410, 413, 415, 422],
  }
  for (const [outcome, statuses] of Object.entries(outcomes)) {
    for (const status of statuses) t.equal(outcomeOf(status), outcome, String(status))
  }
})

t.test('doubles the pause, with jitter, up to six hours', async (t) => {
  t.equal(pause(1), 30 * SECOND)
  t.equal(pause(2), MINUTE)
  t.equal(pause(1, 0), 15 * SECOND)
  t.equal(pause(50), 6 * HOUR)
  t.equal(pause(5000), 6 * HOUR)
})

t.test('gives up after a week, and sooner on who does not know us', async (t) => {
  const late = { ...attempt, attempts: 40 }
  t.not(nextAttempt({ ...late, created: NOW - 7 * DAY + 6 * HOUR }), null)
  t.equal(nextAttempt({ ...late, created: NOW - 7 * DAY + 6 * HOUR - 1 }), null)
  t.not(nextAttempt({ ...attempt, outcome: 'unauthorized', attempts: 10 }), null)
  t.equal(nextAttempt({ ...attempt, outcome: 'unauthorized', attempts: 11 }), null)
})

t.test('waits at least as long as it is asked to', async (t) => {
  t.equal(nextAttempt({ ...attempt, retryAfter: HOUR }), NOW + HOUR)
  t.equal(nextAttempt({ ...attempt, retryAfter: 1 }), NOW + 30 * SECOND)
})

t.test('breaks the circuit at the fifth failure in a row', async (t) => {
  let state: HostState = { host: 'a.example', signature: 'cavage', failures: 0, retryAt: 0 }
  const fail = (retryAfter: number | null = null) =>
    (state = hostAfter(state, 'failed', { now: NOW, retryAfter }))
  for (let n = 1; n < 5; n++) t.match(fail(), { failures: n, retryAt: 0 })
  t.match(fail(), { failures: 5, retryAt: NOW + MINUTE })
  t.match(fail(), { failures: 6, retryAt: NOW + 2 * MINUTE })
  for (let n = 0; n < 30; n++) fail()
  t.match(state, { retryAt: NOW + 6 * HOUR })
  t.match(hostAfter(state, 'refused', { now: NOW, retryAfter: null }), { failures: 0, retryAt: 0 })
  state = { ...state, failures: 0, retryAt: 0 }
  t.match(fail(DAY), { failures: 1, retryAt: NOW + DAY })
})

t.test('tries what a host is known to take, else what most take first', async (t) => {
  t.strictSame(schemesFor({ signature: 'unknown' }, false), ['cavage', 'rfc9421-rsa'])
  t.strictSame(schemesFor({ signature: 'rfc9421-rsa' }, false), ['rfc9421-rsa'])
  t.strictSame(schemesFor({ signature: 'cavage' }, true), ['ed25519'])
})
