import { existsSync } from 'node:fs'

import { type Kysely, sql } from 'kysely'

import { isBusy } from './refusal.ts'
import type { Schema } from './schema.ts'
import { openSqliteFile } from './sqlite-file.ts'

/**
 * Whether another connection has a SQLite file open: only who is alone may leave the write-ahead
 * log, so that is tried, and taken back. A file that cannot be read is used by nobody.
 */
export function isSqliteInUse(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    const handle = openSqliteFile(file, 'writer')
    try {
      handle.run('pragma journal_mode = delete', [])
      handle.run('pragma journal_mode = wal', [])
    } finally {
      handle.close()
    }
  } catch (error) {
    return isBusy(error)
  }
  return false
}

/** Whether other connections of Tessera work on this PostgreSQL database, on whatever machine. */
export async function isPostgresInUse(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ readonly n: number }>`
    select count(*) as n from pg_stat_activity
    where application_name = 'tessera' and datname = current_database()
      and usename = current_user and pid <> pg_backend_pid()`.execute(db)
  return (rows[0]?.n ?? 0) > 0
}
