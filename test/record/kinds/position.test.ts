import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { nubeScid } from '../../support/records.ts'

const without = (position: string) => ({ position, reasonMap: undefined })
const watching = { ...without('observer'), decisionRecord: undefined }

t.test('all but agreeing and watching come with a reason', async (t) => {
  testCases(t, 'Position', [
    ['agree', without('agree'), null],
    ['observer', watching, null],
    ['reservations', without('agree-with-reservations'), 'missing_member'],
    ['stand aside', without('stand-aside'), 'missing_member'],
    ['block', without('block'), 'missing_member'],
    ['block with a reason', { position: 'block' }, null],
    ['a like', { position: 'like' }, 'bad_member'],
  ])
})

t.test('all but watching come with the decision of the own assembly', async (t) => {
  testCases(t, 'Position', [
    ['agree', { position: 'agree', decisionRecord: undefined }, 'missing_member'],
    ['block', { position: 'block', decisionRecord: undefined }, 'missing_member'],
    ['an observer that decided', without('observer'), 'bad_member'],
  ])
})

t.test('a position on what is not public goes to whom it says', async (t) => {
  testCases(t, 'Position', [
    ['for nobody', { scope: 'named' }, 'missing_member'],
    ['for named peers', { scope: 'named', recipients: [nubeScid] }, null],
  ])
})
