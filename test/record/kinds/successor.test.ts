import t from 'tap'

import { testCases } from '../../support/record-form.ts'
import { nubeDid, nubeScid, someDigest } from '../../support/records.ts'

t.test('a successor is another collective, found by its DID', async (t) => {
  testCases(t, 'Successor', [
    ['the same', { new: nubeDid }, 'bad_member'],
    ['the same elsewhere', { new: `did:webvh:${nubeScid}:nube.test` }, 'bad_member'],
    ['by SCID', { new: nubeScid }, 'bad_member'],
    ['an old one without heads', { lastHead: null }, null],
    ['a head of version 0', { lastHead: { version: 0, digest: someDigest } }, 'bad_member'],
  ])
})
