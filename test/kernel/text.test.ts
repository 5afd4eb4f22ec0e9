import * as fc from 'fast-check'
import t from 'tap'

import { hasLanguageTags, pickLanguage, textProblem } from '../../src/kernel/text.ts'
import { always } from '../support/always.ts'

t.test('what people write in their languages passes (J01)', async (t) => {
  const texts = [
    '',
    'Mail and lists, since 2009.\n\tTwo lines.',
    'می\u200cخواهم',
    'क्\u200dष',
    'أُخذ خادم الأسبوع الماضي.',
    'שָׁלוֹם עֲלֵיכֶם',
    'Col·lectiu, pel·lícula',
    '👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 👍🏽',
    'Zwölf Boxkämpfer jagen Viktor',
    'Tiếng Việt, ngôn ngữ',
    'ภาษาไทย น้ำ',
    'བོད་སྐད་',
    '日本語と中文と한국어',
    '\u2067שלום\u2069 in English',
    '\u2066a \u2067b\u2069 c\u2069 \u2068d\u2069',
    '\u200eLTR mark and \u200fRTL mark',
    '“quotes” – dashes — and … €',
    '𐐷 𠮷 beyond the first plane',
  ]
  for (const text of texts) t.equal(textProblem(text), null, JSON.stringify(text))
})

t.test('embeddings and overrides of direction are refused (J02)', async (t) => {
  for (let code = 0x202a; code <= 0x202e; code++) {
    const control = String.fromCodePoint(code)
    t.equal(textProblem(`harbor${control}.example`), 'bidi_control', code.toString(16))
    t.equal(textProblem(control), 'bidi_control')
  }
})

t.test('isolates are balanced (J03)', async (t) => {
  for (const open of ['\u2066', '\u2067', '\u2068']) {
    t.equal(textProblem(`${open}a`), 'unbalanced_isolate')
    t.equal(textProblem(`${open}${open}a\u2069`), 'unbalanced_isolate')
    t.equal(textProblem(`${open}a\u2069`), null)
  }
  t.equal(textProblem('a\u2069'), 'unbalanced_isolate')
  t.equal(textProblem('\u2069a\u2066'), 'unbalanced_isolate', 'the end goes before the start')
})

t.test('a text is in NFC (J07)', async (t) => {
  t.equal(textProblem('Puerto Común'.normalize('NFD')), 'not_nfc')
  t.equal(textProblem('Puerto Común'), null)
  t.equal(textProblem('\u212b'), 'not_nfc', 'the Ångström sign')
  t.equal(textProblem('가'.normalize('NFD')), 'not_nfc')
})

t.test('a letter carries at most 8 combining marks (J08)', async (t) => {
  t.equal(textProblem(`x${'\u0336'.repeat(8)}`), null)
  t.equal(textProblem(`x${'\u0336'.repeat(9)}`), 'combining_marks')
  t.equal(textProblem(`x${'\u0336'.repeat(10_000)}`), 'combining_marks')
  t.equal(textProblem('\u0336'.repeat(9)), 'combining_marks', 'on nothing at all')
})

t.test('characters that nobody reads are refused (J10, D10)', async (t) => {
  const characters = [
    '\u0000',
    '\u0008',
    '\u000b',
    '\u000c',
    '\r',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u009f',
    '\u2028',
    '\u2029',
    '\ue000',
    '\uf8ff',
    '\u{f0000}',
    '\u{10fffd}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e007f}',
    '\ufdd0',
    '\ufffe',
    '\uffff',
    '\u{1fffe}',
    '\u{10ffff}',
    '\ufff9',
    '\ufffc',
    '\ufffd',
    '\ud800',
    '\udfff',
  ]
  for (const character of characters) {
    const name = `U+${character.codePointAt(0)?.toString(16)}`
    t.equal(textProblem(`a${character}b`), 'bad_character', name)
    t.equal(textProblem(character), 'bad_character', name)
  }
  t.equal(textProblem('a\n\tb'), null, 'line feed and tabulator are fine')
})

t.test('what stands among good text is found wherever it stands', async () => {
  const bad = fc.constantFrom('\u202e', '\u2066', '\u0000', '\ue000', '\ud800', 'e\u0301')
  const good = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', 'و', '語', '😀') })
  always([good, bad, good], (before, bad, after) => {
    return textProblem(`${before}${after}`) === null && textProblem(before + bad + after) !== null
  })
})

t.test('any text is judged without an error', async () => {
  always([fc.string({ unit: 'binary', maxLength: 50 })], (text) => {
    const problem = textProblem(text)
    return problem === null || /^[a-z_]+$/.test(problem)
  })
})

t.test('the members of a language map are canonical tags', async (t) => {
  t.ok(hasLanguageTags({ en: 'Harbor', 'pt-BR': 'Porto', 'ku-Arab': 'بەندەر' }))
  t.ok(hasLanguageTags({}))
  t.notOk(hasLanguageTags({ en: 'Harbor', EN: 'Harbor' }))
  t.notOk(hasLanguageTags({ 'xx-%%': 'x' }))
})

t.test('a reader gets her first language, then the default, then any', async (t) => {
  const map = { es: 'Puerto', en: 'Harbor', ar: 'ميناء' }
  t.strictSame(pickLanguage(map, ['fr', 'ar', 'en']), { language: 'ar', text: 'ميناء' })
  t.strictSame(pickLanguage(map, ['fr'], 'en'), { language: 'en', text: 'Harbor' })
  t.strictSame(pickLanguage(map, ['fr'], 'it'), { language: 'es', text: 'Puerto' })
  t.strictSame(pickLanguage(map, []), { language: 'es', text: 'Puerto' })
  t.equal(pickLanguage({}, ['en'], 'en'), null)
})

t.test('an empty text in her language is her language', async (t) => {
  t.strictSame(pickLanguage({ en: '', es: 'Puerto' }, ['en']), { language: 'en', text: '' })
})

t.test('names that every object has are no languages of a text', async (t) => {
  t.equal(pickLanguage({ en: 'Harbor' }, ['constructor', 'toString'])?.language, 'en')
})
