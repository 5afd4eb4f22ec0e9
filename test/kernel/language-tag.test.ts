import t from 'tap'

import { canonicalLanguageTag, directionOf, isLanguageTag } from '../../src/kernel/language-tag.ts'

const longest = `en-x-${'abcdefgh-'.repeat(3)}abc`

t.test('canonical tags pass, private use and scripts included', async (t) => {
  const tags = ['en', 'pt-BR', 'ku-Arab', 'zh-Hant-TW', 'ca-valencia', 'qaa-x-dialect']
  for (const tag of tags) {
    t.ok(isLanguageTag(tag), tag)
    t.equal(canonicalLanguageTag(tag), tag)
  }
})

t.test('other spellings have a canonical form and are not accepted themselves', async (t) => {
  const forms = Object.entries({
    EN: 'en',
    'pt-br': 'pt-BR',
    'KU-arab': 'ku-Arab',
    iw: 'he',
    'en-u-ca-gregory': 'en-u-ca-gregory',
  })
  for (const [tag, form] of forms) t.equal(canonicalLanguageTag(tag), form, tag)
  for (const tag of ['EN', 'pt-br', 'iw', 'KU-Arab']) t.notOk(isLanguageTag(tag), tag)
})

t.test('what is not well-formed has no form (J09)', async (t) => {
  const bad = [
    '',
    'e',
    'xx-%%',
    'en_US',
    'en-',
    '-en',
    'en--US',
    'e n',
    'qaa-x-teikirisi',
    'zh-cmn',
    'i-klingon',
    'en\n',
    '\u0000',
  ]
  for (const tag of bad) {
    t.equal(canonicalLanguageTag(tag), null, JSON.stringify(tag))
    t.notOk(isLanguageTag(tag), JSON.stringify(tag))
  }
  t.equal(canonicalLanguageTag(`en${'-variant1'.repeat(300)}`), null, '300 variants')
})

t.test('a tag has at most 35 characters', async (t) => {
  t.equal(longest.length, 35)
  t.ok(isLanguageTag(longest))
  t.equal(canonicalLanguageTag(`${longest}d`), null)
})

t.test('a language is written in its direction', async (t) => {
  for (const tag of ['ar', 'he', 'fa', 'ku-Arab', 'az-Arab']) {
    t.equal(directionOf(tag), 'rtl', tag)
  }
  for (const tag of ['en', 'ku', 'ar-Latn', 'zh-Hant', 'qaa-x-dialect', 'no tag', '']) {
    t.equal(directionOf(tag), 'ltr', tag)
  }
})
