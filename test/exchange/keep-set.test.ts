import { deepStrictEqual as same } from 'node:assert/strict'

import t from 'tap'

import { KEPT_CANARIES, keepSet } from '../../src/exchange/keep-set.ts'
import { addTime, DAY, HOUR } from '../../src/kernel/time.ts'
import type { CollectiveFacts } from '../../src/record/collective-facts.ts'
import type { Digest } from '../../src/record/digest.ts'
import { always } from '../support/always.ts'
import {
  addEntry,
  allFacts,
  change,
  createHistory,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  makeRecord,
  newestHead,
  publish,
  renew,
  wait,
} from '../support/history.ts'
import { playRecovery, stepsWithThief, thefts } from '../support/scenarios.ts'
import { judged } from '../support/standing.ts'

const nothing: ReadonlySet<Digest> = new Set()

function keptOf(history: History, named = nothing): Set<Digest> {
  return keepSet(allFacts(history), { now: laterToday(history), named })
}

/** What is left of the facts on a node that keeps no more than it has to. */
function pruned(facts: CollectiveFacts, keep: ReadonlySet<Digest>): CollectiveFacts {
  const isKept = ([digest]: readonly [Digest, unknown]): boolean => keep.has(digest)
  return {
    branches: facts.branches,
    heads: facts.heads.filter(({ digest }) => keep.has(digest)),
    manifests: new Map([...facts.manifests].filter(isKept)),
    records: new Map([...facts.records].filter(isKept)),
  }
}

t.test('what is kept decides as everything would, now and later', async () => {
  always([stepsWithThief, thefts], (steps, afterwards) => {
    const history = playRecovery(steps, afterwards)
    const facts = allFacts(history)
    const left = pruned(facts, keptOf(history))
    for (const later of [HOUR, 9 * DAY, 40 * DAY, 500 * DAY]) {
      const then = addTime(history.now, later)
      same(judged(left, then), judged(facts, then))
    }
  })
})

t.test('what is kept once is kept the next time', async () => {
  always([stepsWithThief, thefts], (steps, afterwards) => {
    const history = playRecovery(steps, afterwards)
    const keep = keptOf(history)
    const left = pruned(allFacts(history), keep)
    same(keepSet(left, { now: laterToday(history), named: nothing }), keep)
  })
})

t.test('keeps the newest state whole, and of earlier ones the heads', async (t) => {
  const history = createHistory()
  const old = change(history, 'Profile', 'p')
  const first = newestHead(history)
  const current = change(history, 'Profile', 'p')
  const second = newestHead(history)
  t.strictSame(
    keptOf(history),
    new Set([first.digest, second.digest, second.manifest, current.digest]),
  )
  t.ok(keptOf(history, new Set([old.digest])).has(old.digest), 'what commitments name')
})

t.test('of renewals keeps the newest, and those whose time has not come', async (t) => {
  const history = createHistory()
  change(history, 'Profile', 'p')
  const first = newestHead(history)
  wait(history, DAY)
  const second = renew(history)
  const { version, previous, manifest, did } = second
  const published = addTime(history.now, 2 * DAY)
  const ahead = makeHead(history, { version, previous, manifest, did, published })
  const keep = keptOf(history)
  t.notOk(keep.has(first.digest))
  t.ok(keep.has(second.digest))
  t.ok(keep.has(ahead.digest))
})

t.test('keeps head and manifest of every last good head, not the heads before it', async (t) => {
  const history = createHistory()
  change(history, 'Profile', 'p')
  const before = newestHead(history)
  change(history, 'Profile', 'p')
  const good = newestHead(history)
  wait(history, DAY)
  addEntry(history)
  change(history, 'Profile', 'p')
  const keep = keptOf(history)
  t.notOk(keep.has(before.digest))
  t.ok(keep.has(good.digest))
  t.ok(keep.has(good.manifest))
})

t.test('a member-signed record that supersedes another outlives its expiry (ADR 5)', async (t) => {
  const history = createHistory()
  const first = change(history, 'Vouch', 'v')
  const expires = addTime(history.now, DAY)
  const second = makeRecord(history, { type: 'Vouch', slug: 'v', version: 2, expires })
  const keepAt = (days: number) =>
    keepSet(allFacts(history), { now: addTime(history.now, days * DAY), named: nothing })
  t.ok(keepAt(2).has(second.digest), 'it is over, but the one before could come back')
  t.ok(keepAt(399).has(second.digest))
  t.notOk(keepAt(401).has(second.digest))
  const profile = makeRecord(history, { type: 'Profile', slug: 'other' })
  t.notOk(keepAt(2).has(profile.digest), 'node-signed ones need a head')
  t.type(first.digest, 'string')
})

t.test('alerts are kept as long as they are valid, listed or not', async (t) => {
  const history = createHistory()
  const alert = makeRecord(history, { type: 'Alert', slug: 'a' })
  makeManifest(history, [])
  publish(history)
  t.ok(keptOf(history).has(alert.digest))
  const over = keepSet(allFacts(history), { now: addTime(history.now, 8 * DAY), named: nothing })
  t.notOk(over.has(alert.digest))
})

t.test(
  'the last canaries are kept, expired ones too, so that a gap can be told (ADR 16)',
  async (t) => {
    const history = createHistory()
    const canaries = Array.from({ length: KEPT_CANARIES + 2 }, (_, i) => {
      const expires = addTime(history.now, DAY)
      const by = { signedBy: 'members', signers: history.members.slice(0, 2) } as const
      return makeRecord(history, { type: 'Canary', slug: 'main', version: i + 1, expires, ...by })
    })
    const now = addTime(history.now, 4000 * DAY)
    const keep = keepSet(allFacts(history), { now, named: nothing })
    t.strictSame(
      canaries.map(({ digest }) => keep.has(digest)),
      canaries.map((_, i) => i >= 2),
    )
  },
)
