import { deepStrictEqual as same, ok } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { hasSignersOf } from '../../src/record/acceptance.ts'
import type { CollectiveFacts } from '../../src/record/collective-facts.ts'
import { type Did, type Scid, scidOf } from '../../src/record/did.ts'
import type { LogBranch } from '../../src/record/log-facts.ts'
import { parseObject, type TesseraObject } from '../../src/record/object.ts'
import { always } from '../support/always.ts'
import {
  factsOf,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  makeRecord,
  newestHead,
  wanted,
} from '../support/history.ts'
import { createSignedMint, type SignedMint } from '../support/mint.ts'
import { harborDid, rosaDid } from '../support/records.ts'
import {
  honestSteps,
  playHonest,
  playRecovery,
  stepsWithThief,
  thefts,
} from '../support/scenarios.ts'
import { judged } from '../support/standing.ts'

/** The main properties once more, with real keys and bytes that are parsed as they arrive. */

/** Signing and parsing some hundred objects a run. */
const RUNS = 25

interface SignedHistory extends History {
  readonly mint: SignedMint
}

function signed(did: Did, make: (mint: SignedMint) => History): SignedHistory {
  const mint = createSignedMint(did)
  return { ...make(mint), mint }
}

/** What a node knows of a collective that got these bytes, in this order. */
function parsedFacts(scid: Scid, branch: LogBranch, texts: readonly string[]): CollectiveFacts {
  const own = texts.map((text) => parseObject(text)).filter(({ value }) => value.scid === scid)
  const admitted = own.filter((object) => isAdmitted(object, branch))
  return factsOf([branch], admitted)
}

/** Records by keys that never had the role are not kept at all. SPEC: security-bar.md, E06. */
function isAdmitted({ kind, value }: TesseraObject, branch: LogBranch): boolean {
  return kind !== 'record' || hasSignersOf(value, [branch])
}

function seen(history: SignedHistory, texts = history.mint.texts) {
  const facts = parsedFacts(scidOf(history.mint.did), history.entries, texts)
  return judged(facts, laterToday(history))
}

t.test('real bytes tell the same story as their facts', async () => {
  always(
    [stepsWithThief, thefts],
    (steps, afterwards) => {
      const history = signed(harborDid, (mint) => playRecovery(steps, afterwards, mint))
      const facts = factsOf([history.entries], history.objects)
      same(seen(history), judged(facts, laterToday(history)))
    },
    RUNS,
  )
})

t.test('after a theft the owner’s state is back, in whatever order bytes arrive', async () => {
  always(
    [stepsWithThief, thefts, fc.gen()],
    (steps, afterwards, g) => {
      const history = signed(harborDid, (mint) => playRecovery(steps, afterwards, mint))
      const { texts } = history.mint
      const shuffled = g(fc.shuffledSubarray<string>, [...texts], { minLength: texts.length })
      const { state, current, tips } = seen(history, shuffled)
      same(state, 'OK')
      same(current, wanted({ ...history, now: laterToday(history) }))
      same(tips, [newestHead(history).digest])
    },
    RUNS,
  )
})

t.test('one collective changes nothing of another (P5, G08)', async () => {
  always(
    [stepsWithThief, thefts, honestSteps],
    (steps, afterwards, theirSteps) => {
      const history = signed(harborDid, (mint) => playRecovery(steps, afterwards, mint))
      const other = signed(rosaDid, (mint) => playHonest(theirSteps, mint))
      const before = seen(history)
      // Theirs erases ours, lists ours, and points at a manifest in our name.
      const ours = new Set(history.objects.map(({ value }) => value.digest))
      makeHead(other, { manifest: makeManifest(other, [], ours).digest })
      makeHead(other, { manifest: makeManifest(other, history.current.values()).digest })
      makeHead(other, { manifest: newestHead(history).manifest })
      const texts = [...other.mint.texts, ...history.mint.texts]
      same(seen(history, texts), before)
      ok(!seen(other, texts).current.some((digest) => ours.has(digest)))
    },
    RUNS,
  )
})

t.test('a manifest in our name that anyone made changes nothing (P5)', async () => {
  always(
    [honestSteps],
    (steps) => {
      const history = signed(harborDid, (mint) => playHonest(steps, mint))
      const before = seen(history)
      makeManifest(history, [], [...before.current])
      same(seen(history), before)
    },
    RUNS,
  )
})

t.test('our head that lists a record of another collective never takes effect (E19)', async () => {
  always(
    [honestSteps],
    (steps) => {
      const history = signed(harborDid, (mint) => playHonest(steps, mint))
      const other = signed(rosaDid, (mint) => playHonest([], mint))
      const before = seen(history)
      const theirs = makeRecord(other, { type: 'Profile', slug: 'theirs' })
      const { digest } = makeManifest(history, [...history.current.values(), theirs])
      makeHead(history, { manifest: digest })
      same(seen(history, [...history.mint.texts, ...other.mint.texts]), before)
    },
    RUNS,
  )
})
