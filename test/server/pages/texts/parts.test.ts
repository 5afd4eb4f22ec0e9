import t from 'tap'

import { createCommuniques } from '../../../../src/communique/communiques.ts'
import { type Hole, html, toText } from '../../../../src/server/html.ts'
import { readCatalog } from '../../../../src/server/i18n.ts'
import { creditList } from '../../../../src/server/pages/texts/credits.ts'
import { partName } from '../../../../src/server/pages/texts/part-name.ts'
import { roundsSection } from '../../../../src/server/pages/texts/rounds.ts'
import { chooseLanguage } from '../../../../src/server/pages/texts/shown-text.ts'
import { headsSection } from '../../../../src/server/pages/texts/versions.ts'
import { createReaderOf } from '../../../../src/server/reader.ts'
import { textOf } from '../../../support/public-server.ts'
import { LOCALES } from '../../../support/test-server.ts'
import {
  type AnySigned,
  draft,
  harborDid,
  harborScid,
  memoryStore,
  minute,
  nubeDid,
  nubeScid,
  position,
  rosaDid,
} from '../../../support/texts.ts'

const readerOf = createReaderOf(await readCatalog({ directory: LOCALES }))
const reader = readerOf({ url: '/', acceptLanguage: 'en' })
const names = new Map()
const key = { scid: harborScid, slug: 'umbrella', draftOf: 'communique' } as const

function words(hole: Hole): string {
  return textOf(toText(html`<main>${hole}</main>`))
}

async function pageOf(...records: readonly AnySigned[]) {
  const communiques = createCommuniques({
    store: memoryStore(records),
    shown: async () => new Set([harborScid, nubeScid]),
    sequence: async () => 1,
    now: () => new Date(minute(90)),
  })
  return await communiques.get(key)
}

t.test('a round that is over says what came late and from whom nobody vouches for', async (t) => {
  const asked = draft({}, { stage: 'deciding', positionsUntil: minute(60) })
  const { rounds } = await pageOf(
    asked,
    position(asked, { did: nubeDid, at: 61 }),
    position(asked, { did: rosaDid, at: 5 }, { position: 'block', reasonMap: { en: 'No.' } }),
    position(asked, { did: harborDid, at: 5 }, { position: 'observer', decisionRecord: undefined }),
  )
  const text = words(roundsSection(reader, rounds, names))
  t.match(text, 'Positions were asked for until November 22, 2026 at 01:00 UTC')
  t.match(text, 'observes: 1')
  t.match(text, 'One position that came later')
  t.match(text, 'One position of a collective that this view does not show')
  t.notMatch(text, 'A block is not a vote', 'a stranger blocks nothing here')
})

t.test('three versions apart are compared with what all of them come from', async (t) => {
  const first = draft({ at: 1, paragraphs: { p1: 'We are here.' } })
  const heads = ['We were here.', 'We are there.', 'We stay here.'].map((p1, i) =>
    draft({ number: i + 2, at: i + 2, from: [first], paragraphs: { p1 } }),
  )
  const page = await pageOf(first, ...heads)
  const text = words(headsSection(reader, page))
  t.match(text, '3 versions of this text were written apart.')
  t.match(text, /removed: are ?added: were/)
  t.match(text, /removed: here ?added: there/)
  t.equal(words(headsSection(reader, await pageOf(first))), '', 'one version is not apart')
})

t.test('versions that come from nothing in common are shown whole', async (t) => {
  const one = draft({ at: 1, paragraphs: { p1: 'One.' } })
  const other = draft({ number: 2, at: 2, paragraphs: { p1: 'Other.' } })
  const text = words(headsSection(reader, await pageOf(one, other)))
  t.match(text, 'added: One.')
  t.match(text, 'added: Other.')
})

t.test('parts are named by their place', async (t) => {
  const parts = ['title', 'p3', 'p1'].map((id) => ({ id, level: null }))
  const { localizer } = reader
  t.equal(partName(localizer, parts, 'title'), 'Title')
  t.match(partName(localizer, parts, 'p1').replaceAll(/[\u2068\u2069]/g, ''), 'Paragraph 2')
  t.equal(partName(localizer, parts, 'p9'), 'p9', 'what is not there keeps its own name')
  const clause = [{ id: 'root', level: 'required' as const }]
  t.match(partName(localizer, clause, 'root').replaceAll(/[\u2068\u2069]/g, ''), 'Clause 1')
})

t.test('credits are grouped by what was done, in each language', async (t) => {
  const text = words(
    creditList(
      reader,
      [
        { role: 'wrote', name: 'Casa del Puerto' },
        { role: 'wrote', name: 'Radio Faro' },
        { role: 'translated', name: '<Faro>', language: 'ckb' },
      ],
      names,
    ),
  )
  t.match(text, 'Written by: Casa del Puerto and Radio Faro')
  t.match(text, 'Translated by (Central Kurdish): &lt;Faro&gt;')
  t.equal(creditList(reader, [], names), null)
})

t.test('a language is never guessed', async (t) => {
  const languages = ['es', 'ar', 'ku-Arab', 'qaa-x-sea']
  const choose = (acceptLanguage: string, asked?: string) =>
    chooseLanguage(readerOf({ url: '/', acceptLanguage }), languages, asked)
  t.match(choose('ar-EG'), { language: 'ar', missing: null })
  t.match(choose('de'), { language: 'es', missing: 'en' }, 'the source, and that it is that')
  t.match(choose('ar', 'qaa-x-sea'), { language: 'qaa-x-sea', missing: null })
  t.match(choose('ar', 'tr'), { language: 'es', missing: 'tr' })
  t.match(choose('ca'), { language: 'es', missing: 'en' }, 'no related language in its place')
})
