import t from 'tap'

import { communiqueTextDigest } from '../../../src/record/kinds/communique.ts'
import { testCases } from '../../support/record-form.ts'
import { someDigest, statementOf } from '../../support/records.ts'

const { nameMap, contentMap, digests } = statementOf('Communique')

t.test('every change of what is read changes its digest, a language more does not', async (t) => {
  const text = { nameMap, contentMap }
  const digest = communiqueTextDigest(text, 'en')
  t.equal(digest, digests['en'])
  t.not(communiqueTextDigest({ ...text, summaryMap: { en: 'In short' } }, 'en'), digest)
  t.not(communiqueTextDigest({ ...text, callToActionMap: { en: 'Call them' } }, 'en'), digest)
  const more = { nameMap: { ...nameMap, fr: 'Titre' }, contentMap: { ...contentMap, fr: 'Texte' } }
  t.equal(communiqueTextDigest(more, 'en'), digest)
  t.equal(communiqueTextDigest({ ...text, summaryMap: { ar: 'ملخص' } }, 'en'), null)
  // Nothing moves from one member to the next without a change of the digest.
  const moved = { nameMap, summaryMap: contentMap, contentMap: nameMap }
  t.not(communiqueTextDigest(moved, 'en'), communiqueTextDigest({ ...moved, ...text }, 'en'))
})

t.test('a communiqué holds the digests of its texts and expires', async (t) => {
  testCases(t, 'Communique', [
    ['a wrong digest', { digests: { ...digests, ar: someDigest } }, 'wrong_text_digest'],
    ['a language without digest', { digests: { en: digests['en'] } }, 'missing_language'],
    ['half a translation', { nameMap: { ...nameMap, fr: 'Titre' } }, 'missing_language'],
    ['without an end', { expires: undefined }, 'missing_member'],
    ['more than ten years', { expires: '2036-11-24T09:00:00Z' }, 'bad_validity'],
    ['an unknown role', { credits: [{ role: 'owns' }] }, 'bad_member'],
    ['a tag of two lines', { tags: ['a\nb'] }, 'bad_member'],
  ])
})
