import { test } from 'tap'

import { type DecisionProblem, decisionProblem } from '../../src/charter/decision-record.ts'
import type { DecisionRecord } from '../../src/record/kinds/references.ts'

const good: DecisionRecord = {
  method: 'consensus',
  quorum: 5,
  agree: 6,
  reservations: 1,
  standAside: 2,
  block: 0,
  date: '2026-11-15',
}
const signedOn = '2026-11-22'

test('a decision record', async (t) => {
  t.test('may be taken on the day of signing', async (t) => {
    t.equal(decisionProblem({ ...good, date: signedOn }, signedOn), null)
  })

  t.test(
    'may have blocks where votes are counted, and a collective may name its own way',
    async (t) => {
      for (const method of ['majority', 'supermajority', 'delegates', 'other'] as const)
        t.equal(decisionProblem({ ...good, method, block: 2 }, signedOn), null, method)
    },
  )

  t.test('counts who stood aside towards the quorum', async (t) => {
    t.equal(decisionProblem({ ...good, quorum: 9 }, signedOn), null)
  })

  const problems: readonly [DecisionProblem, Partial<DecisionRecord>][] = [
    ['nobody-agreed', { agree: 0, reservations: 0 }],
    ['below-quorum', { quorum: 10 }],
    ['blocked', { block: 1 }],
    ['blocked', { method: 'consent', block: 1 }],
    ['no-majority', { method: 'majority', block: 7 }],
    ['no-majority', { method: 'supermajority', block: 8 }],
    ['after-signing', { date: '2026-11-23' }],
  ]
  for (const [problem, changes] of problems) {
    t.test(`contradicts itself: ${problem} with ${JSON.stringify(changes)}`, async (t) => {
      t.equal(decisionProblem({ ...good, ...changes }, signedOn), problem)
    })
  }
})
