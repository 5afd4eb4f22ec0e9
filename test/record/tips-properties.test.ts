import { deepStrictEqual as same, ok } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { addTime, DAY, HOUR } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import { always } from '../support/always.ts'
import {
  addEntry,
  allFacts,
  change,
  factsOf,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  newestHead,
  publish,
  renew,
  wait,
} from '../support/history.ts'
import { honestSteps, play, playHonest, recordsOf, stepsWithThief } from '../support/scenarios.ts'
import { judged, seenLater } from '../support/standing.ts'

/** Properties of forks, renewals and last good heads over whole histories. */

t.test(
  'a fork shows only what the owner lists, as long as the owner’s head is known (P4)',
  async () => {
    let forked = 0
    always([stepsWithThief], (steps) => {
      const history = play(steps)
      const { state, tips, current } = judge(allFacts(history), history.now)
      const own = newestHead(history)
      if (state !== 'FORKED' || !tips.some((tip) => tip.stateDigest === own.stateDigest)) return
      forked++
      const listed = new Set([...history.current.values()].map(({ digest }) => digest))
      for (const record of current) {
        ok(record.signedBy === 'members' || listed.has(record.digest), 'not the owner’s')
      }
    })
    ok(forked > 20, `only ${forked} histories ended in a fork`)
  },
)

t.test('a fork looks the same whichever nine or more tips a node holds (P4b, G02)', async () => {
  always(
    [honestSteps, fc.integer({ min: 9, max: 14 }), fc.gen()],
    (steps, count, g) => {
      const history = playHonest(steps)
      for (let i = 0; i < count; i++) change(history, 'Profile', `s${i}`)
      const { objects, entries } = history
      const before = [...objects]
      const heads = Array.from({ length: count }, (_, i) => fork(history, i))
      const manifests = objects.filter(({ kind }) => kind !== 'head')
      const held = g(fc.shuffledSubarray<(typeof heads)[0]>, heads, { minLength: 9 })
      const facts = factsOf(
        [entries],
        [...before, ...manifests, ...held.map((value) => ({ kind: 'head', value }) as const)],
      )
      const now = laterToday(history)
      const { tips: _, ...some } = judged(facts, now)
      const { tips, ...all } = seenLater(history)
      same(some, all)
      same([tips.length, all.state, all.erased.length], [count, 'FORKED', 0])
    },
    200,
  )
})

/** A head beside the owner's next one, which leaves out one of its records. */
function fork(history: History, i: number) {
  const records = [...history.current.values()].filter((_, n) => n !== i)
  return makeHead(history, { manifest: makeManifest(history, records).digest })
}

t.test('without its head nobody has, old things go and the next head goes on (P6)', async () => {
  always([stepsWithThief], (steps) => {
    const history = play(steps)
    const ghost = { version: 7, digest: 'zQmGhost' }
    addEntry(history, { lastGoodHead: ghost })
    const between = judge(allFacts(history), history.now)
    same(between.state, 'PENDING')
    same(
      between.current.filter(({ signedBy }) => signedBy === 'node'),
      [],
    )
    const head = publish(history)
    same([head.version, head.previous], [8, 'zQmGhost'])
    same(seenLater(history).state, 'OK')
  })
})

t.test('a renewal keeps a state alive and is never a fork (P15, E11)', async () => {
  always([honestSteps], (steps) => {
    const history = playHonest(steps)
    const before = judged(allFacts(history), history.now)
    wait(history, 8 * DAY + HOUR)
    same(judged(allFacts(history), history.now).state, 'STALE')
    renew(history)
    const renewed = judged(allFacts(history), history.now)
    same([renewed.state, renewed.tips], ['OK', [newestHead(history).digest]])
    same(judged(allFacts(history), addTime(history.now, -8 * DAY - HOUR)), before)
  })
})

t.test('the last good head alone takes effect with what is at hand (E17)', async () => {
  always([honestSteps], (steps) => {
    const history = playHonest(steps)
    addEntry(history)
    const all = seenLater(history).current
    const lost = recordsOf(history).find(
      ({ digest, signedBy }) => signedBy === 'node' && all.includes(digest),
    )
    if (lost === undefined) return
    const rest = history.objects.filter(({ value }) => value.digest !== lost.digest)
    const seen = judged(factsOf([history.entries], rest), laterToday(history))
    same(seen.state, 'OK')
    same(
      seen.current,
      all.filter((digest) => digest !== lost.digest),
    )
  })
})
