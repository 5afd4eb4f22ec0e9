import * as fc from 'fast-check'
import t from 'tap'

import { fold, tokenOf, tokensIn, wordsOf } from '../../src/directory/search-text.ts'

const folded = (text: string): string[] => wordsOf(text).map((word) => word.folded)

t.test('folds what readers spell in different ways', async (t) => {
  const same = [
    ['Éléphant', 'elephant'],
    ['Straße', 'strasse'],
    ['ŁÓDŹ', 'lodz'],
    ['ISTANBUL', 'istanbul'],
    ['ışık', 'isik'],
    ['col·lectiu'.normalize('NFD'), 'col·lectiu'],
    ['Ηλεκτρονικό', 'ηλεκτρονικο'],
    ['ОТЧЁТ', 'отчет'],
    ['إلكتروني', 'الكتروني'],
    ['مُحَـــمَّد', 'محمد'],
    ['کتابی', 'كتابي'],
    ['مدرسة', 'مدرسه'],
    ['می‌خواهم', 'میخواهم'],
    ['شماره ۱۲۳', 'شماره 123'],
    ['שָׁלוֹם', 'שלום'],
    ['ｅｍａｉｌ', 'email'],
  ] as const
  for (const [one, other] of same) t.equal(fold(one), fold(other), one)
})

t.test('keeps apart what marks make another word', async (t) => {
  t.not(fold('की'), fold('क'))
  t.not(fold('が'), fold('か'))
  t.equal(fold('한국'), '한국')
})

t.test('is the same when done twice, for composed and decomposed text', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = fold(text)
      return fold(once) === once && fold(text.normalize('NFD')) === once
    }),
    { numRuns: 1000 },
  )
})

t.test('splits at everything that is no letter and no digit', async (t) => {
  t.strictSame(folded('E-mail, "lists" & (web):hosting'), ['e', 'mail', 'lists', 'web', 'hosting'])
  t.strictSame(folded(' \n" * ((( '), [])
})

t.test('cuts text without spaces into pairs', async (t) => {
  t.strictSame(folded('東京メール'), ['東京', '京メ', 'メー', 'ール'])
  t.strictSame(folded('email東京x'), ['email', '東京', 'x'])
  t.strictSame(folded('林'), ['林'])
})

t.test('an endless word is cut', async (t) => {
  t.equal(folded('a'.repeat(5000)).join('').length, 40)
})

t.test('tokens are letters a to p, differ as words do and keep prefixes', async () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 20 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      const [one, other] = [tokenOf(a), tokenOf(b)]
      const isLetters = /^[a-p]*$/.test(one)
      return isLetters && (one === other) === (a === b) && tokenOf(a + b).startsWith(one)
    }),
  )
})

t.test('the index form holds each token once', async (t) => {
  t.strictSame([...tokensIn(['Mail mail', 'MAIL'])], [tokenOf('mail')])
  t.strictSame([...tokensIn(['東京'])], [tokenOf('東京'), tokenOf('東'), tokenOf('京')])
})
