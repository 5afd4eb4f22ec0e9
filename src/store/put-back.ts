import { type Kysely, sql, type Transaction } from 'kysely'

import { migrations } from '../../migrations/index.ts'
import { backupNewer, type CopyItem, type CopyValue } from '../exchange/backup-copy.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { appendAct } from './act-log.ts'
import { copiedTables } from './copy-tables.ts'
import { type DatabaseLocation, openDatabase } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { tableNames } from './knowledge.ts'
import type { Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Rows put in by one call. */
const AT_ONCE = 200

/**
 * Peers go on in our changes from the number they read last, and the lost node may have given out
 * more numbers than the backup knows: ours go on well above.
 */
const SEQUENCE_JUMP = 1_000_000

/** Tables whose database gives the numbers. */
const COUNTED = { change: 'seq', delivery: 'id', job: 'id' } as const

export interface PutBack {
  readonly location: DatabaseLocation
  /** Names of the migrations that the copied tables have seen. */
  readonly done: readonly string[]
  readonly items: AsyncIterable<Exclude<CopyItem, { readonly kind: 'file' }>>
  readonly now: Date
  /** When the copy was made. */
  readonly created: string
}

/**
 * Fills an empty database with a copy, in one transaction, and brings it up to date afterwards.
 * Throws `backup_newer`, `database_not_empty`, and what the items throw; then nothing is in it.
 */
export async function putBackTables(copy: PutBack): Promise<void> {
  const { location, done } = copy
  if (done.some((name, index) => name !== migrations[index]?.name)) throw backupNewer()
  {
    await using database = await openDatabase(location, {
      migrations: migrations.slice(0, done.length),
    })
    await database.db.transaction().execute(async (trx) => {
      await checkEmpty(trx)
      await fill(trx, copy)
      await goOnCounting(trx)
      // Whatever peers said before, they are asked for everything.
      await trx.updateTable('peer').set({ cursor: null, last_sync: null }).execute()
    })
  }
  await using upToDate = await openDatabase(location)
  await appendAct(upToDate.db, {
    at: toTimestamp(copy.now),
    what: 'backup_restored',
    detail: { created: copy.created },
  })
  await upToDate.checkpoint()
}

async function checkEmpty(trx: Transaction<Schema>): Promise<void> {
  const row = await sql<{ readonly n: number }>`
    select (select count(*) from collective) + (select count(*) from act) as n`.execute(trx)
  if (row.rows[0]?.n === 0) return
  throw new TesseraError(
    'conflict',
    'database_not_empty',
    'There is a node in this database already; a backup is restored into an empty one only.',
  )
}

async function fill(trx: Transaction<Schema>, { items }: PutBack): Promise<void> {
  const known = new Set<string>(copiedTables())
  let table = ''
  let columns: readonly string[] = []
  let rows: Readonly<Record<string, CopyValue>>[] = []
  const flush = async (): Promise<void> => {
    await insertRows(trx, table as never, rows as never)
    rows = []
  }
  for await (const item of items) {
    if (item.kind === 'table') {
      await flush()
      if (!known.has(item.table)) throw unknownTable(item.table)
      ;({ table, columns } = item)
    } else {
      rows.push(Object.fromEntries(columns.map((name, i) => [name, item.values[i] ?? null])))
      if (rows.length === AT_ONCE) await flush()
    }
  }
  await flush()
}

function unknownTable(table: string): TesseraError {
  return invalid('backup_damaged', `The backup names a table "${table}" that there is not.`)
}

/** Numbers are never given twice, also not those that the lost node gave after the copy was made. */
async function goOnCounting(trx: Transaction<Schema>): Promise<void> {
  if (!isPostgres(trx)) {
    await sql`update sqlite_sequence set seq = seq + ${SEQUENCE_JUMP}`.execute(trx)
    return
  }
  for (const [table, column] of Object.entries(COUNTED)) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${column}),
        (select coalesce(max(${sql.ref(column)}), 0) from ${sql.table(table)}) + ${SEQUENCE_JUMP})
    `.execute(trx)
  }
}

/** The newest DID entry of the own collective, by its number; null without any. */
export async function findNewestOwnEntry(
  location: DatabaseLocation,
  scid: Scid,
): Promise<string | null> {
  await using database = await openDatabase(location)
  const row = await database.db
    .selectFrom('did_entry')
    .select('version_id')
    .where('scid', '=', scid)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.version_id ?? null
}

/** Takes every table of ours out of a PostgreSQL database. */
export async function dropTables(db: Kysely<Schema>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of tableNames().toReversed()) {
      await sql`drop table if exists ${sql.table(table)} cascade`.execute(trx)
    }
  })
}
