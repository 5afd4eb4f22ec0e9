import t from 'tap'

import { type MessageProblem, readCatalog } from '../../src/server/i18n.ts'
import { endonym, languageName } from '../../src/server/language-names.ts'

/** Folders of languages whose messages do not matter. */
function folders(...languages: readonly string[]): Record<string, Record<string, string>> {
  return Object.fromEntries(languages.map((language) => [language, { 'a.ftl': '' }]))
}

t.test('speaks every language that has messages', async (t) => {
  const directory = t.testdir({
    en: {
      'a.ftl': 'hello = Hello { $name }!',
      'b.ftl': 'n = { $n ->\n [one] one\n *[other] { $n }\n }',
    },
    ar: { 'a.ftl': 'hello = مرحبا { $name }!', 'b.ftl': 'n = { $n }' },
    'not a tag': { 'a.ftl': '' },
    'GLOSSARY.md': 'words',
    tr: { 'GLOSSARY.md': 'words' },
  })
  const catalog = await readCatalog({ directory })
  t.strictSame(catalog.languages, ['ar', 'en'])
  const [arabic, english] = [catalog.localizer('ar'), catalog.localizer('en')]
  t.match(arabic, { language: 'ar', direction: 'rtl' })
  t.match(english, { language: 'en', direction: 'ltr' })
  t.equal(english.t('n', { n: 1 }), 'one')
  t.equal(arabic.t('hello', { name: 'b.example' }), 'مرحبا \u2068b.example\u2069!', 'isolated')
  t.throws(() => catalog.localizer('fr'))
  t.throws(() => catalog.localizer('tr'), 'a glossary alone makes no language')
})

t.test('throws for a message that is missing or malformed', async (t) => {
  const directory = t.testdir({ en: { 'a.ftl': 'a = { $b }' }, fr: { 'a.ftl': '' } })
  const catalog = await readCatalog({ directory })
  t.throws(() => catalog.localizer('fr').t('a', { b: 'x' }), /missing in fr/)
  t.throws(() => catalog.localizer('en').t('none'), /missing in en/)
  t.throws(() => catalog.localizer('en').t('a'), /malformed/)
})

t.test('falls back to English where somebody is told of the problem', async (t) => {
  const directory = t.testdir({ en: { 'a.ftl': 'a = English' }, fr: { 'a.ftl': 'b = B' } })
  const problems: MessageProblem[] = []
  const catalog = await readCatalog({ directory, onProblem: (problem) => problems.push(problem) })
  t.equal(catalog.localizer('fr').t('a'), 'English')
  t.equal(catalog.localizer('fr').t('none'), 'none')
  t.strictSame(problems, [
    { language: 'fr', id: 'a', problem: 'missing' },
    { language: 'fr', id: 'none', problem: 'missing' },
    { language: 'en', id: 'none', problem: 'missing' },
  ])
})

t.test('refuses messages without English and messages given twice', async (t) => {
  await t.rejects(readCatalog({ directory: t.testdir({ fr: { 'a.ftl': 'a = A' } }) }), /in en/)
  const directory = t.testdir({ en: { 'a.ftl': 'a = A', 'b.ftl': 'a = A' } })
  await t.rejects(readCatalog({ directory }), /en\/b\.ftl/)
})

t.test('writes times in UTC, and in the calendar of the language too', async (t) => {
  const directory = t.testdir(folders('en', 'fr', 'fa'))
  const catalog = await readCatalog({ directory })
  const time = '2026-11-22T23:30:00Z'
  t.equal(catalog.localizer('en').date(time), 'November 22, 2026')
  t.equal(catalog.localizer('fr').date(time), '22 novembre 2026')
  t.match(catalog.localizer('en').dateTime(time), /November 22, 2026.*23:30.*UTC/)
  t.match(catalog.localizer('fa').date(time), /۲۰۲۶.*\(.*۱۴۰۵.*\)/)
})

t.test('writes numbers and lists as the language does', async (t) => {
  const catalog = await readCatalog({ directory: t.testdir(folders('en', 'fr')) })
  t.equal(catalog.localizer('en').number(12345), '12,345')
  t.equal(catalog.localizer('fr').list(['a', 'b', 'c']), 'a, b et c')
})

t.test('names languages for readers and for those who speak them', async (t) => {
  const catalog = await readCatalog({ directory: t.testdir(folders('en', 'fr')) })
  const french = catalog.localizer('fr')
  t.equal(french.languageName('gl'), 'galicien')
  t.equal(french.languageName('gl'), 'galicien', 'remembered')
  t.equal(french.languageName('not a tag'), 'not a tag')
  t.equal(endonym('gl'), 'galego')
  t.equal(endonym('tzo'), "Bats'i k'op (tsotsil)")
  t.equal(endonym('tzo-MX'), "Bats'i k'op (tsotsil)")
  t.equal(endonym('qaa-x-own'), 'qaa-x-own')
  t.equal(languageName('zap', 'tzo'), 'Diidxazá')
})
