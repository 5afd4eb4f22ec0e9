import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Pool, types, type CustomTypesConfig, type PoolClient } from 'pg'

import { MINUTE, SECOND } from '../kernel/time.ts'
import { refusalOf } from './refusal.ts'

/** Connections of one process; PostgreSQL allows 100 in all by default, and several processes may run. */
const MAX_CONNECTIONS = 10

/** No statement of ours needs longer; one that does has met a lock or a missing index. */
const STATEMENT_TIMEOUT = 30 * SECOND

/** A process that died in a transaction must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT = MINUTE

const CONNECT_TIMEOUT = 5 * SECOND

/** bigint and numeric come as texts by default; all that we store and count are safe integers. */
const NUMBER_TYPES: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC]

/**
 * PostgreSQL for Kysely. `onError` hears of connections that broke while nobody used them; they are
 * replaced by themselves.
 */
export function createPostgresDialect(
  url: string,
  onError: (error: unknown) => void,
): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    application_name: 'tessera',
    types: { getTypeParser },
  })
  pool.on('error', onError)
  return new PostgresDialect({ pool: refusing(pool) })
}

const getTypeParser: CustomTypesConfig['getTypeParser'] = (oid, format) =>
  NUMBER_TYPES.includes(oid) ? Number : types.getTypeParser(oid, format)

/** The same pool, with its errors turned into refusals where they are some. */
function refusing(pool: Pool): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(refuse)
      const known = clients.get(client) ?? refusingClient(client)
      clients.set(client, known)
      return known
    },
  }
}

function refusingClient(client: PoolClient): PostgresPoolClient {
  const query = (sql: string, parameters: readonly unknown[]) =>
    client.query(sql, [...parameters]).catch(refuse)
  return {
    query: query as unknown as PostgresPoolClient['query'], // without the cursors of streams
    release: (destroy) => client.release(destroy),
  }
}

function refuse(error: unknown): never {
  throw refusalOf(error)
}
