import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import t, { type Test } from 'tap'

import { openDatabase } from '../../src/store/database.ts'
import { openSqliteFile, type SqliteHandle } from '../../src/store/sqlite-file.ts'
import { transaction } from '../../src/store/transaction.ts'
import { onPostgres, openFor, testDatabase, testLocation } from '../support/database.ts'

const lease = (name: string) => ({ name, holder: 'here', until: 1 })

t.test('every connection to a re-opened file has what SQLite forgets', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  await (await openDatabase({ file })).close()
  for (const role of ['writer', 'reader'] as const) {
    const handle = openSqliteFile(file, role)
    t.teardown(() => handle.close())
    t.strictSame(
      {
        journal_mode: read(handle, 'journal_mode'),
        synchronous: read(handle, 'synchronous'),
        secure_delete: read(handle, 'secure_delete'),
        foreign_keys: read(handle, 'foreign_keys'),
        trusted_schema: read(handle, 'trusted_schema'),
        cell_size_check: read(handle, 'cell_size_check'),
        temp_store: read(handle, 'temp_store'),
        query_only: read(handle, 'query_only'),
      },
      {
        journal_mode: 'wal',
        synchronous: 2,
        secure_delete: 1,
        foreign_keys: 1,
        trusted_schema: 0,
        cell_size_check: 1,
        temp_store: 2,
        query_only: role === 'reader' ? 1 : 0,
      },
    )
    t.ok(Number(read(handle, 'busy_timeout')) <= 100, 'SQLite never waits long on the event loop')
    t.ok(Number(read(handle, 'journal_size_limit')) > 0)
  }
})

t.test('the file and what SQLite puts beside it are for the owner alone', async (t) => {
  const dir = t.testdir({ 'tessera.db': '' })
  const file = join(dir, 'tessera.db')
  chmodSync(file, 0o644)
  const { db } = await openFor(t, { file })
  await db.insertInto('lease').values(lease('a')).execute()
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    t.equal(statSync(name).mode & 0o777, 0o600, name.slice(file.length))
  }
})

t.test('what was erased is neither in the file nor in its log after a checkpoint', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const database = await openFor(t, { file })
  const { db } = database
  const secret = 'nobody shall ever read this again'
  await db.insertInto('key_value').values({ key: secret, value: secret, expires: 1 }).execute()
  await db
    .insertInto('entry_search')
    .values({ rowid: 1, title: 'house', rest: 'unrepeatable word' })
    .execute()
  await database.checkpoint()
  t.ok(readFileSync(file).includes(secret))
  t.ok(readFileSync(file).includes('unrepeatable'))

  await db.deleteFrom('key_value').execute()
  await db.deleteFrom('entry_search').where('rowid', '=', 1).execute()
  await database.checkpoint()
  for (const name of [file, `${file}-wal`]) {
    t.notOk(readFileSync(name).includes(secret))
    t.notOk(readFileSync(name).includes('unrepeatable'))
  }
})

t.test('a checkpoint that somebody else stands in the way of is not taken for done', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const database = await openFor(t, { file }, { patience: 50 })
  const { db } = database
  const other = new SqliteDatabase(file)
  t.teardown(() => other.close())
  other.exec('begin; select * from lease')
  await db.insertInto('lease').values(lease('a')).execute()
  await t.rejects(database.checkpoint(), { code: 'database_busy' })
  other.exec('commit')
  await database.checkpoint()
  t.equal(statSync(`${file}-wal`).size, 0)
})

t.test('numbers come back as numbers, counted and stored', async (t) => {
  const db = await testDatabase(t)
  const until = Number.MAX_SAFE_INTEGER
  await db.insertInto('lease').values({ name: 'a', holder: 'b', until }).execute()
  const row = await db
    .selectFrom('lease')
    .select(['until', (eb) => eb.fn.countAll().as('count'), (eb) => eb.fn.sum('until').as('sum')])
    .groupBy('until')
    .executeTakeFirst()
  t.strictSame(row, { until, count: 1, sum: until })
})

t.test('says how many rows were changed', async (t) => {
  const db = await testDatabase(t)
  await db
    .insertInto('lease')
    .values([lease('a'), lease('b')])
    .execute()
  const [result] = await db.deleteFrom('lease').execute()
  t.equal(result?.numDeletedRows, 2n)
})

t.test('what refers to a row must refer to one that is there', async (t) => {
  const db = await testDatabase(t)
  const witness = { scid: 'QmNobody', bytes: '{}' }
  await t.rejects(db.insertInto('did_witness').values(witness).execute(), /foreign key/i)
})

t.test('readers see the state before a transaction until it commits', async (t) => {
  const { db } = await openFor(t, await testLocation(t))
  const count = async () => (await db.selectFrom('lease').select('name').execute()).length
  await transaction(db, async (trx) => {
    await trx.insertInto('lease').values(lease('a')).execute()
    t.equal(await count(), 0)
    t.equal((await sql`select name from lease`.execute(db)).rows.length, 0)
    t.equal((await trx.selectFrom('lease').select('name').execute()).length, 1)
  })
  t.equal(await count(), 1)
})

t.test('a query that is not read page by page is refused', { skip: onPostgres }, async (t) => {
  const db = await testDatabase(t)
  await t.rejects(db.selectFrom('lease').selectAll().stream().next(), /page by page/)
})

t.test('while another process writes, readers go on and writers wait', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const { db } = await openFor(t, { file })
  const other = lock(t, file)
  const { promise: written, resolve } = Promise.withResolvers<string>()
  const writing = db
    .insertInto('lease')
    .values(lease('a'))
    .execute()
    .then(() => resolve('written'))
  t.strictSame(await db.selectFrom('lease').selectAll().execute(), [])
  const reopened = await openDatabase({ file })
  t.strictSame(await reopened.db.selectFrom('lease').selectAll().execute(), [])
  await reopened.close()
  other.exec('commit')
  await writing
  t.equal(await written, 'written')
})

t.test('a writer whose patience ends is refused, and so are those behind it', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const { db } = await openFor(t, { file }, { patience: 100 })
  const other = lock(t, file)
  const refusals = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      transaction(db, (trx) => trx.insertInto('lease').values(lease(name)).execute()).catch(
        (error: unknown) => error,
      ),
    ),
  )
  for (const refusal of refusals) {
    t.match(refusal, { kind: 'unavailable', code: 'database_busy' })
  }
  other.exec('commit')
  await db.insertInto('lease').values(lease('a')).execute()
  t.equal((await db.selectFrom('lease').selectAll().execute()).length, 1)
})

t.test('waiting for another process does not stop the event loop', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const { db } = await openFor(t, { file })
  const other = lock(t, file)
  let turns = 0
  const timer = setInterval(() => {
    if (++turns === 5) other.exec('commit')
  }, 10)
  t.teardown(() => clearInterval(timer))
  await db.insertInto('lease').values(lease('a')).execute()
  t.ok(turns >= 5, 'the lock was given back by the same event loop')
})

t.test('a write outside of a transaction that is open in the same task is refused', async (t) => {
  const { db } = await openFor(t, { file: ':memory:' }, { patience: 20 })
  await t.rejects(
    transaction(db, () => db.insertInto('lease').values(lease('a')).execute()),
    { code: 'database_busy' },
  )
})

t.test('a full disk is told as such, nothing is half written, and reading goes on', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const { db } = await openFor(t, { file })
  await db.insertInto('lease').values(lease('before')).execute()
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db)
  const value = 'x'.repeat(200_000)
  await t.rejects(
    transaction(db, async (trx) => {
      await trx.insertInto('lease').values(lease('after')).execute()
      await trx.insertInto('key_value').values({ key: 'k', value, expires: 1 }).execute()
    }),
    { kind: 'full', code: 'disk_full' },
  )
  t.strictSame(await db.selectFrom('lease').select('name').execute(), [{ name: 'before' }])

  await sql`pragma max_page_count = 1000000`.execute(db)
  await db.insertInto('key_value').values({ key: 'k', value, expires: 1 }).execute()
  t.equal((await db.selectFrom('key_value').select('key').execute()).length, 1)
})

t.test('after the file has failed nothing more is written', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const { db } = await openFor(t, { file })
  const failed = { kind: 'unavailable', code: 'database_failed' }
  await sql`pragma query_only = on`.execute(db) // the writer then fails as on a read-only disk
  await t.rejects(db.insertInto('lease').values(lease('a')).execute(), failed)
  t.strictSame(await db.selectFrom('lease').selectAll().execute(), [])
  await t.rejects(sql`pragma query_only = off`.execute(db), failed)
  await t.rejects(
    transaction(db, async () => {}),
    failed,
  )
})

t.test('what is no database is refused, and left as it is', async (t) => {
  const file = join(t.testdir({ 'tessera.db': 'a letter\n'.repeat(1000) }), 'tessera.db')
  await t.rejects(openDatabase({ file }), { kind: 'unavailable', code: 'database_failed' })
  t.equal(readFileSync(file, 'utf8'), 'a letter\n'.repeat(1000))
  const missing = join(t.testdir({}), 'none', 'tessera.db')
  await t.rejects(openDatabase({ file: missing }), {
    kind: 'unavailable',
    code: 'database_file',
  })
})

t.test('a PostgreSQL that does not answer is unavailable', async (t) => {
  const url = 'postgres://tessera@127.0.0.1:1/tessera'
  await t.rejects(openDatabase({ url }), { kind: 'unavailable', code: 'database_away' })
})

t.test('what was committed outlives a process that is killed', async (t) => {
  const dir = t.testdir({})
  const file = join(dir, 'tessera.db')
  const script = join(dir, 'writer.ts')
  const source = new URL('../../src/store/database.ts', import.meta.url).href
  writeFileSync(
    script,
    `const { openDatabase } = await import(${JSON.stringify(source)})
const { db } = await openDatabase({ file: ${JSON.stringify(file)} })
for (let i = 0; ; i++) {
  await db.insertInto('lease').values({ name: String(i), holder: 'x', until: 1 }).execute()
  process.stdout.write(i + '\\n')
}`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = ''
  child.stdout.on('data', (chunk: Buffer) => {
    acknowledged += chunk.toString()
    if (acknowledged.length > 200) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const names = acknowledged.split('\n').slice(0, -1)
  t.ok(names.length > 10)
  const { db } = await openFor(t, { file })
  const kept = await db.selectFrom('lease').select('name').execute()
  const keptNames = new Set(kept.map(({ name }) => name))
  t.strictSame(
    names.filter((name) => !keptNames.has(name)),
    [],
  )
  t.strictSame((await sql`pragma quick_check`.execute(db)).rows, [{ quick_check: 'ok' }])
})

/** What another process that writes looks like: a second connection in an open transaction. */
function lock(t: Test, file: string): SqliteDatabase.Database {
  const other = new SqliteDatabase(file)
  t.teardown(() => other.close())
  other.exec('begin immediate')
  return other
}

function read(handle: SqliteHandle, name: string): unknown {
  const [row] = handle.run(`pragma ${name}`, []).rows
  return Object.values(row ?? {})[0]
}
