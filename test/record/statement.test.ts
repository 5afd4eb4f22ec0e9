import { test } from 'tap'

import { firstVersion, nextVersion } from '../../src/record/statement.ts'
import { harborDid, harborScid } from '../support/records.ts'

const author = { did: harborDid, origin: 'http://localhost:8081', now: '2026-11-22T12:00:00Z' }

test('a statement', async (t) => {
  t.test('starts at version 1, where its author is', async (t) => {
    t.match(firstVersion('Charter', 'ours', author), {
      id: `http://localhost:8081/records/${harborScid}/Charter/ours`,
      version: 1,
      published: author.now,
      updated: author.now,
    })
  })

  t.test('keeps its id when the collective has moved, and loses its proofs', async (t) => {
    const first = { ...firstVersion('Charter', 'ours', author), proof: ['old'] }
    const did = harborDid.replace('harbor.example', 'elsewhere.example')
    const next = nextVersion(first, { ...author, did, now: '2027-01-01T00:00:00Z' })
    t.match(next, { id: first.id, attributedTo: did, version: 2, published: first.published })
    t.equal(next.updated, '2027-01-01T00:00:00Z')
    t.notOk('proof' in next)
  })
})
