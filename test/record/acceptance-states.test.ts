import t from 'tap'

import { addTime, CLOCK_TOLERANCE, DAY, SECOND } from '../../src/kernel/time.ts'
import { hasSignersOf, judge, MAX_TIPS } from '../../src/record/acceptance.ts'
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
  newestEntry,
  newestHead,
  nextEntry,
  publish,
} from '../support/history.ts'
import { judged, seenLater } from '../support/standing.ts'

/** Each state and each reason to show a record or not. SPEC: design.md, section 6. */

function published(): History {
  const history = createHistory()
  change(history, 'Profile', 'p')
  return history
}

/** Heads beside each other, each listing the owner's records and one of its own. */
function fork(history: History, count: number, erased: readonly string[] = []): void {
  for (let i = 0; i < count; i++) {
    const record = makeRecord(history, { type: 'Profile', slug: `fork-${i}` })
    const { digest } = makeManifest(history, [...history.current.values(), record], erased)
    makeHead(history, { manifest: digest })
  }
}

t.test('UNKNOWN: no log is known, so nothing counts', async (t) => {
  const history = published()
  change(history, 'Vouch', 'v')
  const nothing = { state: 'UNKNOWN', tips: [], current: [], erased: [] }
  t.strictSame(judge(factsOf([], history.objects), history.now), nothing)
  t.equal(judge(factsOf([[]], history.objects), history.now).state, 'UNKNOWN')
})

t.test('PENDING: there is a log, but no head that is in force', async (t) => {
  const history = createHistory()
  const vouch = makeRecord(history, { type: 'Vouch', slug: 'v' })
  const { tips, ...seen } = seenLater(history)
  t.strictSame(seen, { state: 'PENDING', current: [vouch.digest], erased: [] })
})

t.test('OK: one head is in force and has not expired', async (t) => {
  const history = published()
  const [profile] = history.current.values()
  t.strictSame(seenLater(history), {
    state: 'OK',
    tips: [newestHead(history).digest],
    current: [profile?.digest],
    erased: [],
  })
})

t.test('STALE: the head has expired; what it lists is still shown', async (t) => {
  const history = published()
  const { expires } = newestHead(history)
  t.equal(judge(allFacts(history), expires).state, 'OK')
  const late = judge(allFacts(history), addTime(expires, SECOND))
  t.equal(late.state, 'STALE')
  t.equal(late.current.length, 1)
})

t.test('KEY-EXPIRED: the node key is past its day, with a head or without', async (t) => {
  const history = published()
  const expires = newestEntry(history).nodeKeyExpires ?? ''
  t.equal(judge(allFacts(history), addTime(expires, -SECOND)).state, 'STALE')
  t.equal(judge(allFacts(history), expires).state, 'KEY-EXPIRED')
  t.equal(judge(factsOf([history.entries], []), expires).state, 'KEY-EXPIRED')
})

t.test('RETIRED: the last entry deactivates the DID; the last good head stays', async (t) => {
  const history = published()
  addEntry(history, { deactivated: true, nodeKey: null, nodeKeyExpires: null })
  const { state, current } = seenLater(history)
  t.equal(state, 'RETIRED')
  t.equal(current.length, 1)
  publish(history)
  t.strictSame(seenLater(history).tips, [history.ownHeads[0]?.digest], 'no key signs anymore')
})

t.test('FORKED: of node-signed records only what every tip lists is shown', async (t) => {
  const history = published()
  fork(history, 2)
  const { state, current, tips } = seenLater(history)
  t.equal(state, 'FORKED')
  t.equal(tips.length, 2)
  t.strictSame(
    current,
    [...history.current.values()].map(({ digest }) => digest),
  )
})

t.test('FORKED with more than 8 tips shows nothing that the node signed', async (t) => {
  const history = published()
  const vouch = change(history, 'Vouch', 'v')
  fork(history, MAX_TIPS)
  t.equal(seenLater(history).current.length, 2)
  fork(history, 1)
  const { state, current, tips } = seenLater(history)
  t.equal(state, 'FORKED')
  t.equal(tips.length, MAX_TIPS + 1)
  t.strictSame(current, [vouch.digest])
})

t.test('DISPUTED: two entries follow one; what both go on from is shown', async (t) => {
  const history = published()
  const branches = ['a', 'b'].map((nodeKey) => [
    ...history.entries,
    nextEntry(history, { nodeKey, deactivated: true }),
  ])
  t.strictSame(judged(factsOf(branches, history.objects), history.now), {
    state: 'DISPUTED',
    tips: [newestHead(history).digest],
    current: [...history.current.values()].map(({ digest }) => digest),
    erased: [],
  })
})

t.test('DISPUTED with a branch that has no head in force shows nothing node-signed', async (t) => {
  const history = published()
  const vouch = change(history, 'Vouch', 'v')
  const branches = [
    [...history.entries, nextEntry(history, { nodeKey: 'a' })],
    [...history.entries, nextEntry(history, { nodeKey: 'b', lastGoodHead: null })],
  ]
  const { state, current, tips } = judged(factsOf(branches, history.objects), history.now)
  t.equal(state, 'DISPUTED')
  t.equal(tips.length, 1)
  t.strictSame(current, [vouch.digest])
})

t.test('DISPUTED: a record by a node key of one branch alone is left out', async (t) => {
  const history = published()
  const one = nextEntry(history, { nodeKey: 'one' })
  const other = nextEntry(history, { nodeKey: 'other' })
  const mine = makeRecord(history, { type: 'Profile', slug: 'x', signers: ['one'] })
  const { digest } = makeManifest(history, [...history.current.values(), mine])
  const next = { version: 2, previous: newestHead(history).stateDigest, manifest: digest }
  makeHead(history, { ...next, did: one.versionId, signer: 'one' })
  makeHead(history, { ...next, did: other.versionId, signer: 'other' })
  const branches = [
    [...history.entries, one],
    [...history.entries, other],
  ]
  const { state, tips, current } = judged(factsOf(branches, history.objects), history.now)
  t.strictSame([state, tips.length], ['DISPUTED', 2])
  t.strictSame(
    current,
    [...history.current.values()].map((record) => record.digest),
  )
})

t.test(
  'a listed record by a key that never was the node’s is left out, the head stands (E06)',
  async (t) => {
    const history = published()
    change(history, 'Profile', 'q')
    const before = seenLater(history).current
    const forged = makeRecord(history, { type: 'Profile', slug: 'x', signers: ['stranger'] })
    history.current.set('Profile/x', forged)
    const head = publish(history)
    t.strictSame(seenLater(history).tips, [head.digest])
    t.strictSame(seenLater(history).current, before)
  },
)

t.test('a record of an earlier node key counts on as long as it is listed', async (t) => {
  const history = published()
  const before = seenLater(history).current
  addEntry(history)
  publish(history)
  t.strictSame(seenLater(history).current, before)
})

t.test('an expired item is not shown, its head stands (E16)', async (t) => {
  const history = published()
  const expires = addTime(history.now, DAY)
  const brief = makeRecord(history, { type: 'Profile', slug: 'brief', expires })
  history.current.set('Profile/brief', brief)
  const head = publish(history)
  t.equal(judged(allFacts(history), addTime(expires, -SECOND)).current.length, 2)
  const { state, tips, current } = judged(allFacts(history), expires)
  t.strictSame([state, tips, current.length], ['OK', [head.digest], 1])
})

t.test('an item that never expires is shown', async (t) => {
  const history = published()
  const record = { ...makeRecord(history, { type: 'Profile', slug: 'x' }), expires: null }
  history.objects.push({ kind: 'record', value: record })
  history.current.set('Profile/x', record)
  publish(history)
  t.ok(seenLater(history).current.includes(record.digest))
})

t.test('an item from a clock more than 10 minutes ahead is held (E14)', async (t) => {
  const history = published()
  const updated = addTime(history.now, CLOCK_TOLERANCE + SECOND)
  history.current.set('Profile/x', makeRecord(history, { type: 'Profile', slug: 'x', updated }))
  publish(history)
  const shownAt = (now: string) => judge(allFacts(history), now).current.length
  t.equal(shownAt(history.now), 1)
  t.equal(shownAt(addTime(history.now, SECOND)), 2)
})

t.test('the last good head shows only items that its manifest describes', async (t) => {
  const history = published()
  const record = makeRecord(history, { type: 'Profile', slug: 'q' })
  const { digest } = makeManifest(history, [{ ...record, version: 7 }])
  const head = makeHead(history, { manifest: digest })
  history.ownHeads.push(head)
  addEntry(history)
  const { state, tips, current } = seenLater(history)
  t.strictSame({ state, tips, current }, { state: 'OK', tips: [head.digest], current: [] })
})

t.test('erased counts while every tip lists it (rule 6, G07)', async (t) => {
  const history = published()
  const old = history.current.get('Profile/p')
  change(history, 'Profile', 'p', { erase: true })
  t.strictSame(seenLater(history).erased, [old?.digest])
  fork(history, 2, [old?.digest ?? ''])
  t.strictSame(seenLater(history).erased, [old?.digest])
  fork(history, 1)
  t.strictSame(seenLater(history).erased, [], 'one tip does not')
})

t.test('what a later head does not list as erased is accepted again (G07)', async (t) => {
  const history = published()
  change(history, 'Profile', 'p', { erase: true })
  history.erased.clear()
  publish(history)
  t.strictSame(seenLater(history).erased, [])
})

t.test('member-signed records cannot be erased (rule 6)', async (t) => {
  const history = published()
  const vouch = makeRecord(history, { type: 'Vouch', slug: 'v' })
  history.erased.add(vouch.digest)
  publish(history)
  const { erased, current } = seenLater(history)
  t.strictSame(erased, [])
  t.ok(current.includes(vouch.digest))
})

t.test('what is erased stays erased when its bytes are gone', async (t) => {
  const history = published()
  history.erased.add('zQmPurged')
  publish(history)
  t.strictSame(seenLater(history).erased, ['zQmPurged'])
})

t.test('only keys that some entry named can have signed (E06)', async (t) => {
  const history = published()
  addEntry(history, { members: ['newcomer-1'], threshold: 1 })
  const knows = (draft: { signedBy: 'node' | 'members'; signers: readonly string[] }): boolean =>
    hasSignersOf(makeRecord(history, { type: 'Alert', slug: 'a', ...draft }), [history.entries])
  t.ok(knows({ signedBy: 'node', signers: ['node-1'] }))
  t.ok(knows({ signedBy: 'node', signers: ['node-2'] }))
  t.notOk(knows({ signedBy: 'node', signers: ['member-1'] }))
  t.ok(knows({ signedBy: 'members', signers: ['member-1', 'member-3'] }))
  t.ok(knows({ signedBy: 'members', signers: ['newcomer-1'] }))
  t.notOk(knows({ signedBy: 'members', signers: ['member-1'] }), 'one of two (E07b)')
  t.notOk(knows({ signedBy: 'members', signers: ['node-1', 'member-1'] }))
  t.notOk(knows({ signedBy: 'members', signers: ['member-1', 'newcomer-1'] }))
  t.notOk(
    knows({ signedBy: 'members', signers: ['member-1', 'member-2', 'member-3'] }),
    'exactly k proofs',
  )
  t.notOk(hasSignersOf(makeRecord(history, { type: 'Vouch', slug: 'v' }), []))
})

t.test('a clock that is behind sees the collective as it was then', async (t) => {
  const history = published()
  const then = laterToday(history)
  const before = judged(allFacts(history), then)
  history.now = addTime(then, DAY)
  change(history, 'Profile', 'q')
  t.strictSame(judged(allFacts(history), then), before)
})
