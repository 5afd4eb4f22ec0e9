import { test } from 'tap'

import { type CommitmentAnswers, createCommitment } from '../../src/charter/commitment.ts'
import { verifyCommitment } from '../../src/charter/verify-commitment.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { assembleRecord, proveStatement } from '../../src/record/record.ts'
import type { Author } from '../../src/record/statement.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { harborDid, harborScid } from '../support/records.ts'

const version = charterVersion()
const author: Author = {
  did: harborDid,
  origin: 'https://harbor.example',
  now: '2026-11-22T12:00:00Z',
}
const answers: CommitmentAnswers = {
  version,
  defaultLanguage: 'en',
  languagesRead: ['en', 'es'],
  decisionRecord: signedCommitment(version).commitment.decisionRecord,
  reservations: [{ clause: 'no-logs', contentMap: { en: 'Our mail server keeps three days.' } }],
  compliance: [{ clause: 'transparency', state: 'partly', date: '2026-11-01' }],
}

test('a commitment made from answers', async (t) => {
  t.test('is a record that members can sign and that counts', async (t) => {
    const statement = createCommitment(answers, author)
    t.equal(statement.id, `https://harbor.example/records/${harborScid}/Commitment/common-ground`)
    t.equal(statement.reviewDate, '2029-11-22')
    const proofs = [createSigningKey(), createSigningKey()].map(({ multikey, privateKey }) =>
      proveStatement(statement, { did: harborDid, multikey, privateKey }, 'capabilityInvocation'),
    )
    const record = assembleRecord(statement, proofs)
    t.equal(record.signers.length, 2)
    t.equal(verifyCommitment(statement, version, author.now), 'in-force')
  })

  t.test('leaves out what was left empty', async (t) => {
    const statement = createCommitment({ ...answers, reservations: [], compliance: [] }, author)
    t.notOk('reservations' in statement || 'compliance' in statement)
  })

  t.test('goes on from the one before, without its suspension', async (t) => {
    const suspended = { since: '2026-11-01', reasonMap: { en: 'We moved house.' } }
    const previous = signedCommitment(version, { slug: 'ours', version: 4 }, { suspended })
    const later = { ...author, now: '2027-01-10T12:00:00Z' }
    const statement = createCommitment(answers, later, previous.commitment)
    t.match(statement, {
      id: previous.commitment.id,
      slug: 'ours',
      version: 5,
      published: '2026-11-22T09:00:00Z',
      updated: later.now,
    })
    t.notOk('suspended' in statement)
  })

  const refusals: readonly [string, Partial<CommitmentAnswers>, RegExp][] = [
    ['without a language', { languagesRead: [] }, /languages that were read/],
    ['for a language that the charter lacks', { languagesRead: ['de'] }, /languages/],
    [
      'with a reservation on no clause',
      { reservations: [{ clause: 'none', contentMap: { en: 'Why.' } }] },
      /clause/,
    ],
    ['with a review in the past', { reviewDate: '2026-11-21' }, /review date/],
    [
      'with a blocked consensus',
      { decisionRecord: { ...answers.decisionRecord, block: 1 } },
      /cannot have a block/,
    ],
    [
      'with a decision of tomorrow',
      { decisionRecord: { ...answers.decisionRecord, date: '2026-11-23' } },
      /dated after/,
    ],
  ]
  for (const [what, changes, message] of refusals) {
    t.test(`is refused ${what}, saying what to mend`, async (t) => {
      t.throws(() => createCommitment({ ...answers, ...changes }, author), {
        code: 'bad_commitment',
        message,
      })
    })
  }

  t.test('is refused with a text that could not be published', async (t) => {
    for (const text of ['', 'so \u202e reversed']) {
      const reservations = [{ clause: 'no-logs', contentMap: { en: text } }]
      t.throws(() => createCommitment({ ...answers, reservations }, author), { code: 'bad_text' })
    }
  })
})
