import t from 'tap'

import { sourceDigestOf } from '../../../src/record/kinds/translation.ts'
import { testCases } from '../../support/record-form.ts'
import { nubeScid, statementOf } from '../../support/records.ts'

const { parts } = statementOf('Translation')

t.test('a translation is in one language, and each part is translated once', async (t) => {
  testCases(t, 'Translation', [
    ['another default language', { defaultLanguage: 'en' }, 'bad_member'],
    ['one part twice', { parts: [parts[0], parts[0]] }, 'duplicate_item'],
    ['nothing', { parts: [] }, 'too_few'],
    ['by machine', { parts: [{ ...parts[0], state: 'machine' }] }, 'bad_member'],
    ['a private language', { language: 'qaa-x-river', defaultLanguage: 'qaa-x-river' }, null],
    ['for named peers', { scope: 'named', recipients: [nubeScid] }, null],
    ['for nobody', { scope: 'named' }, 'missing_member'],
  ])
})

t.test('the digest of a source changes with its text and with its language', async (t) => {
  const digest = sourceDigestOf('en', 'pain')
  t.equal(digest, sourceDigestOf('en', 'pain'))
  t.not(digest, sourceDigestOf('fr', 'pain'))
  t.not(digest, sourceDigestOf('en', 'pains'))
})
