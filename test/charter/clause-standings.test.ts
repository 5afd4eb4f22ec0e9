import t from 'tap'

import { clauseStandings } from '../../src/charter/clause-standings.ts'
import { commitmentMatrix } from '../../src/charter/matrix.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { harborScid, nubeDid, nubeScid, rosaDid, rosaScid } from '../support/records.ts'

const version = charterVersion()
const kept = (clause: string, state: string) => ({ clause, state, date: '2026-11-01' })
const plain = { reservations: undefined, compliance: undefined }

function standingsOf(commitments: readonly ReturnType<typeof signedCommitment>[]) {
  const matrix = commitmentMatrix({
    versions: [version],
    commitments,
    shown: new Set([harborScid, nubeScid, rosaScid]),
    standings: new Map(),
    now: '2026-11-22T12:00:00Z',
  })
  return clauseStandings(version, matrix.shown)
}

t.test('tells of each clause who reserves and how far each keeps it', async (t) => {
  const reservation = { clause: 'no-logs', contentMap: { fr: 'Sept jours.' } }
  const [logs, openness, ...more] = standingsOf([
    signedCommitment(version, {}, { ...plain, compliance: [kept('no-logs', 'yes')] }),
    signedCommitment(
      version,
      { did: nubeDid },
      { reservations: [reservation], compliance: [kept('no-logs', 'partly')] },
    ),
    signedCommitment(version, { did: rosaDid }, plain),
  ])
  t.strictSame(more, [])
  t.match(logs, {
    clause: { id: 'no-logs', level: 'required' },
    counts: { yes: 1, partly: 1, 'not-yet': 0, unsaid: 1 },
    reservations: [{ scid: nubeScid, said: reservation }],
    compliance: [
      { scid: harborScid, said: { state: 'yes' } },
      { scid: nubeScid, said: { state: 'partly' } },
    ],
  })
  t.match(openness, { clause: { id: 'transparency' }, counts: { unsaid: 3 }, reservations: [] })
})

t.test('counts nobody whose signature is not in force', async (t) => {
  const suspended = { since: '2026-11-20', reasonMap: { en: 'We move.' } }
  const [logs] = standingsOf([
    signedCommitment(version, {}, { suspended, compliance: [kept('no-logs', 'yes')] }),
    signedCommitment(version, { did: nubeDid }, { withdrawn: true }),
  ])
  t.strictSame(logs?.counts, { yes: 0, partly: 0, 'not-yet': 0, unsaid: 0 })
  t.strictSame(logs?.compliance, [])
})
