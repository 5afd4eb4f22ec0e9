import { test } from 'tap'

import { joinClause, languagesOf, splitClause } from '../../src/charter/charter.ts'
import { someDigest } from '../support/records.ts'

test('a clause', async (t) => {
  t.test('is taken apart into the title and the text it was joined from', async (t) => {
    t.strictSame(splitClause(joinClause('Root', 'Two hold it.\n\nOr three.')), {
      title: 'Root',
      text: 'Two hold it.\n\nOr three.',
    })
  })

  t.test('may have no title', async (t) => {
    t.strictSame(splitClause('We keep\n# no logs'), { title: null, text: 'We keep\n# no logs' })
  })
})

test('the languages of a charter start with those that decide', async (t) => {
  const digests = { ar: someDigest, en: someDigest, fr: someDigest }
  t.strictSame(languagesOf({ authoritativeLanguages: ['fr', 'en'], digests }), ['fr', 'en', 'ar'])
})
