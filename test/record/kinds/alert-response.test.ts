import t from 'tap'

import { testCases } from '../../support/record-form.ts'

t.test('a response says why or what, where that matters', async (t) => {
  const bare = { offers: undefined, contentMap: undefined }
  testCases(t, 'AlertResponse', [
    ['a confirmation', { ...bare, response: 'confirm' }, null],
    ['a dispute without words', { ...bare, response: 'dispute' }, 'missing_member'],
    ['a dispute', { offers: undefined, response: 'dispute' }, null],
    ['an offer of nothing', bare, 'missing_member'],
    ['an unknown response', { response: 'like' }, 'bad_member'],
    ['more than 30 days', { expires: '2026-12-22T09:00:01Z' }, 'bad_validity'],
  ])
})
