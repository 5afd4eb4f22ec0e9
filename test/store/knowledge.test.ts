import { sql } from 'kysely'
import t from 'tap'

import { KNOWLEDGE, tableNames } from '../../src/store/knowledge.ts'
import { onPostgres, testDatabase } from '../support/database.ts'

/** Tables that a database makes for itself: their rows are those of the table they serve. */
const INNER = /^(?:sqlite_|entry_search_)/

t.test('says of every column of every table what it teaches', { skip: onPostgres }, async (t) => {
  const db = await testDatabase(t)
  const { rows: tables } = await sql<{
    readonly name: string
  }>`select name from sqlite_schema where type = 'table'`.execute(db)
  const found = tables.map(({ name }) => name).filter((name) => !INNER.test(name))
  t.strictSame(new Set(found), new Set<string>(tableNames()))
  for (const table of tableNames()) {
    const { rows } = await sql<{
      readonly name: string
    }>`select name from pragma_table_info(${table})`.execute(db)
    const columns = Object.keys(KNOWLEDGE[table]).filter(
      (name) => table !== 'entry_search' || !['rowid', 'terms'].includes(name),
    )
    t.strictSame(new Set(rows.map(({ name }) => name)), new Set(columns), table)
  }
})

t.test('calls no address of others public', async (t) => {
  const telling = /inbox|origin$|^actor$|^host$|address/
  for (const table of tableNames()) {
    for (const [column, knowledge] of Object.entries(KNOWLEDGE[table])) {
      if (telling.test(column)) t.equal(knowledge, 'contact', `${table}.${column}`)
    }
  }
})

t.test('names what others refer to before them', { skip: onPostgres }, async (t) => {
  const db = await testDatabase(t)
  const order = tableNames()
  for (const [place, table] of order.entries()) {
    const { rows } = await sql<{
      readonly parent: string
    }>`select "table" as parent from pragma_foreign_key_list(${table})`.execute(db)
    for (const { parent } of rows) {
      t.ok(order.indexOf(parent as never) < place, `${table} after ${parent}`)
    }
  }
})
