import {
  SelectQueryNode,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type QueryResult,
} from 'kysely'

import { createTurns, tryAgain } from './patience.ts'
import { databaseBusy, databaseFailed, isBusy, isFailure, refusalOf } from './refusal.ts'
import type { SqliteHandle } from './sqlite-file.ts'

export interface SqliteFile {
  readonly writer: SqliteHandle
  /** A second connection, for what is read outside of transactions; null for a database in memory. */
  readonly reader: SqliteHandle | null
  /** Milliseconds a caller waits for its turn to write. */
  readonly patience: number
}

/** What Kysely calls a connection: one caller's way to the two handles. */
interface Session extends DatabaseConnection {
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface SqliteDialect extends Dialect {
  /** Moves the write-ahead log into the file and empties it: what was erased is then gone from both. */
  checkpoint(): Promise<void>
}

/**
 * Kysely's own SQLite driver prepares every statement anew, waits for locks on the event loop, and
 * makes readers wait for writers. This one remembers statements, waits beside the event loop, lets
 * one caller write at a time, and reads on a connection of its own, which no transaction stops.
 *
 * Once reading or writing the file has failed, it writes nothing more: SQLite cannot know what the
 * disk holds then, and a node must not acknowledge what may be lost. SPEC: security-bar.md, R07, R08.
 */
export function createSqliteDialect(file: SqliteFile): SqliteDialect {
  const writing = createWriting(file)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => createSession(file, writing),
    beginTransaction: (connection) => (connection as Session).begin(),
    commitTransaction: (connection) => (connection as Session).commit(),
    rollbackTransaction: (connection) => (connection as Session).rollback(),
    releaseConnection: async () => {},
    destroy: async () => {
      file.reader?.close()
      file.writer.close()
    },
  }
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => adapter,
    createIntrospector: (db) => new SqliteIntrospector(db),
    checkpoint: async () => {
      await writing.alone(checkpoint)
    },
  }
}

const adapter: DialectAdapter = {
  supportsCreateIfNotExists: true,
  supportsMultipleConnections: true,
  supportsTransactionalDdl: true,
  supportsReturning: true,
  supportsOutput: false,
  acquireMigrationLock: async () => {},
  releaseMigrationLock: async () => {},
}

/** In SQLite a statement that begins so cannot write. */
const RAW_SELECT = /^\s*select\s/i

type Run = SqliteHandle['run']

/** Readers of other processes may stand in the way; SQLite then returns a row instead of throwing. */
function checkpoint(run: Run): QueryResult<never> {
  const result: QueryResult<unknown> = run('pragma wal_checkpoint(truncate)', [])
  const [row] = result.rows as { readonly busy: number }[]
  if (row?.busy === 1) throw Object.assign(new Error('checkpoint'), { code: 'SQLITE_BUSY' })
  return { rows: [] }
}

interface Writing {
  readonly run: Run
  /** Waits for the turn to write and for other processes, does one statement, ends the turn. */
  alone(statement: (run: Run) => QueryResult<never>): Promise<QueryResult<never>>
  /** Waits in the same way and opens a transaction; gives what ends the turn. */
  begin(): Promise<() => void>
}

function createWriting({ writer, patience }: SqliteFile): Writing {
  const turns = createTurns()
  let failure: unknown = null

  function run(sql: string, parameters: readonly unknown[]): QueryResult<never> {
    if (failure !== null) throw databaseFailed(failure)
    try {
      return writer.run(sql, parameters)
    } catch (error) {
      if (isFailure(error)) failure = error
      throw isBusy(error) ? error : refusalOf(error)
    }
  }

  async function take(statement: () => QueryResult<never>) {
    const deadline = performance.now() + patience
    const end = await turns.take(deadline)
    if (end === null) throw databaseBusy()
    try {
      return { end, result: await tryAgain(statement, { when: isBusy, deadline }) }
    } catch (error) {
      end()
      throw refusalOf(error)
    }
  }

  return {
    run,
    async alone(statement) {
      const { end, result } = await take(() => statement(run))
      end()
      return result
    },
    begin: async () => (await take(() => run('begin immediate', []))).end,
  }
}

function createSession(file: SqliteFile, writing: Writing): Session {
  let endTurn: (() => void) | null = null

  async function executeQuery({ sql, parameters, query }: CompiledQuery) {
    if (endTurn !== null) return writing.run(sql, parameters)
    if (file.reader === null || !(SelectQueryNode.is(query) || RAW_SELECT.test(sql))) {
      return writing.alone((run) => run(sql, parameters))
    }
    return readAside(file.reader, { sql, parameters, patience: file.patience })
  }

  return {
    executeQuery,
    streamQuery() {
      throw new Error('Rows are read page by page: a stream would hold the write-ahead log open.')
    },
    async begin() {
      endTurn = await writing.begin()
    },
    async commit() {
      writing.run('commit', [])
      endTurn?.()
      endTurn = null
    },
    async rollback() {
      try {
        // A full disk or a failing one has ended the transaction already.
        if (file.writer.inTransaction) file.writer.run('rollback', [])
      } finally {
        endTurn?.()
        endTurn = null
      }
    },
  }
}

interface Reading {
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly patience: number
}

/** Readers wait for nobody, but for the moment in which another process sets up or closes the log. */
async function readAside(
  reader: SqliteHandle,
  { sql, parameters, patience }: Reading,
): Promise<QueryResult<never>> {
  const deadline = performance.now() + patience
  try {
    return await tryAgain(() => reader.run(sql, parameters), { when: isBusy, deadline })
  } catch (error) {
    throw refusalOf(error)
  }
}
