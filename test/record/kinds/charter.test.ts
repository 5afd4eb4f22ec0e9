import t from 'tap'

import { charterTextDigest } from '../../../src/record/kinds/charter.ts'
import { testCases } from '../../support/record-form.ts'
import { someDigest, statementOf } from '../../support/records.ts'

const { nameMap, clauses, digests } = statementOf('Charter')
const text = { nameMap, clauses }

t.test('every change of what is read changes its digest, other languages do not', async (t) => {
  const digest = charterTextDigest(text, 'en')
  t.equal(digest, digests['en'])
  t.not(charterTextDigest(text, 'es'), digest)
  const [first, second] = clauses
  if (first === undefined || second === undefined) throw new Error('two clauses are needed')
  const changed = (changes: object) =>
    charterTextDigest({ ...text, clauses: [{ ...first, ...changes }, second] }, 'en')
  t.not(changed({ level: 'recommended' }), digest)
  t.not(changed({ id: 'no-log' }), digest)
  t.not(changed({ contentMap: { ...first.contentMap, en: 'We keep addresses.' } }), digest)
  t.equal(changed({ contentMap: { ...first.contentMap, es: 'Otra cosa.' } }), digest)
  t.not(charterTextDigest({ ...text, clauses: [second, first] }, 'en'), digest)
  t.not(charterTextDigest({ ...text, summaryMap: { en: 'Preamble' } }, 'en'), digest)
})

t.test('a language without the whole text has no digest', async (t) => {
  t.equal(charterTextDigest(text, 'fr'), null)
  t.equal(charterTextDigest({ ...text, summaryMap: { es: 'Preámbulo' } }, 'en'), null)
  t.equal(charterTextDigest({ ...text, nameMap: { ...nameMap, fr: 'Terrain commun' } }, 'fr'), null)
})

t.test('a charter holds the digests of its texts, of all and of no others', async (t) => {
  const { es: _, ...onlyEnglish } = digests
  testCases(t, 'Charter', [
    ['a digest is missing', { digests: onlyEnglish }, 'missing_language'],
    ['a digest of nothing', { digests: { ...digests, fr: someDigest } }, 'missing_language'],
    ['a wrong digest', { digests: { ...digests, es: someDigest } }, 'wrong_text_digest'],
    ['a title changed later', { nameMap: { ...nameMap, en: 'Ground' } }, 'wrong_text_digest'],
    ['an authoritative ghost', { authoritativeLanguages: ['fr'] }, 'missing_language'],
    ['one language twice', { authoritativeLanguages: ['en', 'en'] }, 'duplicate_item'],
    ['two clauses of one id', { clauses: [...clauses, clauses[0]] }, 'duplicate_item'],
    ['no clause', { clauses: [] }, 'too_few'],
    ['another level', { clauses: [{ ...clauses[0], level: 'optional' }] }, 'bad_member'],
    ['amends a charter', { amends: someDigest, changesMap: { en: 'Clearer.' } }, null],
    ['amends nothing', { amends: 'zQm' }, 'bad_member'],
  ])
})
