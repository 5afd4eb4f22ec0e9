import t from 'tap'

import { testCases } from '../../support/record-form.ts'

t.test('a practice has a level and a date, once for each criterion', async (t) => {
  const criterion = { criterion: 'full-disk', level: 'yes', date: '2026-10-01' }
  testCases(t, 'Practices', [
    ['one criterion', { criteria: [criterion] }, null],
    ['one criterion twice', { criteria: [criterion, criterion] }, 'duplicate_item'],
    ['no criterion', { criteria: [] }, 'too_few'],
    ['an unknown level', { criteria: [{ ...criterion, level: 'great' }] }, 'bad_member'],
    ['30 February', { criteria: [{ ...criterion, date: '2026-02-30' }] }, 'bad_time'],
  ])
})
