import t, { type Test } from 'tap'

import { appendAct, listActs, verifyActs } from '../../src/store/act-log.ts'
import { transaction } from '../../src/store/transaction.ts'
import { openFor, testDatabase, testLocation } from '../support/database.ts'

const at = '2026-11-22T09:00:00Z'
const act = (number: number) => ({ at, what: 'head_published', detail: { version: number } })

async function logOf(t: Test, length: number) {
  const db = await testDatabase(t)
  for (let number = 1; number <= length; number++) await appendAct(db, act(number))
  return db
}

t.test('an empty log is whole', async (t) => {
  t.strictSame(await verifyActs(await logOf(t, 0)), { whole: true, length: 0, lastHash: null })
})

t.test('acts are counted, chained and told newest first', async (t) => {
  const db = await logOf(t, 3)
  const acts = await listActs(db)
  t.match(acts, [
    { seq: 3, detail: { version: 3 } },
    { seq: 2, detail: { version: 2 } },
    { seq: 1, at, what: 'head_published', detail: { version: 1 } },
  ])
  t.strictSame(await verifyActs(db), { whole: true, length: 3, lastHash: acts[0]?.hash })
  t.match(await listActs(db, { before: 3, limit: 1 }), [{ seq: 2 }])
})

t.test('a log longer than one page is verified to its end', async (t) => {
  const db = await testDatabase(t)
  await transaction(db, async (trx) => {
    for (let number = 1; number <= 501; number++) await appendAct(trx, act(number))
  })
  t.match(await verifyActs(db), { whole: true, length: 501 })
  await db.updateTable('act').set({ at: '2026-11-22T09:00:01Z' }).where('seq', '=', 501).execute()
  t.strictSame(await verifyActs(db), { whole: false, brokenAt: 501 })
})

t.test('an act is told if and only if it is done', async (t) => {
  const db = await logOf(t, 1)
  const failing = transaction(db, async (trx) => {
    await appendAct(trx, act(2))
    throw new Error('changed my mind')
  })
  await t.rejects(failing, /changed my mind/)
  t.match(await verifyActs(db), { whole: true, length: 1 })
})

t.test('two processes write one chain', async (t) => {
  const location = await testLocation(t)
  const [one, two] = [await openFor(t, location), await openFor(t, location)]
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => appendAct((n % 2 === 0 ? one : two).db, act(n))),
  )
  t.match(await verifyActs(one.db), { whole: true, length: 8 })
})

for (const change of [
  { at: '2026-11-22T09:00:01Z' },
  { what: 'peer_blocked' },
  { detail: '{"version":7}' },
  { previous: 'zQmElsewhere' },
  { hash: 'zQmElsewhere' },
]) {
  t.test(`shows where ${Object.keys(change)[0]} was changed`, async (t) => {
    const db = await logOf(t, 3)
    await db.updateTable('act').set(change).where('seq', '=', 2).execute()
    t.strictSame(await verifyActs(db), { whole: false, brokenAt: 2 })
  })
}

t.test('shows where an act was taken out, and where two changed places', async (t) => {
  const shortened = await logOf(t, 3)
  await shortened.deleteFrom('act').where('seq', '=', 2).execute()
  t.strictSame(await verifyActs(shortened), { whole: false, brokenAt: 2 })

  const exchanged = await logOf(t, 3)
  const move = (from: number, to: number) =>
    exchanged.updateTable('act').set({ seq: to }).where('seq', '=', from).execute()
  await move(1, 9)
  await move(2, 1)
  await move(9, 2)
  t.strictSame(await verifyActs(exchanged), { whole: false, brokenAt: 1 })
})

t.test('a cut end shows to who noted the last hash', async (t) => {
  const db = await logOf(t, 3)
  const noted = await verifyActs(db)
  await db.deleteFrom('act').where('seq', '=', 3).execute()
  const now = await verifyActs(db)
  t.match(now, { whole: true, length: 2 })
  t.notSame(now, noted)
})
