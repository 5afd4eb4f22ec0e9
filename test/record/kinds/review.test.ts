import t from 'tap'

import { testCases } from '../../support/record-form.ts'

t.test('only a review has findings, one for each criterion', async (t) => {
  const finding = { criterion: 'backup-tested', level: 'partly' }
  testCases(t, 'Review', [
    ['an objection with findings', { kind: 'objection' }, 'bad_member'],
    ['an objection', { kind: 'objection', findings: undefined }, null],
    ['one criterion twice', { findings: [finding, finding] }, 'duplicate_item'],
    ['stars', { stars: 5 }, 'unknown_member'],
    ['nothing said', { contentMap: undefined }, 'missing_member'],
  ])
})
