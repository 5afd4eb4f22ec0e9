import t from 'tap'

import type { Signed } from '../../src/communique/communique-store.ts'
import { endorsementsOf, judgeEndorsement } from '../../src/communique/endorsements.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'
import {
  endorsement,
  harborDid,
  harborScid,
  minute,
  nubeDid,
  nubeScid,
  rosaDid,
  rosaScid,
  signed,
  someDigest,
} from '../support/texts.ts'

const shown = new Set([harborScid, nubeScid, rosaScid])
const letter = { name: 'Casa del Río', received: '2026-11-20', how: 'post' }

function frozen(version: number, contentMap: Record<string, string>): Signed<'Communique'> {
  const nameMap = Object.fromEntries(Object.keys(contentMap).map((tag) => [tag, 'Umbrella']))
  const text = { nameMap, contentMap }
  const digests = Object.fromEntries(
    Object.keys(contentMap).map((tag) => [tag, communiqueTextDigest(text, tag)]),
  )
  return signed(
    'Communique',
    { slug: 'umbrella', version },
    { ...text, credits: undefined, digests },
  )
}

const first = frozen(1, { en: 'We are here.', fr: 'Nous sommes là.' })
const both = { digests: first.record.digests }

function standing(
  communique: Signed<'Communique'>,
  endorsements: readonly Signed<'Endorsement'>[],
  view: ReadonlySet<string> = shown,
) {
  return endorsementsOf(communique, { endorsements, shown: view, now: minute(60) })
}

t.test('each collective counts once, for the languages it read', async (t) => {
  const { counted, readers } = standing(first, [
    endorsement(first, { did: nubeDid }),
    endorsement(first, { did: nubeDid, at: 2, slug: 'again' }, both),
    endorsement(first, { did: rosaDid }, both),
  ])
  t.strictSame(
    counted.map(({ scid, same }) => [scid, same]),
    [
      [nubeScid, ['en', 'fr']],
      [rosaScid, ['en', 'fr']],
    ],
  )
  t.strictSame(
    [...readers],
    [
      ['en', 2],
      ['fr', 2],
    ],
  )
})

t.test(
  'a text changed by one byte is another text; what was endorsed stays so (H04)',
  async (t) => {
    const changed = frozen(2, { en: 'We are here!', fr: 'Nous sommes là.' })
    const read = [endorsement(first, { did: nubeDid }), endorsement(first, { did: rosaDid }, both)]
    t.equal(standing(first, read).counted.length, 2)
    const { counted, notCounted } = standing(changed, read)
    t.equal(counted.length, 0)
    t.match(notCounted, [
      { scid: nubeScid, state: 'other-text', same: [], changed: ['en'] },
      { scid: rosaScid, state: 'partly', same: ['fr'], changed: ['en'] },
    ])
  },
)

t.test('a language added later voids no endorsement', async (t) => {
  const more = frozen(2, { en: 'We are here.', fr: 'Nous sommes là.', ar: 'نحن هنا.' })
  const { counted } = standing(more, [endorsement(first, {}, both)])
  t.match(counted, [{ state: 'counts', same: ['en', 'fr'] }])
})

t.test('a language that is taken out is one that was read in vain', async (t) => {
  const less = frozen(2, { en: 'We are here.' })
  t.match(standing(less, [endorsement(first, {}, both)]).notCounted, [
    { state: 'partly', same: ['en'], changed: ['fr'] },
  ])
})

t.test('an endorsement of another text or another communiqué is none here (H03)', async (t) => {
  const elsewhere = endorsement(first, {}, { digests: { en: someDigest } })
  t.match(standing(first, [elsewhere]), { counted: [], notCounted: [{ state: 'other-text' }] })
  const named = { communique: { collective: nubeScid, slug: 'umbrella' } }
  t.match(standing(first, [endorsement(first, { did: rosaDid }, named)]), {
    counted: [],
    notCounted: [],
    notShown: [],
  })
})

t.test('fifty collectives that nobody knows are folded away (H02)', async (t) => {
  const strangers = Array.from({ length: 50 }, (_, i) => {
    const scid = `Qm${'S'.repeat(42)}${1 + Math.floor(i / 9)}${1 + (i % 9)}`
    return endorsement(first, { did: `did:webvh:${scid}:s${i}.example` })
  })
  const { counted, notShown } = standing(first, [
    ...strangers,
    endorsement(first, { did: nubeDid }),
  ])
  t.strictSame(
    counted.map(({ scid }) => scid),
    [nubeScid],
  )
  t.equal(notShown.length, 50)
})

t.test('one that is taken back stays visible and counts no more (H05)', async (t) => {
  const back = endorsement(
    first,
    { at: 9 },
    { withdrawn: true, withdrawnReasonMap: { en: 'We were not asked.' } },
  )
  const { counted, notCounted } = standing(first, [endorsement(first, {}), back])
  t.equal(counted.length, 0)
  t.match(notCounted, [{ state: 'withdrawn', record: { withdrawnReasonMap: { en: /asked/ } } }])
})

t.test('letters stand apart, whoever passes them on, and each group once', async (t) => {
  const byHarbor = endorsement(first, { did: harborDid, slug: 'l1' }, { letter })
  const byNube = endorsement(
    first,
    { slug: 'l1' },
    { letter: { ...letter, name: 'casa  del río' } },
  )
  const own = endorsement(first, { did: harborDid })
  const { counted, letters, letterCount } = standing(first, [byHarbor, byNube, own])
  t.strictSame(
    counted.map(({ scid }) => scid),
    [harborScid],
    'a letter takes nobody’s own place',
  )
  t.equal(letters.length, 2)
  t.equal(letterCount, 1)
  t.match(standing(first, [byHarbor], new Set([nubeScid])), { letters: [], notShown: [{}] })
})

t.test('one dated ahead of the clock does not count yet', async (t) => {
  const ahead = endorsement(first, { at: 90 })
  t.match(standing(first, [ahead]), { counted: [], notCounted: [], notShown: [] })
})

t.test('a judgment names the languages in the order of their tags', async (t) => {
  const read = endorsement(
    first,
    {},
    { digests: { fr: first.record.digests['fr'], en: someDigest } },
  )
  t.match(judgeEndorsement(read, first.record), { same: ['fr'], changed: ['en'], state: 'partly' })
})
