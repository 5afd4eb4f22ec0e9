import t from 'tap'

import { canonicalize } from '../../../src/record/canonical.ts'
import { testCases } from '../../support/record-form.ts'
import { harborDid, nubeDid, rosaDid } from '../../support/records.ts'

const head = (attributedTo: string, published: string, type = 'Head') =>
  canonicalize({ type, attributedTo, published })
const fresh = '2026-11-20T00:00:00Z'
const nube = head(nubeDid, fresh)
const gag = { claim: 'gag', contentMap: { en: 'No gag order.' } }
const other = (en: string) => ({ claim: 'other', contentMap: { en } })

t.test('a canary holds narrow claims, a date, and what was not there earlier', async (t) => {
  testCases(t, 'Canary', [
    ['fresh heads', { freshness: [nube, head(rosaDid, '2026-11-15T09:00:00Z')] }, null],
    [
      'a head 7 days and a second old',
      { freshness: [head(nubeDid, '2026-11-15T08:59:59Z')] },
      'bad_freshness',
    ],
    ['a head of tomorrow', { freshness: [head(nubeDid, '2026-11-23T00:00:00Z')] }, 'bad_freshness'],
    ['a head without a time', { freshness: [head(nubeDid, 'now')] }, 'bad_freshness'],
    ['its own head', { freshness: [head(harborDid, fresh)] }, 'bad_freshness'],
    ['one collective twice', { freshness: [nube, nube] }, 'duplicate_item'],
    ['no head', { freshness: [head(nubeDid, fresh, 'Manifest')] }, 'bad_freshness'],
    ['a head of nobody', { freshness: [head('nube', fresh)] }, 'bad_freshness'],
    ['no JSON', { freshness: ['yesterday'] }, 'bad_freshness'],
    ['four heads', { freshness: [nube, nube, nube, nube] }, 'too_many'],
    [
      'an unknown claim',
      { claims: [{ claim: 'safe', contentMap: { en: 'All is well.' } }] },
      'bad_member',
    ],
    ['one claim twice', { claims: [gag, gag] }, 'duplicate_item'],
    ['two claims of our own', { claims: [other('a'), other('b')] }, null],
    ['due before it is made', { nextDate: '2026-11-22T09:00:00Z' }, 'bad_validity'],
    ['due after it expires', { nextDate: '2027-02-20T09:00:01Z' }, 'bad_validity'],
    ['valid for more than 95 days', { expires: '2027-02-25T09:00:01Z' }, 'bad_validity'],
  ])
})
