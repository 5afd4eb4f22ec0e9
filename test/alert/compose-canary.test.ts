import t from 'tap'

import { CLAIM_TEXTS, LISTED_CLAIMS } from '../../src/alert/canary-claims.ts'
import { composeCanary, lastNextDate, withdrawnCanary } from '../../src/alert/compose-canary.ts'
import { draftStatement } from '../../src/exchange/draft-statement.ts'
import { textProblem } from '../../src/kernel/text.ts'
import { addTime, DAY, SECOND } from '../../src/kernel/time.ts'
import { CANARY_CLAIMS } from '../../src/record/kinds/vocabulary.ts'
import { assembleRecord, proveStatement } from '../../src/record/record.ts'
import { foundCollective } from '../support/collective.ts'

const NOW = '2026-11-22T09:00:00Z'
const harbor = foundCollective('https://harbor.example', new Date(NOW))
const context = { own: harbor.scid, now: NOW, heads: [] }
const answers = {
  claims: LISTED_CLAIMS,
  ownClaims: [],
  nextDate: addTime(NOW, 80 * DAY),
  language: 'en',
}

/** Signs what was composed; throws if it is not a canary as the record wants it. */
function signed(content: ReturnType<typeof composeCanary>) {
  const { did, origin, members } = harbor
  const statement = draftStatement(content, { did, origin, now: NOW, previous: null })
  const proofs = members
    .slice(0, 2)
    .map((member) => proveStatement(statement, { did, ...member }, 'capabilityInvocation'))
  return assembleRecord(statement, proofs)
}

t.test('every claim but the own one has a text, in the same languages', async (t) => {
  t.strictSame(new Set(LISTED_CLAIMS), new Set(CANARY_CLAIMS.filter((one) => one !== 'other')))
  for (const claim of LISTED_CLAIMS) {
    t.strictSame(Object.keys(CLAIM_TEXTS[claim]), ['en', 'fr', 'es', 'de', 'it', 'pt'], claim)
    for (const text of Object.values(CLAIM_TEXTS[claim])) t.equal(textProblem(text), null, text)
  }
})

t.test(
  'what is composed is a canary, with all claims at once and up to the last date',
  async (t) => {
    const record = signed(composeCanary({ ...answers, ownClaims: ['All is well.'] }, context))
    t.match(record.value, { expires: lastNextDate(NOW), freshness: [] })
    signed(composeCanary({ ...answers, nextDate: lastNextDate(NOW), note: 'Soon.' }, context))
    const { claims } = composeCanary(answers, context)
    t.match(signed(withdrawnCanary({ slug: 'main', defaultLanguage: 'en', claims }, NOW)).value, {
      withdrawn: true,
      noteMap: undefined,
    })
  },
)

t.test('it claims something, and names a date that a canary can name', async (t) => {
  t.throws(() => composeCanary({ ...answers, claims: [] }, context), { code: 'nothing_claimed' })
  for (const nextDate of [NOW, addTime(lastNextDate(NOW), SECOND)]) {
    t.throws(() => composeCanary({ ...answers, nextDate }, context), { code: 'bad_next_date' })
  }
})
