import t from 'tap'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

import {
  country,
  date,
  digestMap,
  language,
  license,
  line,
  lineMap,
  partialDate,
  textMap,
  time,
  urlMap,
} from '../../../src/record/kinds/shapes.ts'

/** What a schema says to a value: null, or the first word of what it finds. */
function verdict(schema: TSchema, value: unknown): string | null {
  const compiled = Compile(schema)
  if (compiled.Check(value)) return null
  const errors = compiled.Errors(value)
  const refined = errors.find(({ keyword }) => keyword === '~refine')
  return refined?.message.split(' ')[0] ?? errors[0]?.keyword ?? 'unknown'
}

t.test('text in any writing passes byte for byte', async (t) => {
  const texts = {
    fa: 'می\u200cخواهیم',
    hi: 'क्\u200dष',
    ar: 'نحن \u2068tessera\u2069 هنا',
    ca: 'col·lectiu',
    en: '👩\u200d💻 first line\n\n- second\tline',
  }
  t.equal(verdict(textMap(100), texts), null)
})

t.test('text that could mislead or break a page is refused', async (t) => {
  const map = textMap(20_000)
  for (const [what, text] of [
    ['an override', 'abc\u202edef'],
    ['an open isolate', 'abc\u2067def'],
    ['a tag character', 'a\u{e0041}'],
    ['private use', 'a\ue000'],
    ['a non-character', 'a\uffff'],
    ['10,000 combining marks', `a${'\u0301'.repeat(10_000)}`],
    ['NFD', 'cafe\u0301'],
    ['a control', 'a\u0007'],
  ] as const) {
    t.equal(verdict(map, { en: text }), 'bad_text', what)
    t.equal(verdict(line(20_000), text), 'bad_text', `${what} in a line`)
  }
})

const many = (n: number) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`en-x-v${i}`, 'x']))

t.test('a language map has canonical tags, few of them, and no empty text', async (t) => {
  const map = textMap(10)
  t.equal(verdict(map, { en: 'x', 'zh-Hant': 'x', 'ku-Arab': 'x', 'qaa-x-teiki': 'x' }), null)
  for (const tag of [
    'xx-%%',
    'EN',
    'iw',
    'zh-hant',
    '__proto__',
    '',
    'en\n',
    `en-x-${'a'.repeat(40)}`,
  ])
    t.equal(verdict(map, Object.fromEntries([[tag, 'x']])), 'bad_language_tag', tag)
  t.equal(verdict(map, many(50)), null)
  t.equal(verdict(map, many(51)), 'maxProperties')
  t.equal(verdict(map, {}), 'minProperties')
  t.equal(verdict(map, { en: '' }), 'minLength')
  t.equal(verdict(map, { en: 'x'.repeat(11) }), 'maxLength')
  t.equal(verdict(map, { en: '👩'.repeat(10) }), null, 'characters are code points')
  t.equal(verdict(map, []), 'type')
})

t.test('more tags than are remembered are still judged', async (t) => {
  const isTag = Compile(language)
  for (let i = 0; i < 1_500; i++) t.ok(isTag.Check(`en-x-n${i}`))
  t.notOk(isTag.Check('EN'))
})

t.test('a line is one line without space at its ends', async (t) => {
  for (const text of ['x', 'two words', 'مرحبا بكم']) t.equal(verdict(line(20), text), null)
  for (const text of [' x', 'x ', 'a\nb', 'a\tb', '', '\u00a0x'])
    t.ok(verdict(line(20), text), text)
  t.equal(verdict(lineMap(20), { en: 'a\nb' }), 'pattern')
})

t.test('dates are real days', async (t) => {
  for (const text of ['2026-11-30', '2028-02-29']) t.equal(verdict(date, text), null)
  for (const text of ['2026-11-31', '2027-02-29']) t.equal(verdict(date, text), 'bad_time')
  for (const text of ['2026-13-01', '2026-00-01', '2026-1-1', '2026']) t.ok(verdict(date, text))
  for (const text of ['1999', '1999-05', '1999-05-31']) t.equal(verdict(partialDate, text), null)
  for (const text of ['1999-02-30', '1999-13', '99']) t.ok(verdict(partialDate, text), text)
  t.equal(verdict(time, '2028-02-29T23:59:59Z'), null)
  t.equal(verdict(time, '2100-02-29T00:00:00Z'), 'bad_time')
})

t.test('countries, licenses, digests and pages have their form', async (t) => {
  t.equal(verdict(country, 'NL'), null)
  t.ok(verdict(country, 'nl'))
  for (const text of ['AGPL-3.0-or-later', 'MIT OR Apache-2.0'])
    t.equal(verdict(license, text), null)
  t.ok(verdict(license, 'free for all'))
  t.ok(verdict(digestMap, { en: 'zQm' }))
  t.equal(verdict(urlMap, { en: 'https://a.example/en' }), null)
  t.equal(verdict(urlMap, { en: 'ftp://a.example/en' }), 'bad_url')
})
