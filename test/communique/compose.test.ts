import t from 'tap'

import {
  alignTranslation,
  amendmentContent,
  checkTextSlug,
  draftContent,
  endorsementSlug,
  MAX_TEXT_SLUG,
  newParagraphId,
  positionSlug,
  scopeOf,
  textFromSource,
  translationContent,
} from '../../src/communique/compose.ts'
import type { DraftVersion } from '../../src/communique/joint-texts.ts'
import { parseTextSource } from '../../src/communique/text-source.ts'
import { sourceDigestOf } from '../../src/record/kinds/translation.ts'
import { refusalOf, withProofForm } from '../support/record-form.ts'
import { statementOf } from '../support/records.ts'
import {
  draft,
  type DraftOptions,
  harborScid,
  nubeScid,
  translation,
  versionsOf,
} from '../support/texts.ts'

const SOURCE = '# Under one umbrella\n\nWe are here.\n\nWe stay.\n\nJoin us.\n'

function versionOf(
  options: DraftOptions = {},
  changes: Readonly<Record<string, unknown>> = {},
): DraftVersion {
  const [version] = versionsOf(draft(options, changes))
  if (version === undefined) throw new Error('the draft is there')
  return version
}

/** What stands in the way of content as a record; an empty object if nothing. */
function refusalOfContent({ type, slug, ...members }: ReturnType<typeof draftContent>) {
  const answers = { answers: undefined, credits: undefined }
  return refusalOf(withProofForm(statementOf(type, { slug }, { ...answers, ...members })))
}

t.test('a draft is named by its text and number, and passes as a record', async (t) => {
  const text = textFromSource(parseTextSource(SOURCE), 'en')
  const address = { draftOf: 'communique', text: 'umbrella', number: 3, scope: 'public' } as const
  const content = draftContent(text, address)
  t.match(content, { slug: 'umbrella.3', stage: 'writing', scope: 'public' })
  t.strictSame(refusalOfContent(content), {})
  const sealed = { ...address, scope: 'named', recipients: [nubeScid] } as const
  const step = { stage: 'deciding', positionsUntil: '2999-01-01T00:00:00Z' } as const
  t.strictSame(refusalOfContent(draftContent(text, sealed, step)), {})
})

t.test('the name of a text leaves room for what is said about it', async (t) => {
  for (const slug of ['a', 'under-one-umbrella', 'a'.repeat(MAX_TEXT_SLUG)]) checkTextSlug(slug)
  for (const slug of ['', 'a.b', 'A', '-a', 'a-', 'a'.repeat(MAX_TEXT_SLUG + 1), 'ñ'])
    t.throws(() => checkTextSlug(slug), { code: 'bad_slug' }, slug)
  const long = versionOf({ text: 'a'.repeat(MAX_TEXT_SLUG), number: 99 })
  const answers = {
    language: 'en',
    passage: 'here',
    reasonMap: { en: 'x' },
    defaultLanguage: 'en',
    number: 999,
  }
  const slugs = [
    positionSlug(long),
    amendmentContent(long, answers).slug,
    endorsementSlug({ scid: harborScid, slug: long.record.text }, 99),
    translationContent({ draft: long, language: 'ca-valencia', kin: [long] }, [], null).slug,
  ]
  for (const slug of slugs) t.match(slug, /^[a-z0-9][a-z0-9._-]{0,63}$/)
})

t.test('a new version keeps the paragraphs that it does not change', async (t) => {
  const text = textFromSource(parseTextSource(SOURCE), 'en', [versionOf()])
  t.strictSame(
    text.paragraphs.map(({ id }) => id),
    ['p1', 'p3', 'p2'],
  )
  const next = newParagraphId([versionOf()])
  t.strictSame([next(), next()], ['p3', 'p4'])
})

t.test('a translation is aligned by position, and says so where it cannot be', async (t) => {
  const version = versionOf()
  const parts = alignTranslation(version, parseTextSource('# Paraguas\n\nAquí.\n\nVen.'), 'draft')
  t.strictSame(
    parts.map(({ part, content }) => [part.id, content]),
    [
      ['title', 'Paraguas'],
      ['p1', 'Aquí.'],
      ['p2', 'Ven.'],
    ],
  )
  const refused = (source: string, message: RegExp) =>
    t.throws(() => alignTranslation(version, parseTextSource(source), 'draft'), {
      code: 'not_aligned',
      message,
    })
  refused('# Paraguas\n\nAquí.', /has 2 paragraphs, the translation 1/)
  refused('# Paraguas\n\n> Resumen\n\nAquí.\n\nVen.', /summary/)
  refused('# Paraguas\n\nAquí.\n\nVen.\n\n---\n\nYa.', /call to action/)
})

t.test('a translation keeps what still has a source, and replaces what is new', async (t) => {
  const version = versionOf()
  const known = translation({
    parts: { 'We are here.': 'Aquí.', 'Join us.': 'Ven.', 'Long gone.': 'Ya no.' },
  })
  const part = version.parts.find(({ id }) => id === 'p2')
  if (part === undefined) throw new Error('the part is there')
  const content = translationContent(
    { draft: version, language: 'es', kin: [version] },
    [{ part, content: 'Únete.', state: 'approved' }],
    known.record,
  )
  t.strictSame(content.parts, [
    { sourceDigest: sourceDigestOf('en', 'We are here.'), state: 'needs-review', content: 'Aquí.' },
    { sourceDigest: sourceDigestOf('en', 'Join us.'), state: 'approved', content: 'Únete.' },
  ])
  t.match(content, { of: { collective: harborScid, slug: 'umbrella' }, defaultLanguage: 'es' })
})

t.test('what is about a sealed draft is sealed too, to the same and to who wrote it', async (t) => {
  const sealed = versionOf({}, { scope: 'named', recipients: [nubeScid] })
  const same = { scope: 'named', recipients: [harborScid, nubeScid].toSorted() }
  t.strictSame(scopeOf(versionOf()), {})
  t.strictSame(scopeOf(sealed), same)
  const content = translationContent({ draft: sealed, language: 'es', kin: [] }, [], null)
  t.match(content, same)
})
