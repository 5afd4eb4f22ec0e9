import { deepStrictEqual as same, ok } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { addTime, CLOCK_TOLERANCE, DAY, HOUR } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import { always } from '../support/always.ts'
import {
  addEntry,
  allFacts,
  change,
  factsOf,
  goodHeadOf,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  makeRecord,
  newestEntry,
  newestHead,
  nextEntry,
  nodeKeyName,
  publish,
  wanted,
} from '../support/history.ts'
import {
  honestSteps,
  play,
  playHonest,
  playRecovery,
  stepsWithThief,
  thefts,
} from '../support/scenarios.ts'
import { judged, seenLater } from '../support/standing.ts'

/**
 * Properties of judge() over whole histories. SPEC: design.md, section 6. The numbers in brackets are
 * those of the executable model and of the security bar.
 */

/** Runs of properties that draw an order or a part of the deliveries, which takes its time. */
const DRAWN = 200

t.test('an honest history shows exactly what its owner lists (P0)', async () => {
  always([honestSteps], (steps) => {
    const history = playHonest(steps)
    const seen = seenLater(history)
    same(seen.current, wanted({ ...history, now: laterToday(history) }))
    same(seen.state, 'OK')
  })
})

t.test('the order and repetition of deliveries change nothing (P1, G03)', async () => {
  always(
    [stepsWithThief, thefts, fc.gen()],
    (steps, afterwards, g) => {
      const history = playRecovery(steps, afterwards)
      const { objects, entries } = history
      const shuffled = g(fc.shuffledSubarray<(typeof objects)[0]>, objects, {
        minLength: objects.length,
      })
      const again = g(fc.subarray<(typeof objects)[0]>, objects)
      const facts = factsOf([entries], [...again, ...shuffled, ...again])
      same(judged(facts, laterToday(history)), seenLater(history))
    },
    DRAWN,
  )
})

t.test('what came late counts as if it had come in time (P1)', async () => {
  always(
    [stepsWithThief, fc.gen()],
    (steps, g) => {
      const history = play(steps)
      const { objects, entries } = history
      const early = new Set(g(fc.subarray<(typeof objects)[0]>, objects))
      judge(factsOf([entries], [...early]), history.now) // whatever it says leaves no trace
      const late = objects.filter((object) => !early.has(object))
      const facts = factsOf([entries], [...early, ...late])
      same(judged(facts, laterToday(history)), seenLater(history))
    },
    DRAWN,
  )
})

t.test('after the next entry of the members the state is exactly the owner’s (P2)', async () => {
  always([stepsWithThief, thefts], (steps, afterwards) => {
    const history = playRecovery(steps, afterwards)
    const seen = seenLater(history)
    same(seen.current, wanted({ ...history, now: laterToday(history) }))
    same(seen.state, 'OK')
    same(seen.tips, [newestHead(history).digest])
    same(seen.erased, [...history.erased].toSorted())
  })
})

t.test('a node that has the members’ entry shows nothing of the thief (P2b)', async () => {
  always(
    [stepsWithThief, thefts, fc.gen()],
    (steps, afterwards, g) => {
      const history = playRecovery(steps, afterwards)
      const some = g(fc.subarray<(typeof history.objects)[0]>, history.objects)
      const seen = judged(factsOf([history.entries], some), laterToday(history))
      same(
        seen.current.filter((digest) => history.stolen.has(digest)),
        [],
      )
      ok(['OK', 'PENDING', 'STALE'].includes(seen.state), seen.state)
    },
    DRAWN,
  )
})

t.test(
  'a clock far ahead or behind leaves nothing behind when it is set right (P2c, M02)',
  async () => {
    always([stepsWithThief, thefts], (steps, afterwards) => {
      const history = playRecovery(steps, afterwards)
      const facts = allFacts(history)
      const now = laterToday(history)
      const ahead = judge(facts, addTime(now, 400 * DAY))
      same(ahead.state, 'KEY-EXPIRED')
      same(ahead.current, [])
      const behind = judge(facts, addTime(now, -400 * DAY))
      same([behind.state, behind.current.length], ['PENDING', 0])
      same(judged(facts, now).current, wanted({ ...history, now }))
    })
  },
)

t.test('at any time nothing is shown that is expired or more than 10 minutes ahead', async () => {
  const hours = fc.integer({ min: -30 * 24, max: 30 * 24 })
  always([stepsWithThief, hours], (steps, away) => {
    const history = play(steps)
    const now = addTime(history.now, away * HOUR)
    for (const record of judge(allFacts(history), now).current) {
      ok(record.updated <= addTime(now, CLOCK_TOLERANCE), 'updated is ahead')
      ok(record.expires === null || record.expires > now, 'expired')
    }
  })
})

t.test(
  'members on any head that peers still have bring the collective back (P3, G10)',
  async () => {
    always([honestSteps, fc.nat()], (steps, choice) => {
      const history = playHonest(steps)
      const under = history.ownHeads.filter(({ did }) => did === newestEntry(history).versionId)
      const known = under[choice % under.length] ?? newestHead(history)
      addEntry(history, { lastGoodHead: goodHeadOf(known) })
      publish(history)
      const seen = seenLater(history)
      same(seen.state, 'OK')
      same(seen.current, wanted({ ...history, now: laterToday(history) }))
    })
  },
)

t.test('a disputed log shows only what counts on every branch (P10)', async () => {
  always([honestSteps], (steps) => {
    const history = playHonest(steps)
    const one = nextEntry(history, { nodeKey: 'one' })
    const other = nextEntry(history, { nodeKey: 'other' })
    const branches = [
      [...history.entries, one],
      [...history.entries, other],
    ]
    const now = laterToday(history)
    const disputed = judged(factsOf(branches, history.objects), now)
    same(disputed.state, 'DISPUTED')
    same(disputed.current, wanted({ ...history, now }))
    // One side goes on by itself: nothing it adds is shown.
    const record = makeRecord(history, { type: 'Profile', slug: 'x', signers: ['other'] })
    const { digest } = makeManifest(history, [...history.current.values(), record])
    makeHead(history, {
      manifest: digest,
      ...after(history),
      did: other.versionId,
      signer: 'other',
    })
    const later = judged(factsOf(branches, history.objects), now)
    same(later.current, disputed.current)
    same(judged(factsOf(branches.toReversed(), history.objects), now), later)
  })
})

function after(history: History) {
  const { version, stateDigest } = newestHead(history)
  return { version: version + 1, previous: stateDigest }
}

t.test('a node-signed record that no head lists is never shown (E18)', async () => {
  always([stepsWithThief], (steps) => {
    const history = play(steps)
    const before = seenLater(history)
    makeRecord(history, { type: 'Profile', slug: 'unlisted' })
    same(seenLater(history), before)
  })
})

t.test('a record of another collective is never among what counts (E19)', async () => {
  always([honestSteps], (steps) => {
    const history = playHonest(steps)
    const before = seenLater(history)
    const foreign = makeRecord(history, { type: 'Profile', slug: 'foreign' })
    history.objects.pop() // its owner is another: it is not among what is known of this one
    const { digest } = makeManifest(history, [...history.current.values(), foreign])
    makeHead(history, { manifest: digest })
    same(seenLater(history), before)
  })
})

t.test('the key of the thief is worth nothing under an entry that does not name it', async () => {
  always([stepsWithThief, thefts], (steps, afterwards) => {
    const history = playRecovery(steps, afterwards)
    const before = seenLater(history)
    const stale = nodeKeyName({ number: history.entries.length - 1 })
    const { digest } = makeManifest(history, [])
    makeHead(history, { manifest: digest, ...after(history), signer: stale })
    same(seenLater(history), before)
    change(history, 'Profile', 'p')
    same(seenLater(history).state, 'OK')
  })
})
