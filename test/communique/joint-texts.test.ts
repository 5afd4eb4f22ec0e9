import * as fc from 'fast-check'
import t from 'tap'

import type { TextRecords } from '../../src/communique/communique-store.ts'
import { commonOrigin, jointTexts, kinOf, lineageOf } from '../../src/communique/joint-texts.ts'
import { always } from '../support/always.ts'
import {
  draft,
  harborScid,
  minute,
  nubeDid,
  nubeScid,
  rosaDid,
  signed,
  someDigest,
} from '../support/texts.ts'

const none = { Communique: [], Charter: [] } as const
const textsOf = (Draft: TextRecords['Draft']) => jointTexts({ ...none, Draft })

const headsOf = (drafts: TextRecords['Draft']) =>
  textsOf(drafts).texts[0]?.heads.map(({ statement }) => statement)

const frozen = (version: number) =>
  signed('Communique', { slug: 'umbrella', version, now: minute(30 + version) })
const charter = (changes: Readonly<Record<string, unknown>>) =>
  signed('Charter', { slug: 'pact' }, changes)

/** Everything that pages show of some drafts. */
function stateOf(some: TextRecords['Draft']): string {
  const { texts, drafts } = textsOf(some)
  return JSON.stringify([texts, [...drafts.keys()], texts.map((text) => kinOf(text, drafts))])
}

const one = draft()
const two = draft({ number: 2, at: 10, from: [one] })
const apart = draft({ number: 3, at: 5, from: [one], title: 'Under two umbrellas' })
const joined = draft({ number: 4, at: 20, from: [two, apart] })
const theirs = draft({ did: nubeDid, text: 'paraguas', at: 15, from: [two] })

t.test('versions of one text stand in the order in which they go on from each other', async (t) => {
  const { texts } = textsOf([two, one])
  t.equal(texts.length, 1)
  t.match(texts[0], { scid: harborScid, slug: 'umbrella', draftOf: 'communique' })
  t.strictSame(
    texts[0]?.drafts.map(({ statement, depth }) => [statement, depth]),
    [
      [one.statement, 1],
      [two.statement, 2],
    ],
  )
})

t.test('two versions written apart are both heads, until one goes on from both', async (t) => {
  t.strictSame(headsOf([one, two, apart])?.toSorted(), [two.statement, apart.statement].toSorted())
  t.strictSame(headsOf([one, two, apart, joined]), [joined.statement])
})

t.test('the nearest common origin of two versions is found', async (t) => {
  const { drafts } = textsOf([one, two, apart, joined, theirs])
  const at = (digest: string) => {
    const found = drafts.get(digest)
    if (found === undefined) throw new Error('the draft is there')
    return found
  }
  t.equal(commonOrigin(at(two.statement), at(apart.statement), drafts)?.statement, one.statement)
  t.equal(
    commonOrigin(at(joined.statement), at(theirs.statement), drafts)?.statement,
    two.statement,
  )
  t.equal(commonOrigin(at(two.statement), at(two.statement), drafts)?.statement, two.statement)
  const stranger = draft({ text: 'other', at: 30 })
  const all = textsOf([one, stranger]).drafts
  const [a, b] = [all.get(one.statement), all.get(stranger.statement)]
  if (a === undefined || b === undefined) throw new Error('the drafts are there')
  t.equal(commonOrigin(a, b, all), null)
})

t.test('anyone goes on under a name of their own, and the kinship shows', async (t) => {
  const { texts, drafts } = textsOf([one, two, theirs])
  const mine = texts.find(({ scid }) => scid === harborScid)
  const other = texts.find(({ scid }) => scid === nubeScid)
  if (mine === undefined || other === undefined) throw new Error('there are two texts')
  t.strictSame(
    mine.heads.map(({ statement }) => statement),
    [two.statement],
    'what others go on with is no version of ours',
  )
  const kin = [one, two, theirs].map(({ statement }) => statement)
  t.strictSame(
    kinOf(mine, drafts).map(({ statement }) => statement),
    kin,
  )
  t.strictSame(
    kinOf(other, drafts).map(({ statement }) => statement),
    kin,
  )
  const [head] = other.heads
  t.strictSame(head && lineageOf(head, drafts).map(({ depth }) => depth), [3, 2, 1])
})

t.test('what it goes on from and nobody has is named as missing', async (t) => {
  const { texts } = textsOf([two])
  t.match(texts[0]?.drafts[0], { depth: 1, parents: [], missing: [one.statement] })
})

t.test('a frozen text belongs to its drafts, newest version first', async (t) => {
  const versions = [frozen(1), frozen(2)]
  const { texts } = jointTexts({ Draft: [one], Communique: versions, Charter: [] })
  t.equal(texts.length, 1)
  t.strictSame(
    texts[0]?.frozen.map(({ record }) => record.version),
    [2, 1],
  )
})

t.test('a charter is a joint text only if it was drafted', async (t) => {
  const from = { collective: harborScid, slug: 'pact.1', digest: someDigest }
  for (const [changes, count] of [
    [{}, 0],
    [{ goesOnFrom: from }, 1],
  ] as const) {
    const { texts } = jointTexts({ Draft: [], Communique: [], Charter: [charter(changes)] })
    t.equal(texts.length, count)
  }
})

t.test('a charter and a communiqué of one name are two texts', async (t) => {
  const clauses = [{ id: 'c1', level: 'required', contentMap: { en: 'We answer.' } }]
  const pact = draft({ number: 9, at: 3 }, { draftOf: 'charter', paragraphs: clauses })
  t.equal(textsOf([one, pact]).texts.length, 2)
})

t.test('the order in which drafts come says nothing', async () => {
  const late = draft({ did: rosaDid, text: 'ombrello', at: 25, from: [theirs, joined] })
  const drafts = [one, two, apart, joined, theirs, late]
  always([fc.subarray(drafts), fc.gen()], (some, g) => {
    const shuffled = g(fc.shuffledSubarray<(typeof drafts)[0]>, some, { minLength: some.length })
    if (stateOf(shuffled) !== stateOf(some)) throw new Error('the order changed the state')
  })
})
