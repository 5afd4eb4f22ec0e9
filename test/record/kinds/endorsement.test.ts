import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { nubeScid } from '../../support/records.ts'

t.test('an endorsement counts for texts it names by digest', async (t) => {
  testCases(t, 'Endorsement', [
    ['of no text', { digests: {} }, 'too_few'],
    ['of a text without digest', { digests: { en: 'the text' } }, 'bad_member'],
    [
      'of a version',
      { communique: { collective: nubeScid, slug: 'x', version: 1 } },
      'unknown_member',
    ],
    ['withdrawn', { withdrawn: true }, null],
  ])
})
