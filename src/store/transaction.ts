import { PostgresAdapter, type Kysely, type Transaction } from 'kysely'

import { PATIENCE, tryAgain } from './patience.ts'
import { isConflict } from './refusal.ts'
import type { Schema } from './schema.ts'

/** Whether `db` (or a transaction) is on PostgreSQL, for the few places in which SQL differs. */
export function isPostgres(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/**
 * Does `work` in one transaction that sees and changes the database as if it were alone: on SQLite
 * it is (one writer at a time), PostgreSQL checks it and lets the loser of a conflict try again. So
 * `work` may run more than once: it does nothing but reading and writing the database through the
 * transaction it is given, and it awaits nothing else. Within a transaction it joins that one.
 * Throws what `work` throws, and then nothing is written; `database_busy` if others were in the
 * way for too long.
 */
export async function transaction<T>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  if (isTransaction(db)) return work(db)
  return tryAgain(() => db.transaction().setIsolationLevel('serializable').execute(work), {
    when: isConflict,
    deadline: performance.now() + PATIENCE,
  })
}

function isTransaction(db: Kysely<Schema>): db is Transaction<Schema> {
  return db.isTransaction
}
