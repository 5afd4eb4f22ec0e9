import t from 'tap'

import { freezeCharter, freezeCommunique } from '../../src/communique/freeze.ts'
import { lineageOf } from '../../src/communique/joint-texts.ts'
import { translationsOf } from '../../src/communique/translation-status.ts'
import { charterTextDigest } from '../../src/record/kinds/charter.ts'
import { communiqueTextDigest } from '../../src/record/kinds/communique.ts'
import { refusalOf, withProofForm } from '../support/record-form.ts'
import { statementOf } from '../support/records.ts'
import {
  draft,
  harborScid,
  nubeScid,
  rosaDid,
  rosaScid,
  someDigest,
  translation,
  versionsOf,
} from '../support/texts.ts'

const spanish = { 'Under one umbrella': 'Paraguas', 'We are here.': 'Aquí.', 'Join us.': 'Ven.' }
const one = draft()

function frozenOf(languages: readonly string[], record = one) {
  const [version] = versionsOf(record)
  if (version === undefined) throw new Error('the draft is there')
  const lineage = lineageOf(version, new Map([[version.statement, version]]))
  const approval = translation({ did: rosaDid, at: 2, state: 'approved', parts: spanish })
  const translations = translationsOf(lineage, [translation({ parts: spanish }), approval])
  return { draft: version, translations, languages }
}

t.test('a frozen text is whole in each of its languages', async (t) => {
  const content = freezeCommunique(frozenOf(['es']))
  t.match(content, {
    type: 'Communique',
    slug: 'umbrella',
    defaultLanguage: 'en',
    nameMap: { en: 'Under one umbrella', es: 'Paraguas' },
    contentMap: { en: 'We are here.\n\nJoin us.', es: 'Aquí.\n\nVen.' },
    goesOnFrom: { collective: harborScid, slug: 'umbrella.1', digest: one.statement },
  })
  t.strictSame(content.digests, {
    en: communiqueTextDigest(content, 'en'),
    es: communiqueTextDigest(content, 'es'),
  })
})

t.test('who wrote, translated and read it is credited, by collective', async (t) => {
  t.strictSame(freezeCommunique(frozenOf(['es'])).credits, [
    { role: 'wrote', collective: harborScid, language: 'en' },
    { role: 'translated', collective: nubeScid, language: 'es' },
    { role: 'reviewed', collective: rosaScid, language: 'es' },
  ])
  t.strictSame(freezeCommunique(frozenOf([])).credits, [
    { role: 'wrote', collective: harborScid, language: 'en' },
  ])
})

t.test('it passes as a record once it is signed', async (t) => {
  for (const languages of [[], ['es'], ['en', 'es']]) {
    const { type, slug: _, ...members } = freezeCommunique(frozenOf(languages))
    const statement = statementOf(type, {}, members)
    t.strictSame(refusalOf(withProofForm(statement)), {}, languages.join())
  }
})

t.test('a language that is not whole is refused, with what is missing', async (t) => {
  const refused = (languages: readonly string[], message: RegExp, record = one) =>
    t.throws(() => freezeCommunique(frozenOf(languages, record)), { code: 'not_complete', message })
  refused(['fr'], /in fr .* no translation/)
  const paragraphs = { p1: 'We are here to stay.', p2: 'Join us.' }
  refused(['es'], /in es .* "p1" is not translated/, draft({ paragraphs }))
})

t.test('a draft of a charter becomes a charter with its clauses', async (t) => {
  const clauses = [
    { id: 'here', level: 'required', contentMap: { en: 'We are here.' } },
    { id: 'join', level: 'recommended', contentMap: { en: 'Join us.' } },
  ]
  const pact = draft({}, { draftOf: 'charter', paragraphs: clauses })
  const options = { authoritative: ['es', 'en'], amends: someDigest }
  const { type, slug, ...members } = freezeCharter(frozenOf(['es'], pact), options)
  t.match(members, {
    clauses: [
      { id: 'here', level: 'required', contentMap: { en: 'We are here.', es: 'Aquí.' } },
      { id: 'join', level: 'recommended' },
    ],
    authoritativeLanguages: ['es', 'en'],
    amends: someDigest,
  })
  t.equal(slug, 'umbrella')
  t.equal(members.digests['es'], charterTextDigest(members, 'es'))
  const statement = statementOf(type, {}, { summaryMap: undefined, ...members })
  t.strictSame(refusalOf(withProofForm(statement)), {})
  t.throws(() => freezeCharter(frozenOf([], pact), options), {
    code: 'not_complete',
    message: /in es/,
  })
})
