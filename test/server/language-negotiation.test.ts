import t from 'tap'

import { languagePreferences, readableLanguages } from '../../src/server/language-negotiation.ts'

const available = ['ar', 'ca', 'en', 'es', 'fr', 'ku', 'pt-BR', 'sr-Latn', 'zh-Hans', 'zh-Hant']

t.test('orders preferences by weight, then as written', async (t) => {
  const cases: readonly [string | undefined, readonly string[]][] = [
    ['zh-HK;q=0.9, ar;q=0.95', ['ar', 'zh-HK']],
    ['fr,en;q=0.5,es', ['fr', 'es', 'en']],
    ['iw', ['he']],
    ['*', []],
    ['fr;q=0, en', ['en']],
    ['xx-%%, ;q=9, $$$, en;q=2, es;q=x', []],
    ['fr,fr', ['fr']],
    [undefined, []],
    ['', []],
    [`${'xx-%%,'.repeat(20)}fr`, []],
  ]
  for (const [header, expected] of cases)
    t.strictSame(languagePreferences(header), expected, header ?? 'no header')
})

t.test('finds the same language in another region or script', async (t) => {
  const cases: readonly [string, readonly string[]][] = [
    ['zh-HK', ['zh-Hant', 'zh-Hans']],
    ['zh-SG', ['zh-Hans', 'zh-Hant']],
    ['es-419', ['es']],
    ['pt-PT', ['pt-BR']],
    ['sr-Cyrl', ['sr-Latn']],
    ['fr-CA,fr;q=0.9,en;q=0.5', ['fr', 'en']],
  ]
  for (const [header, expected] of cases)
    t.strictSame(readableLanguages(languagePreferences(header), available), expected, header)
})

t.test('never hands over another language', async (t) => {
  for (const header of ['gl', 'eu', 'ckb', 'arn', 'oc', 'ast'])
    t.strictSame(readableLanguages(languagePreferences(header), available), [], header)
  t.strictSame(readableLanguages(['oc', 'ca', 'fr'], available), ['ca', 'fr'])
})

t.test('prefers the same script of any wanted language to another script', async (t) => {
  t.strictSame(readableLanguages(['sr-Cyrl', 'en'], ['en', 'sr-Latn']), ['en', 'sr-Latn'])
})
