import { sql, type Kysely, type Transaction } from 'kysely'

import { wordsOf, type Dialect, type Migration } from '../../migrations/dialect.ts'
import { TesseraError } from '../kernel/errors.ts'
import { toTimestamp } from '../kernel/time.ts'
import type { Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Names the lock under which one process at a time migrates a PostgreSQL database. */
const LOCK = 0x7e55e7a

/**
 * Does the migrations that the database has not seen, all or none of them; several processes may
 * try at once. Throws `database_newer` (conflict) if a newer version of the program was here.
 */
export async function migrate(
  db: Kysely<Schema>,
  migrations: readonly Migration[],
  now: () => Date = () => new Date(),
): Promise<void> {
  if (await isUpToDate(db, migrations)) return
  // Not serializable: on PostgreSQL the tables must be read as they are when the lock is given.
  await db.transaction().execute(async (trx) => {
    const dialect = isPostgres(trx) ? 'postgres' : 'sqlite'
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
    await createMigrationTable(trx, dialect)
    const done = await countDone(trx, migrations)
    for (const [index, migration] of migrations.entries()) {
      if (index < done) continue
      for (const statement of migration.statements(wordsOf(dialect))) {
        await sql.raw(statement).execute(trx)
      }
      const row = { number: index + 1, name: migration.name, applied: toTimestamp(now()) }
      await trx.insertInto('migration').values(row).execute()
    }
  })
}

/** A look without a lock, so that a command can open the database while another one writes. */
async function isUpToDate(db: Kysely<Schema>, migrations: readonly Migration[]): Promise<boolean> {
  const table = isPostgres(db)
    ? sql`select 1 where to_regclass('migration') is not null`
    : sql`select 1 from sqlite_schema where name = 'migration'`
  const { rows } = await table.execute(db)
  return rows.length > 0 && (await countDone(db, migrations)) === migrations.length
}

async function createMigrationTable(trx: Transaction<Schema>, dialect: Dialect): Promise<void> {
  const { integer, text, strict } = wordsOf(dialect)
  const statement = `create table if not exists migration (
  number ${integer} primary key,
  name ${text} not null,
  applied ${text} not null
)${strict}`
  await sql.raw(statement).execute(trx)
}

async function countDone(db: Kysely<Schema>, migrations: readonly Migration[]): Promise<number> {
  const done = await db.selectFrom('migration').select('name').orderBy('number').execute()
  const unknown = done.find(({ name }, index) => name !== migrations[index]?.name)
  if (unknown === undefined) return done.length
  throw new TesseraError(
    'conflict',
    'database_newer',
    `This database was last written by a newer version of Tessera (migration ${unknown.name} is ` +
      'not known here). Install that version again, or restore a backup made by this one.',
  )
}
