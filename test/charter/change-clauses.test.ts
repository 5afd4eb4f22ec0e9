import t from 'tap'

import { changeClauses, checkLanguage, wordsUnder } from '../../src/charter/change-clauses.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'

const version = charterVersion()
const reservation = (clause: string, en: string) => ({ clause, contentMap: { en } })
const kept = (clause: string, date = '2026-11-01') => ({ clause, state: 'yes' as const, date })
const nothing = { lifted: [], reservations: [], compliance: [] }
const known = {
  reservations: [reservation('root', 'We rent.'), reservation('logs', 'We keep seven days.')],
  compliance: [kept('logs')],
}

t.test('one reservation is lifted, and the rest stays', async (t) => {
  const changed = changeClauses(known, { ...nothing, lifted: ['root'] })
  t.strictSame(changed, { ...known, reservations: known.reservations.slice(1) })
})

t.test('one is added, and a new word on a clause takes the place of the old one', async (t) => {
  const reservations = [reservation('alerts', 'Not at night.'), reservation('root', 'We lease.')]
  const changed = changeClauses(known, { ...nothing, reservations })
  t.strictSame(changed.reservations, [reservations[1], known.reservations[1], reservations[0]])
})

t.test('a judgment of a clause takes the place of the one before', async (t) => {
  const compliance = [{ clause: 'logs', state: 'partly' as const, date: '2026-11-22' }]
  t.strictSame(changeClauses(known, { ...nothing, compliance }).compliance, compliance)
})

t.test('nothing can be lifted where nothing is reserved', async (t) => {
  t.throws(() => changeClauses(known, { ...nothing, lifted: ['alerts'] }), { code: 'not_reserved' })
})

t.test('words are carried over under the very same text only', async (t) => {
  const { commitment } = signedCommitment(version, {}, known)
  t.strictSame(wordsUnder(commitment, version.statement), known)
  const none = { reservations: [], compliance: [] }
  t.strictSame(wordsUnder(commitment, charterVersion({ slug: 'second' }).statement), none)
  t.strictSame(wordsUnder({ ...commitment, withdrawn: true }, version.statement), none)
  t.strictSame(wordsUnder(null, version.statement), none)
})

t.test('every word is there in the language of the commitment', async (t) => {
  checkLanguage(known, 'en')
  t.throws(() => checkLanguage(known, 'fr'), {
    code: 'missing_language',
    message: /"root" is written in en, not in fr/,
  })
  const compliance = [{ ...kept('logs'), evidenceMap: { fr: 'Sept jours.' } }]
  t.throws(() => checkLanguage({ reservations: [], compliance }, 'en'), { message: /"logs"/ })
  checkLanguage({ reservations: [], compliance: [kept('logs')] }, 'fr')
})
