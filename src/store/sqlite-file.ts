import { chmodSync, closeSync, openSync } from 'node:fs'

import SqliteDatabase from 'better-sqlite3'
import type { QueryResult } from 'kysely'

import { TesseraError } from '../kernel/errors.ts'
import { SECOND } from '../kernel/time.ts'

/** How long SQLite itself may wait for a lock: it does so on the event loop (security-bar R08). */
const BUSY_TIMEOUT = 0.02 * SECOND

/** The write-ahead log is cut back to this after a checkpoint: what was erased lingers in it. */
const LOG_SIZE_LIMIT = 4 * 1024 * 1024

/** Of a new file. Records are 1 to 4 KB; twice SQLite's default makes taking them in a quarter cheaper. */
const PAGE_SIZE = 8192

/** Pages in the write-ahead log (16 MiB) before it is moved into the file. */
const CHECKPOINT_AFTER = 2000

/**
 * Pages that a connection keeps in memory; a negative number is KiB. Writing goes through them again
 * and again before it is committed; what is read is at hand in the system's own cache too.
 */
const CACHE_SIZE = { writer: -16_384, reader: -4096 }

/** Distinct texts of SQL are few; a bound nevertheless, since lists of parameters vary in length. */
const MAX_STATEMENTS = 500

/** The name that SQLite gives a database without a file. */
export const IN_MEMORY = ':memory:'

/** One connection to SQLite, which remembers the statements it has prepared. */
export interface SqliteHandle {
  readonly inTransaction: boolean
  run(sql: string, parameters: readonly unknown[]): QueryResult<never>
  /** Rows as arrays of their columns, one at a time; nothing else runs on the connection meanwhile. */
  iterate(sql: string): IterableIterator<readonly unknown[]>
  close(): void
}

/**
 * Opens a connection, with everything set that SQLite forgets from one connection to the next.
 * A new file is readable by its owner only, and so are the log and the index that SQLite puts
 * beside it. A `reader` cannot write. Throws `database_file` (unavailable).
 * SPEC: security-bar.md, section 1, fact 8; design.md, section 10.
 */
export function openSqliteFile(file: string, role: 'writer' | 'reader'): SqliteHandle {
  if (file !== IN_MEMORY && role === 'writer') keepToOwner(file)
  const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT })
  try {
    for (const pragma of pragmasOf(role)) database.pragma(pragma)
  } catch (error) {
    database.close()
    throw error
  }
  return createHandle(database)
}

function keepToOwner(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
  } catch (cause) {
    const message =
      'The database file cannot be opened or made; its directory must exist and belong to the ' +
      'account that runs Tessera.'
    throw new TesseraError('unavailable', 'database_file', message, { cause })
  }
}

function pragmasOf(role: 'writer' | 'reader'): readonly string[] {
  return [
    `page_size = ${PAGE_SIZE}`,
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
    'foreign_keys = ON',
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'temp_store = MEMORY', // nothing that is sorted goes to a file of its own
    `journal_size_limit = ${LOG_SIZE_LIMIT}`,
    `wal_autocheckpoint = ${CHECKPOINT_AFTER}`,
    `cache_size = ${CACHE_SIZE[role]}`,
    ...(role === 'reader' ? ['query_only = ON'] : []),
  ]
}

/** Preparing costs as much as running a small statement; so each text is prepared once. */
function createHandle(database: SqliteDatabase.Database): SqliteHandle {
  const prepared = new Map<string, SqliteDatabase.Statement>()

  function prepare(sql: string): SqliteDatabase.Statement {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const [oldest] = prepared.keys()
    if (prepared.size >= MAX_STATEMENTS && oldest !== undefined) prepared.delete(oldest)
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }

  return {
    get inTransaction() {
      return database.inTransaction
    },
    run(sql, parameters) {
      const statement = prepare(sql)
      if (statement.reader) return { rows: statement.all(parameters) as never[] }
      const { changes } = statement.run(parameters)
      return { numAffectedRows: BigInt(changes), rows: [] }
    },
    iterate(sql) {
      return prepare(sql).raw().iterate() as IterableIterator<readonly unknown[]>
    },
    close() {
      prepared.clear()
      database.close()
    },
  }
}
