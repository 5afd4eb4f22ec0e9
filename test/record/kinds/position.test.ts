import t from 'tap'

import { testCases } from '../../support/record-form.ts'

const without = (position: string) => ({ position, reasonMap: undefined })

t.test('all but agreeing and watching come with a reason', async (t) => {
  testCases(t, 'Position', [
    ['agree', without('agree'), null],
    ['observer', without('observer'), null],
    ['reservations', without('agree-with-reservations'), 'missing_member'],
    ['stand aside', without('stand-aside'), 'missing_member'],
    ['block', without('block'), 'missing_member'],
    ['block with a reason', { position: 'block' }, null],
    ['a like', { position: 'like' }, 'bad_member'],
  ])
})
