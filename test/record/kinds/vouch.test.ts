import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { harborScid, nubeDid } from '../../support/records.ts'

t.test('a vouch is for another, with a reason and an end', async (t) => {
  testCases(t, 'Vouch', [
    ['for oneself', { whom: harborScid }, 'bad_member'],
    ['by DID', { whom: nubeDid }, 'too_long'],
    ['without reason', { reasonMap: undefined }, 'missing_member'],
    ['without end', { expires: undefined }, 'missing_member'],
    ['more than 400 days', { expires: '2027-12-27T09:00:01Z' }, 'bad_validity'],
    ['checked by a dream', { fingerprintChecked: 'dream' }, 'bad_member'],
  ])
})
