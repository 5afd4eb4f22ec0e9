import { readFile, writeFile } from 'node:fs/promises'

import { sql } from 'kysely'
import t from 'tap'

import { wordsOf, type Migration } from '../../migrations/dialect.ts'
import { migrations } from '../../migrations/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { onPostgres, openFor, testDatabase, testLocation } from '../support/database.ts'

const SCHEMA_FILE = new URL('../../migrations/schema.sql', import.meta.url)

const extra: Migration = {
  name: '9999-extra',
  statements: ({ integer, strict }) => [`create table extra (number ${integer})${strict}`],
}
const broken: Migration = {
  name: '9999-broken',
  statements: () => ['create table half (number integer)', 'create table half (number integer)'],
}

t.test('migrations/schema.sql shows the tables as they are', async (t) => {
  const { db } = await openFor(t, { file: ':memory:' })
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema
    where sql is not null and name not like 'sqlite_%' and name not like 'entry_search_%'
    order by tbl_name, type desc, name`.execute(db)
  const text = [
    '-- Generated from the migrations, for SQLite: npx tap --snapshot test/store/migrate.test.ts',
    ...rows.map((row) => `${row.sql};`),
  ].join('\n\n')
  if (process.env['TAP_SNAPSHOT'] === '1') await writeFile(SCHEMA_FILE, `${text}\n`)
  t.equal(await readFile(SCHEMA_FILE, 'utf8'), `${text}\n`)
})

t.test('migrations are numbered by their place', async (t) => {
  for (const [index, { name }] of migrations.entries()) {
    t.match(name, new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z-]+$`))
  }
})

t.test('every table keeps to its types, and every text compares by its bytes', async (t) => {
  const statements = migrations.flatMap((migration) => migration.statements(wordsOf('sqlite')))
  const tables = statements.filter((statement) => statement.startsWith('create table'))
  t.ok(tables.length > 20)
  t.strictSame(
    tables.filter((table) => !table.endsWith(' strict')),
    [],
  )
  const db = await testDatabase(t)
  const order = await sql<{ scid: string }>`
    insert into erased (scid, digest, since) values ('b', 'x', ''), ('C', 'x', ''), ('a', 'x', '')
    returning scid`
    .execute(db)
    .then(() => db.selectFrom('erased').select('scid').orderBy('scid').execute())
  t.strictSame(
    order.map(({ scid }) => scid),
    ['C', 'a', 'b'],
  )
})

t.test('several processes may open a new database at once', async (t) => {
  const location = await testLocation(t)
  const opened = await Promise.all([1, 2, 3].map(() => openFor(t, location)))
  for (const { db } of opened) {
    const done = await db.selectFrom('migration').select('name').orderBy('number').execute()
    t.strictSame(
      done.map(({ name }) => name),
      migrations.map(({ name }) => name),
    )
  }
})

t.test('does what is pending, once, and says when', async (t) => {
  const db = await testDatabase(t)

  await migrate(db, [...migrations, extra], () => new Date('2026-11-22T09:00:00.5Z'))
  await migrate(db, [...migrations, extra])
  const last = db.selectFrom('migration').selectAll().orderBy('number', 'desc')
  t.strictSame(await last.executeTakeFirst(), {
    number: migrations.length + 1,
    name: '9999-extra',
    applied: '2026-11-22T09:00:00Z',
  })
})

t.test('an older program refuses what a newer one has written', async (t) => {
  const location = await testLocation(t)
  const { db } = await openFor(t, location)
  await migrate(db, [...migrations, extra])
  await t.rejects(openFor(t, location), {
    kind: 'conflict',
    code: 'database_newer',
    message: /newer version of Tessera \(migration 9999-extra/,
  })
})

t.test('a migration that fails leaves nothing behind', async (t) => {
  const db = await testDatabase(t)
  await t.rejects(migrate(db, [...migrations, extra, broken]), /half/)
  t.equal(await hasTable('extra'), false)
  await migrate(db, [...migrations, extra])
  t.equal(await hasTable('extra'), true)

  async function hasTable(name: string): Promise<boolean> {
    const query = onPostgres
      ? sql`select 1 where to_regclass(${name}) is not null`
      : sql`select 1 from sqlite_schema where name = ${name}`
    return (await query.execute(db)).rows.length > 0
  }
})
