import { deepStrictEqual as same, ok } from 'node:assert/strict'

import t from 'tap'

import { addTime, DAY } from '../../src/kernel/time.ts'
import { judge } from '../../src/record/acceptance.ts'
import type { RecordFact } from '../../src/record/collective-facts.ts'
import { memberRecordCounts } from '../../src/record/member-records.ts'
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
  publish,
  wanted,
} from '../support/history.ts'
import { honestSteps, play, playHonest, stepsWithThief } from '../support/scenarios.ts'
import { judged, seenLater } from '../support/standing.ts'

/** SPEC: design.md, section 6, "Member-signed records stand by themselves" and "Whose keys". */

const [one, two, three] = ['member-1', 'member-2', 'member-3'] as const
const newcomers = ['newcomer-1', 'newcomer-2'] as const

function vouchBy(history: History, ...signers: readonly string[]): RecordFact {
  return makeRecord(history, { type: 'Vouch', slug: 'v', signers })
}

function counts(history: History, record: RecordFact): boolean {
  return memberRecordCounts(record, history.entries, allFacts(history))
}

t.test('a record counts with the proofs of k of today’s members', async (t) => {
  const history = createHistory()
  t.ok(counts(history, vouchBy(history, one, two)))
  t.ok(counts(history, vouchBy(history, three, one)))
  t.notOk(counts(history, vouchBy(history, one)), 'one member of two (E07b)')
  t.notOk(counts(history, vouchBy(history, one, 'node-1')), 'the node key is no member (E07b)')
  t.notOk(counts(history, vouchBy(history, one, 'stranger')), 'nor is a stranger')
})

t.test('a member may stay when others go: k proofs of today are enough', async (t) => {
  const history = createHistory()
  const record = vouchBy(history, two, three)
  addEntry(history, { members: [two, three, ...newcomers] })
  t.ok(counts(history, record))
})

t.test('after a change of members what was listed then still counts', async (t) => {
  const history = createHistory()
  const listed = change(history, 'Vouch', 'listed')
  const unlisted = makeRecord(history, { type: 'Vouch', slug: 'unlisted' })
  addEntry(history, { members: newcomers })
  t.ok(counts(history, listed))
  t.notOk(counts(history, unlisted), 'it must be signed again')
  publish(history)
  addEntry(history)
  t.ok(counts(history, listed), 'and goes on counting')
})

t.test('listed is what the last good head of the entry that ended it lists', async (t) => {
  const history = createHistory()
  const record = change(history, 'Vouch', 'v')
  addEntry(history, { members: newcomers })
  history.current.clear()
  publish(history)
  addEntry(history)
  t.ok(counts(history, record), 'a later last good head does not matter')
  const { manifest } = history.ownHeads[0] ?? { manifest: '' }
  const without = (digest: string) => {
    const rest = history.objects.filter(({ value }) => value.digest !== digest)
    return memberRecordCounts(record, history.entries, factsOf([history.entries], rest))
  }
  t.notOk(without(manifest), 'while its manifest is not at hand')
  t.notOk(without(history.ownHeads[0]?.digest ?? ''), 'nor while the head is not')
})

t.test('listed later by the new node does not help former members (E07)', async (t) => {
  const history = createHistory()
  change(history, 'Profile', 'p')
  addEntry(history, { members: newcomers })
  const record = vouchBy(history, one, two)
  const { digest } = makeManifest(history, [...history.current.values(), record])
  makeHead(history, { manifest: digest })
  t.notOk(counts(history, record))
})

t.test('a change of members without a last good head ends all earlier records', async (t) => {
  const history = createHistory()
  const record = vouchBy(history, one, two)
  addEntry(history, { members: newcomers, lastGoodHead: null })
  t.notOk(counts(history, record))
})

t.test('a threshold that rises asks for more proofs, one that falls for fewer', async (t) => {
  const history = createHistory()
  const by = [[one], [one, two], [one, two, three]].map((signers) => vouchBy(history, ...signers))
  const enough = () => by.map((record) => counts(history, record))
  t.strictSame(enough(), [false, true, true])
  addEntry(history, { threshold: 3 })
  t.strictSame(enough(), [false, false, true])
  addEntry(history, { threshold: 1 })
  t.strictSame(enough(), [true, true, true])
})

t.test('the highest version is current, whatever a head lists (E07)', async (t) => {
  const history = createHistory()
  const first = change(history, 'Vouch', 'v')
  const second = makeRecord(history, { type: 'Vouch', slug: 'v', version: 2 })
  t.strictSame(seenLater(history).current, [second.digest], 'the head lists the first')
  const withdrawn = makeRecord(history, { type: 'Vouch', slug: 'v', version: 3, withdrawn: true })
  t.strictSame(seenLater(history).current, [withdrawn.digest])
  history.current.set('Vouch/v', first)
  publish(history)
  t.strictSame(seenLater(history).current, [withdrawn.digest], 'listed again it is not revived')
})

t.test('of equal versions the later `updated` counts, then the higher digest', async (t) => {
  const history = createHistory()
  const updated = addTime(history.now, -DAY)
  const earlier = makeRecord(history, { type: 'Vouch', slug: 'v', updated })
  const later = makeRecord(history, { type: 'Vouch', slug: 'v' })
  const twin = makeRecord(history, { type: 'Vouch', slug: 'v' })
  const [, higher] = [later.digest, twin.digest].toSorted()
  const current = (...values: readonly RecordFact[]) =>
    judged(
      factsOf(
        [history.entries],
        values.map((value) => ({ kind: 'record', value })),
      ),
      history.now,
    ).current
  for (const rivals of [
    [earlier, later],
    [later, earlier],
  ])
    t.strictSame(current(...rivals), [later.digest])
  t.strictSame(current(later, twin), [higher])
  t.strictSame(current(twin, later), [higher])
})

t.test('a version without enough proofs hides nothing', async (t) => {
  const history = createHistory()
  const record = vouchBy(history, one, two)
  makeRecord(history, { type: 'Vouch', slug: 'v', version: 9, signers: [one] })
  t.strictSame(seenLater(history).current, [record.digest])
})

t.test('a version from a clock ahead hides nothing until its time has come', async (t) => {
  const history = createHistory()
  const record = vouchBy(history, one, two)
  const updated = addTime(history.now, DAY)
  const next = makeRecord(history, { type: 'Vouch', slug: 'v', version: 2, updated })
  t.strictSame(seenLater(history).current, [record.digest])
  t.strictSame(judged(allFacts(history), updated).current, [next.digest])
})

t.test('an expired version is not current and brings no earlier one back', async (t) => {
  const history = createHistory()
  vouchBy(history, one, two)
  const expires = addTime(history.now, DAY)
  const brief = makeRecord(history, { type: 'Vouch', slug: 'v', version: 2, expires })
  t.strictSame(judged(allFacts(history), history.now).current, [brief.digest])
  t.strictSame(judged(allFacts(history), expires).current, [])
})

t.test('in a disputed log a record counts if it counts on every branch', async (t) => {
  const history = createHistory()
  const stayed = vouchBy(history, two, three)
  const left = makeRecord(history, { type: 'Vouch', slug: 'w', signers: [one, two] })
  const branch = [...history.entries]
  addEntry(history, { members: [two, three] })
  const other = { ...history, entries: branch, members: [one, two, three] }
  addEntry(other)
  const facts = factsOf([history.entries, branch], history.objects)
  t.strictSame(judged(facts, history.now).current, [stayed.digest])
  t.ok(memberRecordCounts(left, branch, facts), 'on one of them it would')
})

t.test('the thief of a node key has no power over member-signed records (P7, E07)', async () => {
  always([stepsWithThief], (steps) => {
    const history = play(steps)
    const honest = history.objects.filter(({ value }) => !history.stolen.has(value.digest))
    const memberSigned = (objects: typeof honest) =>
      judge(factsOf([history.entries], objects), history.now)
        .current.filter(({ signedBy }) => signedBy === 'members')
        .map(({ digest }) => digest)
        .toSorted()
    same(memberSigned(history.objects), memberSigned(honest))
    same(
      memberSigned(honest),
      [...history.current.values()]
        .filter(({ signedBy }) => signedBy === 'members')
        .map(({ digest }) => digest)
        .toSorted(),
    )
  })
})

t.test(
  'what former members date back is not shown, what was listed then is (P12, E07)',
  async () => {
    always([honestSteps], (steps) => {
      const history = playHonest(steps)
      const signers = history.members.slice(0, 2)
      addEntry(history, { members: ['newcomer-1', 'newcomer-2'] })
      const updated = addTime(history.now, -20 * DAY)
      const backDated = makeRecord(history, { type: 'Vouch', slug: 'late', updated, signers })
      const { digest } = makeManifest(history, [...history.current.values(), backDated])
      history.ownHeads.push(makeHead(history, { manifest: digest }))
      const seen = seenLater(history)
      same(seen.state, 'OK')
      same(seen.current, wanted({ ...history, now: laterToday(history) }))
    })
  },
)

t.test(
  'a member-signed record counts without a head, a manifest or a server (P14, E18)',
  async () => {
    always([stepsWithThief], (steps) => {
      const history = play(steps)
      const record = makeRecord(history, { type: 'Vouch', slug: 'seized' })
      ok(seenLater(history).current.includes(record.digest))
      const alone = factsOf([history.entries], [{ kind: 'record', value: record }])
      same(judged(alone, history.now).current, [record.digest])
    })
  },
)
