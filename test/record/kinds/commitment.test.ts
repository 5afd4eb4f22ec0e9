import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { statementOf } from '../../support/records.ts'

const { decisionRecord, reservations = [], charter } = statementOf('Commitment')

t.test('a commitment names what was read and decided, and is looked at again', async (t) => {
  testCases(t, 'Commitment', [
    ['three years ahead', { reviewDate: '2029-11-22' }, null],
    ['more than three years', { reviewDate: '2029-11-24' }, 'bad_validity'],
    ['on the same day', { reviewDate: '2026-11-22' }, null],
    ['in the past', { reviewDate: '2026-11-21' }, 'bad_validity'],
    ['30 February', { reviewDate: '2027-02-30' }, 'bad_time'],
    ['no language read', { languagesRead: [] }, 'too_few'],
    ['one language twice', { languagesRead: ['en', 'en'] }, 'duplicate_item'],
    ['two reservations', { reservations: [...reservations, ...reservations] }, 'duplicate_item'],
    ['a charter by host', { charter: { ...charter, collective: 'nube.example' } }, 'bad_member'],
    ['fewer than nobody', { decisionRecord: { ...decisionRecord, agree: -1 } }, 'bad_member'],
    ['half a vote', { decisionRecord: { ...decisionRecord, agree: 1.5 } }, 'bad_member'],
    ['names in the minutes', { decisionRecord: { ...decisionRecord, by: [] } }, 'unknown_member'],
    ['suspended', { suspended: { since: '2026-11-01', reasonMap: { en: 'Moving.' } } }, null],
    ['suspended for no reason', { suspended: { since: '2026-11-01' } }, 'missing_member'],
    ['withdrawn', { withdrawn: true, withdrawnReasonMap: { en: 'We disbanded.' } }, null],
  ])
})
