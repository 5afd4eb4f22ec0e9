import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { harborScid, nubeScid, someDigest } from '../../support/records.ts'

t.test('an alert says what happened, to whom, and what to do now', async (t) => {
  testCases(t, 'Alert', [
    ['without instruction', { instructionMap: undefined }, 'missing_member'],
    [
      'an instruction in another language',
      { instructionMap: { es: 'No entren.' } },
      'missing_language',
    ],
    ['an unknown event', { event: 'rumor' }, 'bad_member'],
    ['a draft of CAP', { status: 'draft' }, 'bad_member'],
    ['more than 30 days', { expires: '2026-12-22T09:00:01Z' }, 'bad_validity'],
    ['without an end', { expires: undefined }, 'missing_member'],
    ['a cancel of nothing', { msgType: 'cancel' }, 'missing_member'],
    ['a cancel', { msgType: 'cancel', references: [someDigest] }, null],
    ['a first alert about earlier ones', { references: [someDigest] }, 'bad_member'],
    ['for another', { onBehalfOf: nubeScid }, null],
    ['for oneself as another', { onBehalfOf: harborScid }, 'bad_member'],
    ['to named peers', { scope: 'named', recipients: [nubeScid] }, null],
    ['to nobody', { scope: 'named' }, 'missing_member'],
    ['to peers, by name', { scope: 'peers', recipients: [nubeScid] }, 'bad_member'],
    ['sealed for some days', { publishAfterSilentDays: 3 }, null],
    ['sealed for no time', { publishAfterSilentDays: 0 }, 'bad_member'],
    ['withdrawn', { withdrawn: true }, 'unknown_member'],
  ])
})
