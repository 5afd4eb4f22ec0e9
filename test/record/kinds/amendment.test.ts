import t from 'tap'

import { testCases } from '../../support/record-form.ts'

t.test('an amendment names a passage in one language, and why', async (t) => {
  testCases(t, 'Amendment', [
    ['a passage taken out', { replacement: undefined }, null],
    ['no passage', { passage: '' }, 'bad_member'],
    ['a hidden passage', { replacement: 'a\u202eb' }, 'bad_text'],
    ['no language', { language: 'xx-%%' }, 'bad_language_tag'],
    ['no reason', { reasonMap: undefined }, 'missing_member'],
    ['for nobody', { scope: 'named' }, 'missing_member'],
  ])
})
