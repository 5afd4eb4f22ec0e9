import { test } from 'tap'

import {
  type CommitmentState,
  lapseDate,
  latestReviewDate,
  verifyCommitment,
} from '../../src/charter/verify-commitment.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { rosaScid } from '../support/records.ts'

const version = charterVersion()
const now = '2026-11-22T12:00:00Z'

function stateOf(changes: Readonly<Record<string, unknown>>, at = now): CommitmentState {
  return verifyCommitment(signedCommitment(version, {}, changes).commitment, version, at)
}

test('a commitment', async (t) => {
  t.test('is in force, reservations and all', async (t) => {
    t.equal(stateOf({}), 'in-force')
  })

  t.test('holds through its review date and lapses the day after', async (t) => {
    const changes = { reviewDate: '2027-05-31' }
    t.equal(stateOf(changes, '2027-05-31T23:59:59Z'), 'in-force')
    t.equal(stateOf(changes, '2027-06-01T00:00:00Z'), 'lapsed')
    t.equal(lapseDate('2027-05-31'), '2027-06-01')
  })

  t.test('is suspended from the day it names', async (t) => {
    const changes = { suspended: { since: '2026-12-01', reasonMap: { en: 'We moved house.' } } }
    t.equal(stateOf(changes, '2026-11-30T23:59:59Z'), 'in-force')
    t.equal(stateOf(changes, '2026-12-01T00:00:00Z'), 'suspended')
  })

  t.test('that is suspended lapses all the same', async (t) => {
    const suspended = { since: '2026-11-22', reasonMap: { en: 'We moved house.' } }
    t.equal(stateOf({ suspended, reviewDate: '2027-05-31' }, '2027-06-01T00:00:00Z'), 'lapsed')
  })

  t.test('that is withdrawn stays withdrawn, whatever else it says', async (t) => {
    t.equal(stateOf({ withdrawn: true, languagesRead: ['de'] }), 'withdrawn')
  })

  t.test('waits if its signers had a clock ahead', async (t) => {
    const { commitment } = signedCommitment(version, { now: '2026-11-22T12:10:01Z' })
    t.equal(verifyCommitment(commitment, version, now), 'not-yet')
    t.equal(verifyCommitment(commitment, version, '2026-11-22T12:00:01Z'), 'in-force')
  })

  t.test('to another text does not count for this one', async (t) => {
    const changed = charterVersion({ version: 2 })
    const { commitment } = signedCommitment(version)
    t.equal(verifyCommitment(commitment, changed, now), 'other-text')
    t.equal(verifyCommitment(commitment, null, now), 'other-text')
  })

  t.test('that mixes two charters names neither', async (t) => {
    const { statement: digest, scid: collective } = version
    t.equal(
      stateOf({ charter: { collective: rosaScid, slug: 'common-ground', digest } }),
      'other-text',
    )
    t.equal(stateOf({ charter: { collective, slug: 'elsewhere', digest } }), 'other-text')
  })

  t.test('needs a language that the charter has, and no other', async (t) => {
    t.equal(stateOf({ languagesRead: ['en', 'es'] }), 'in-force')
    t.equal(stateOf({ languagesRead: ['en', 'de'] }), 'unread')
    t.equal(stateOf({ languagesRead: [] }), 'unread')
  })

  t.test('reserves only on clauses that exist', async (t) => {
    const clause = 'no-such-clause'
    t.equal(stateOf({ reservations: [{ clause, contentMap: { en: 'Why.' } }] }), 'unknown-clause')
    t.equal(
      stateOf({ compliance: [{ clause, state: 'yes', date: '2026-11-01' }] }),
      'unknown-clause',
    )
  })

  t.test('needs a decision that does not contradict itself', async (t) => {
    const decisionRecord = { ...signedCommitment(version).commitment.decisionRecord, block: 1 }
    t.equal(stateOf({ decisionRecord }), 'bad-decision')
  })

  t.test('is reviewed within three years', async (t) => {
    const latest = latestReviewDate('2026-11-22T09:00:00Z')
    t.equal(latest, '2029-11-22')
    t.equal(stateOf({ reviewDate: latest }), 'in-force')
    t.equal(stateOf({ reviewDate: '2029-11-23' }), 'bad-review-date')
    t.equal(stateOf({ reviewDate: '2026-11-21' }), 'bad-review-date')
  })
})
