import { Kysely } from 'kysely'

import type { Migration } from '../../migrations/dialect.ts'
import { migrations } from '../../migrations/index.ts'
import { migrate } from './migrate.ts'
import { PATIENCE, tryAgain } from './patience.ts'
import { isBusy, refusalOf } from './refusal.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import { IN_MEMORY, openSqliteFile } from './sqlite-file.ts'

/** A file of SQLite (`:memory:` for one that is gone when closed), or the address of a PostgreSQL. */
export type DatabaseLocation = { readonly file: string } | { readonly url: string }

export interface DatabaseOptions {
  /** Milliseconds a writer waits for others before it is refused as `database_busy`. */
  readonly patience?: number
  /** Hears of connections that broke while nobody used them. */
  readonly onError?: (error: unknown) => void
  /** How far the tables are brought; up to date where it is left out, not at all for null. */
  readonly migrations?: readonly Migration[] | null
}

export interface Database extends AsyncDisposable {
  readonly db: Kysely<Schema>
  readonly dialect: 'sqlite' | 'postgres'
  /** Of SQLite; null in memory and for PostgreSQL. */
  readonly file: string | null
  /**
   * Makes sure that nothing which was deleted before is left in SQLite's write-ahead log. To be
   * called after erasing; on PostgreSQL it does nothing.
   */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database and brings its tables up to date. Throws `database_newer` (conflict) if a
 * newer version of the program has written it, and what else is in refusal.ts.
 */
export async function openDatabase(
  location: DatabaseLocation,
  options: DatabaseOptions = {},
): Promise<Database> {
  const opened =
    'file' in location
      ? await openSqlite(location.file, options)
      : await openPostgres(location.url, options)
  try {
    const wanted = options.migrations === undefined ? migrations : options.migrations
    if (wanted !== null) await migrate(opened.db, wanted)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}

async function openSqlite(file: string, { patience = PATIENCE }: DatabaseOptions) {
  const deadline = performance.now() + patience
  const open = (role: 'writer' | 'reader') =>
    tryAgain(() => openSqliteFile(file, role), { when: isBusy, deadline }).catch(refuse)
  const writer = await open('writer')
  const reader = file === IN_MEMORY ? null : await open('reader')
  const dialect = createSqliteDialect({ writer, reader, patience })
  const db = new Kysely<Schema>({ dialect })
  return databaseOf(db, {
    dialect: 'sqlite',
    file: file === IN_MEMORY ? null : file,
    checkpoint: () => dialect.checkpoint(),
  })
}

async function openPostgres(url: string, { onError = () => {} }: DatabaseOptions) {
  const { createPostgresDialect } = await import('./postgres-dialect.ts')
  const dialect = createPostgresDialect(url, onError)
  const db = new Kysely<Schema>({ dialect })
  return databaseOf(db, { dialect: 'postgres', file: null, checkpoint: async () => {} })
}

function databaseOf(
  db: Kysely<Schema>,
  about: Pick<Database, 'dialect' | 'file' | 'checkpoint'>,
): Database {
  const close = (): Promise<void> => db.destroy()
  return { db, ...about, close, [Symbol.asyncDispose]: close }
}

function refuse(error: unknown): never {
  throw refusalOf(error)
}
