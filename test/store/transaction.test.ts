import { sql } from 'kysely'
import t from 'tap'

import { isPostgres, transaction } from '../../src/store/transaction.ts'
import { onPostgres, openFor, testDatabase, testLocation } from '../support/database.ts'

const lease = (name: string, until = 1) => ({ name, holder: 'here', until })

t.test('knows which database it is on, within a transaction too', async (t) => {
  const db = await testDatabase(t)
  t.equal(isPostgres(db), onPostgres)
  t.equal(await transaction(db, async (trx) => isPostgres(trx)), onPostgres)
})

t.test('what fails writes nothing and tells why', async (t) => {
  const db = await testDatabase(t)
  const failing = transaction(db, async (trx) => {
    await trx.insertInto('lease').values(lease('a')).execute()
    throw new Error('changed my mind')
  })
  await t.rejects(failing, /changed my mind/)
  t.strictSame(await db.selectFrom('lease').selectAll().execute(), [])
  await transaction(db, (trx) => trx.insertInto('lease').values(lease('b')).execute())
  t.equal((await db.selectFrom('lease').selectAll().execute()).length, 1)
})

t.test('a transaction within one is part of it', async (t) => {
  const db = await testDatabase(t)
  const failing = transaction(db, async (trx) => {
    await transaction(trx, (inner) => inner.insertInto('lease').values(lease('a')).execute())
    throw new Error('changed my mind')
  })
  await t.rejects(failing, /changed my mind/)
  t.strictSame(await db.selectFrom('lease').selectAll().execute(), [])
})

t.test('many that read and then write lose nothing, on several connections', async (t) => {
  const location = await testLocation(t)
  const [one, two] = [await openFor(t, location), await openFor(t, location)]
  await one.db.insertInto('lease').values(lease('count', 0)).execute()
  const add = ({ db }: typeof one) =>
    transaction(db, async (trx) => {
      const { until } = await trx.selectFrom('lease').select('until').executeTakeFirstOrThrow()
      await trx
        .updateTable('lease')
        .set({ until: until + 1 })
        .execute()
    })
  await Promise.all([one, two, one, two, one, two, one, two].map(add))
  t.match(await one.db.selectFrom('lease').selectAll().executeTakeFirst(), { until: 8 })
})

t.test('of two that decide on what the other changes, one decides again', async (t) => {
  const location = await testLocation(t)
  const [one, two] = [await openFor(t, location), await openFor(t, location)]
  // Each goes off duty only if somebody else stays: alone both would be right, together wrong.
  await one.db
    .insertInto('lease')
    .values([lease('a'), lease('b')])
    .execute()
  const leave = ({ db }: typeof one, name: string) =>
    transaction(db, async (trx) => {
      const { rows } = await sql`select name from lease where until = 1`.execute(trx)
      if (rows.length > 1) {
        await trx.updateTable('lease').set({ until: 0 }).where('name', '=', name).execute()
      }
    })
  await Promise.all([leave(one, 'a'), leave(two, 'b')])
  t.equal((await one.db.selectFrom('lease').where('until', '=', 1).selectAll().execute()).length, 1)
})
