import { deepStrictEqual as same } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { addTime, DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import type { RecordFact } from '../../src/record/collective-facts.ts'
import { mayComeEarly } from '../../src/record/early-records.ts'
import { always } from '../support/always.ts'
import {
  addEntry,
  allFacts,
  change,
  createHistory,
  factsOf,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  makeRecord,
  newestHead,
  nextEntry,
  publish,
  wait,
} from '../support/history.ts'
import { judged, seenLater } from '../support/standing.ts'

/** SPEC: design.md, section 6, "Alerts and their responses take effect as soon as they verify". */

/** A collective with a profile in force, a minute later. */
function published(): History {
  const history = createHistory()
  change(history, 'Profile', 'p')
  wait(history, MINUTE)
  return history
}

function alert(history: History, slug: string, draft: object = {}): RecordFact {
  return makeRecord(history, { type: 'Alert', slug, ...draft })
}

/** Slugs of the alerts that count. */
function shown(history: History, now = laterToday(history)): string[] {
  const { current } = judge(allFacts(history), now)
  return current
    .filter(({ type }) => type === 'Alert')
    .map(({ slug, version }) => `${slug}${version}`)
    .toSorted()
}

t.test('an alert counts before any head lists it', async (t) => {
  const history = published()
  alert(history, 'a')
  t.strictSame(shown(history), ['a1'])
  const first = createHistory()
  alert(first, 'a')
  t.strictSame(shown(first), ['a1'], 'also of a collective that has no head yet')
  t.equal(seenLater(first).state, 'PENDING')
})

t.test('once a later head is in force, its list alone decides', async (t) => {
  const history = published()
  const raised = alert(history, 'a')
  history.current.set('Alert/a', raised)
  publish(history)
  t.strictSame(shown(history), ['a1'])
  wait(history, MINUTE)
  history.current.delete('Alert/a')
  publish(history)
  t.strictSame(shown(history), [])
})

t.test('a head that is not in force yet hides nothing', async (t) => {
  const history = published()
  alert(history, 'a')
  wait(history, MINUTE)
  const missing = makeRecord(history, { type: 'Profile', slug: 'q' })
  history.objects.pop()
  makeHead(history, { manifest: makeManifest(history, [missing]).digest })
  t.strictSame(shown(history), ['a1'])
})

t.test('an alert older than the head in force does not come back', async (t) => {
  const history = published()
  const { published: time } = newestHead(history)
  alert(history, 'same', { updated: time })
  alert(history, 'older', { updated: addTime(time, -DAY) })
  alert(history, 'newer', { updated: addTime(time, SECOND) })
  t.strictSame(shown(history), ['newer1'])
})

t.test('the next version takes the place of the listed one, an older does not', async (t) => {
  const history = published()
  history.current.set('Alert/a', alert(history, 'a', { version: 2 }))
  publish(history)
  wait(history, MINUTE)
  alert(history, 'a', { version: 1 })
  t.strictSame(shown(history), ['a2'])
  alert(history, 'a', { version: 3 })
  alert(history, 'a', { version: 4 })
  t.strictSame(shown(history), ['a4'])
})

t.test('with the listed ones there are three alerts at most: the newest (H09)', async (t) => {
  const history = published()
  for (const slug of ['a', 'b']) history.current.set(`Alert/${slug}`, alert(history, slug))
  publish(history)
  for (const slug of ['c', 'd', 'e']) {
    wait(history, MINUTE)
    alert(history, slug)
  }
  alert(history, 'a', { version: 2 })
  t.strictSame(shown(history), ['a2', 'b1', 'e1'])
})

t.test('it counts in its time only', async (t) => {
  const history = published()
  const { updated, expires } = alert(history, 'a')
  t.strictSame(shown(history, addTime(updated, -HOUR)), [], 'from a clock that is ahead')
  t.strictSame(shown(history, expires ?? ''), [])
})

t.test('the members’ next entry ends what the old key raised', async (t) => {
  const history = published()
  alert(history, 'a')
  addEntry(history)
  t.strictSame(shown(history), [])
  wait(history, MINUTE)
  alert(history, 'b')
  t.strictSame(shown(history), ['b1'])
})

t.test('of a fork or a dispute nothing counts early', async (t) => {
  const forked = published()
  const { digest } = makeManifest(forked, [])
  makeHead(forked, { manifest: digest, version: 1, previous: null })
  wait(forked, MINUTE)
  alert(forked, 'a')
  t.strictSame(shown(forked), [])

  const disputed = published()
  const branches = ['one', 'other'].map((nodeKey) => [
    ...disputed.entries,
    nextEntry(disputed, { nodeKey }),
  ])
  wait(disputed, MINUTE)
  alert(disputed, 'a', { signers: ['one'] })
  const seen = judged(factsOf(branches, disputed.objects), laterToday(disputed))
  t.equal(seen.current.length, 1)
})

t.test('only alerts and responses, only by the node key, only in its time', async (t) => {
  const history = published()
  const { entries } = history
  const early = (draft: Partial<RecordFact>): boolean =>
    mayComeEarly({ ...alert(history, 'a'), ...draft }, [entries])
  t.ok(early({}))
  t.ok(early({ type: 'AlertResponse' }))
  t.notOk(early({ type: 'Profile' }))
  t.notOk(early({ signedBy: 'members' }), 'those stand by themselves')
  t.notOk(early({ signers: ['node-0'] }))
  t.notOk(early({ updated: entries[0]?.nodeKeyExpires ?? '' }))
  t.notOk(mayComeEarly(alert(history, 'a'), []))
  t.notOk(mayComeEarly(alert(history, 'a'), [[]]))
  addEntry(history, { nodeKeyExpires: null })
  t.ok(mayComeEarly(alert(history, 'b'), [entries]))
})

t.test('of responses the newest 50 count early, whatever the order they came in', async () => {
  const history = published()
  const base = alert(history, 'a')
  history.objects.pop()
  const responses = Array.from({ length: 60 }, (_, i) => ({
    ...base,
    type: 'AlertResponse',
    slug: `r${i}`,
    digest: `zQm${i}`,
    updated: addTime(base.updated, (i % 30) * SECOND),
  }))
  always(
    [fc.shuffledSubarray(responses, { minLength: 60 })],
    (some) => {
      const objects = some.map((value) => ({ kind: 'record', value }) as const)
      const facts = factsOf([history.entries], [...history.objects, ...objects])
      const { current } = judge(facts, laterToday(history))
      const early = current.filter(({ type }) => type === 'AlertResponse')
      same(early.length, 50)
      same(
        Math.min(...early.map(({ updated }) => Date.parse(updated))),
        Date.parse(base.updated) + 5000,
      )
    },
    50,
  )
})
