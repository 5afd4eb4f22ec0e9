import { test } from 'tap'

import {
  resumeCommitment,
  suspendCommitment,
  withdrawCommitment,
} from '../../src/charter/end-commitment.ts'
import { verifyCommitment } from '../../src/charter/verify-commitment.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import type { Commitment } from '../../src/record/kinds/commitment.ts'
import { assembleRecord, proveStatement } from '../../src/record/record.ts'
import type { Author } from '../../src/record/statement.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { harborDid } from '../support/records.ts'

const version = charterVersion()
const { commitment } = signedCommitment(version, {}, { reviewDate: '2027-05-31' })
const author: Author = {
  did: harborDid,
  origin: 'https://harbor.example',
  now: '2027-01-10T12:00:00Z',
}
const afterReview = { ...author, now: '2027-08-01T12:00:00Z' }
const reason = { en: 'We no longer run mail.' }

/** Signs for real: whatever is made here must be a record that the network takes. */
function sign(statement: Omit<Commitment, 'proof'>): Commitment {
  const { multikey, privateKey } = createSigningKey()
  const key = { did: harborDid, multikey, privateKey }
  const record = assembleRecord(statement, [proveStatement(statement, key, 'capabilityInvocation')])
  return record.value as unknown as Commitment
}

test('a commitment that is taken back', async (t) => {
  t.test('is its next version and counts no more', async (t) => {
    const withdrawn = sign(withdrawCommitment(commitment, author, reason))
    t.match(withdrawn, { version: 2, withdrawn: true, withdrawnReasonMap: reason })
    t.equal(withdrawn.published, commitment.published)
    t.equal(verifyCommitment(withdrawn, version, author.now), 'withdrawn')
  })

  t.test('needs no reason', async (t) => {
    t.notOk('withdrawnReasonMap' in sign(withdrawCommitment(commitment, author)))
  })

  t.test('may have lapsed before', async (t) => {
    t.equal(sign(withdrawCommitment(commitment, afterReview)).reviewDate, '2027-08-01')
  })

  t.test('cannot be taken back again', async (t) => {
    const withdrawn = sign(withdrawCommitment(commitment, author))
    t.throws(() => withdrawCommitment(withdrawn, afterReview), { code: 'already_withdrawn' })
    t.throws(() => suspendCommitment(withdrawn, author, reason), { code: 'already_withdrawn' })
    t.throws(() => resumeCommitment(withdrawn, author), { code: 'already_withdrawn' })
  })
})

test('a commitment that is suspended', async (t) => {
  t.test('is so from today, with the reason, and can be taken up again', async (t) => {
    const suspended = sign(suspendCommitment(commitment, author, reason))
    t.strictSame(suspended.suspended, { since: '2027-01-10', reasonMap: reason })
    t.equal(verifyCommitment(suspended, version, author.now), 'suspended')
    const resumed = sign(resumeCommitment(suspended, { ...author, now: '2027-02-10T12:00:00Z' }))
    t.equal(resumed.version, 3)
    t.equal(verifyCommitment(resumed, version, '2027-02-10T12:00:00Z'), 'in-force')
  })

  t.test('must not have lapsed', async (t) => {
    t.throws(() => suspendCommitment(commitment, afterReview, reason), { code: 'lapsed' })
    t.throws(() => resumeCommitment(commitment, afterReview), { code: 'lapsed' })
  })
})
