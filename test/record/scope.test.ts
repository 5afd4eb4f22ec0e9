import t from 'tap'

import { audienceOf, isPublic } from '../../src/record/scope.ts'
import { harborScid, nubeScid } from '../support/records.ts'

t.test('what names no scope, or none that is a word, is for everybody', async (t) => {
  for (const record of [{}, { scope: 'public' }, { scope: null }, { scope: { of: 'work' } }]) {
    t.strictSame(audienceOf(record), { scope: 'public' })
    t.ok(isPublic(record))
  }
})

t.test('what is for peers or for some is not for everybody', async (t) => {
  t.strictSame(audienceOf({ scope: 'peers' }), { scope: 'peers' })
  const recipients = [harborScid, nubeScid]
  t.strictSame(audienceOf({ scope: 'named', recipients }), { scope: 'named', recipients })
  t.notOk(isPublic({ scope: 'peers' }))
  t.notOk(isPublic({ scope: 'named', recipients }))
})

t.test('a scope that is not known here is taken for the narrowest', async (t) => {
  t.strictSame(audienceOf({ scope: 'region' }), { scope: 'named', recipients: [] })
  t.strictSame(audienceOf({ scope: 'named', recipients: [7, harborScid] }), {
    scope: 'named',
    recipients: [harborScid],
  })
})
