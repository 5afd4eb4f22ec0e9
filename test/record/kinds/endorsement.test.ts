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

t.test('an endorsement by letter says whose it is and how it came', async (t) => {
  const letter = { name: 'Casa del Río', received: '2026-11-20', how: 'in-person' }
  testCases(t, 'Endorsement', [
    ['a letter', { letter }, null],
    [
      'from a listing',
      { letter: { ...letter, listing: { collective: nubeScid, slug: 'casa' } } },
      null,
    ],
    ['of nobody', { letter: { ...letter, name: '' } }, 'bad_member'],
    ['by rumor', { letter: { ...letter, how: 'rumor' } }, 'bad_member'],
  ])
})
