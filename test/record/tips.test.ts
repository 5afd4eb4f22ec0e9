import t from 'tap'

import { addTime, CLOCK_TOLERANCE, DAY, SECOND } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import type { HeadFact } from '../../src/record/collective-facts.ts'
import { tipsOf } from '../../src/record/tips.ts'
import {
  addEntry,
  allFacts,
  change,
  createHistory,
  factsOf,
  goodHeadOf,
  type History,
  laterToday,
  makeHead,
  makeManifest,
  makeRecord,
  newestEntry,
  newestHead,
  nodeKeyName,
  publish,
  renew,
  wait,
} from '../support/history.ts'
import { seenLater } from '../support/standing.ts'

/** SPEC: design.md, section 6, rules 1 to 5. */

/** A collective that has published once. */
function published(): History {
  const history = createHistory()
  change(history, 'Profile', 'p')
  return history
}

/** Versions of the tips, as a node sees them that got everything but some heads or manifests. */
function tipVersions(
  history: History,
  options: { readonly without?: readonly (string | undefined)[]; readonly now?: string } = {},
): number[] {
  const { without = [], now = laterToday(history) } = options
  const objects = history.objects.filter(({ value }) => !without.includes(value.digest))
  const tips = tipsOf(factsOf([history.entries], objects), history.entries, now)
  return tips.map(({ version }) => version)
}

/** A head on the owner's newest one, with one thing different. */
function headWith(history: History, draft: Partial<Parameters<typeof makeHead>[1]>): HeadFact {
  const { digest } = makeManifest(history, history.current.values())
  return makeHead(history, { manifest: digest, ...draft })
}

t.test('a log without entries has no tips', async (t) => {
  t.strictSame(tipsOf(allFacts(published()), [], '2026-06-02T00:00:00Z'), [])
})

t.test('of heads that say the same the one published last counts (rule 1)', async (t) => {
  const history = published()
  const [first] = history.ownHeads
  wait(history, 2 * DAY)
  const renewal = renew(history)
  t.equal(renewal.stateDigest, first?.stateDigest)
  t.strictSame(judge(allFacts(history), history.now).tips, [renewal])
  const backwards = factsOf([history.entries], history.objects.toReversed())
  t.strictSame(judge(backwards, history.now).tips, [renewal])
})

t.test('of renewals published at one time the higher digest counts (rule 1)', async (t) => {
  const history = published()
  const [first] = history.ownHeads
  if (first === undefined) return t.fail()
  const other = { ...first, digest: `${first.digest}z` }
  for (const heads of [
    [first, other],
    [other, first],
  ]) {
    const facts = { ...allFacts(history), heads }
    t.strictSame(judge(facts, history.now).tips, [other])
  }
})

t.test('a head from a clock up to 10 minutes ahead counts, a later one waits (E14)', async (t) => {
  const history = published()
  const now = history.now
  headWith(history, { published: addTime(now, CLOCK_TOLERANCE + SECOND) })
  t.strictSame(tipVersions(history, { now }), [1])
  t.strictSame(tipVersions(history, { now: addTime(now, SECOND) }), [2], 'its time has come')
})

t.test('a head counts only by the node key of the entry that it names (E06)', async (t) => {
  const history = published()
  headWith(history, { signer: 'somebody' })
  headWith(history, { did: '7-QmUnknown' })
  t.strictSame(tipVersions(history), [1])
})

t.test('a head counts if it was published before the node key expired', async (t) => {
  const history = published()
  const expires = newestEntry(history).nodeKeyExpires ?? ''
  headWith(history, { published: expires })
  t.strictSame(tipVersions(history, { now: addTime(expires, DAY) }), [1])
  headWith(history, { published: addTime(expires, -SECOND) })
  t.strictSame(tipVersions(history, { now: addTime(expires, DAY) }), [2])
})

t.test('a node key without an end never expires', async (t) => {
  const history = published()
  addEntry(history, { nodeKeyExpires: null })
  wait(history, 4_000 * DAY)
  publish(history)
  t.strictSame(tipVersions(history), [2])
  t.equal(seenLater(history).state, 'OK')
})

t.test('heads of an earlier entry are void, but for the last good one (rule 2)', async (t) => {
  const history = published()
  const old = newestEntry(history)
  change(history, 'Profile', 'q')
  addEntry(history)
  t.strictSame(tipVersions(history), [2], 'the last good head')
  headWith(history, { did: old.versionId, signer: nodeKeyName(old) })
  headWith(history, { did: old.versionId, signer: nodeKeyName(old), previous: null, version: 1 })
  t.strictSame(tipVersions(history), [2])
  publish(history)
  t.strictSame(tipVersions(history), [3])
})

t.test('a head on an earlier entry’s head that is not the last good one is void', async (t) => {
  const history = published()
  const first = newestHead(history)
  change(history, 'Profile', 'q')
  addEntry(history)
  headWith(history, { previous: first.stateDigest, version: 2 })
  t.strictSame(tipVersions(history), [2], 'only the last good head')
})

t.test('the last good head counts under the version that the entry names', async (t) => {
  const history = published()
  const { digest } = goodHeadOf(newestHead(history))
  addEntry(history, { lastGoodHead: { version: 5, digest } })
  t.strictSame(tipVersions(history), [])
  publish(history)
  t.strictSame(tipVersions(history), [6], 'what follows goes on from what the members said')
})

t.test('versions go up by one from the last good head (rule 3, E12)', async (t) => {
  const history = published()
  for (const version of [1, 3, 5, Number.MAX_SAFE_INTEGER]) headWith(history, { version })
  headWith(history, { previous: 'zQmUnknown' })
  headWith(history, { previous: null, version: 2 })
  headWith(history, { previous: null, version: 0 })
  t.strictSame(tipVersions(history), [1])
  headWith(history, { version: 2 })
  t.strictSame(tipVersions(history), [2], 'an honest next head takes effect')
})

t.test('a head takes effect once all heads before it are at hand (E12, G02)', async (t) => {
  const history = published()
  for (const slug of ['a', 'b', 'c']) change(history, 'Profile', slug)
  const [one, two, three] = history.ownHeads
  t.strictSame(tipVersions(history, { without: [three?.digest] }), [2])
  t.strictSame(tipVersions(history, { without: [one?.digest] }), [])
  const manifests = [one?.manifest, two?.manifest, three?.manifest]
  t.strictSame(tipVersions(history, { without: manifests }), [4], 'their manifests are not needed')
})

t.test(
  'a head takes effect as a whole: with its manifest and every record (E04, E17)',
  async (t) => {
    const history = published()
    const added = change(history, 'Profile', 'q')
    const head = newestHead(history)
    t.strictSame(tipVersions(history, { without: [head.manifest] }), [1])
    t.strictSame(tipVersions(history, { without: [added.digest] }), [1])
    t.strictSame(tipVersions(history), [2])
  },
)

t.test('without its manifest even the last good head waits', async (t) => {
  const history = published()
  addEntry(history)
  const { manifest } = newestHead(history)
  t.strictSame(tipVersions(history, { without: [manifest] }), [])
  t.equal(tipVersions(history).length, 1)
})

t.test('a manifest that lists a type and slug twice is refused (rule 4)', async (t) => {
  const history = published()
  const twice = [1, 2].map((version) =>
    makeRecord(history, { type: 'Profile', slug: 'q', version }),
  )
  headWith(history, { manifest: makeManifest(history, twice).digest })
  t.strictSame(tipVersions(history), [1])
})

t.test('a manifest says of a record what the record says (rule 4)', async (t) => {
  const history = published()
  const record = makeRecord(history, { type: 'Profile', slug: 'q' })
  const lies = [{ type: 'Alert' }, { slug: 'x' }, { version: 2 }, { expires: history.now }] as const
  for (const lie of lies) {
    const { digest } = makeManifest(history, [{ ...record, ...lie }])
    headWith(history, { manifest: digest })
  }
  headWith(history, { manifest: makeManifest(history, [{ ...record, expires: null }]).digest })
  t.strictSame(tipVersions(history), [1])
  headWith(history, { manifest: makeManifest(history, [record]).digest })
  t.strictSame(tipVersions(history), [2])
})

t.test('a head lists at most three unexpired node-signed alerts (rule 4)', async (t) => {
  const history = published()
  const alerts = ['a', 'b', 'c'].map((slug) => makeRecord(history, { type: 'Alert', slug }))
  const lists = (slug: string, draft: object): void => {
    const fourth = makeRecord(history, { type: 'Alert', slug, ...draft })
    headWith(history, { manifest: makeManifest(history, [...alerts, fourth]).digest })
  }
  lists('d', {})
  lists('e', { expires: addTime(history.now, SECOND) })
  t.strictSame(tipVersions(history), [1])
  lists('f', { expires: null })
  t.strictSame(tipVersions(history), [1], 'one that never expires is not expired')
  headWith(history, { manifest: makeManifest(history, alerts).digest })
  t.strictSame(tipVersions(history), [2], 'three may be')
  lists('g', { expires: history.now })
  t.strictSame(tipVersions(history), [2, 2], 'an expired one does not count')
  lists('h', { signedBy: 'members' })
  t.strictSame(tipVersions(history), [2, 2, 2], 'nor one that members signed')
})

t.test('the last good head stands whatever its manifest lists', async (t) => {
  const history = published()
  const alerts = ['a', 'b', 'c', 'd'].map((slug) => makeRecord(history, { type: 'Alert', slug }))
  const head = headWith(history, { manifest: makeManifest(history, alerts).digest })
  addEntry(history, { lastGoodHead: goodHeadOf(head) })
  t.strictSame(tipVersions(history), [2])
})

t.test('a tip is a head in force that no other one descends from (rule 5)', async (t) => {
  const history = published()
  change(history, 'Profile', 'q')
  const [first] = history.ownHeads
  headWith(history, {
    previous: first?.stateDigest ?? '',
    version: 2,
    manifest: first?.manifest ?? '',
  })
  t.strictSame(tipVersions(history), [2, 2])
  change(history, 'Profile', 'r')
  t.strictSame(new Set(tipVersions(history)), new Set([2, 3]), 'one side goes on')
  addEntry(history)
  t.strictSame(tipVersions(history), [3], 'the members end it (G06)')
})

t.test('a head whose descendants are not in force yet stays the tip', async (t) => {
  const history = published()
  change(history, 'Profile', 'q')
  const record = change(history, 'Profile', 'r')
  t.strictSame(tipVersions(history, { without: [record.digest] }), [2])
})
