import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import type { Kysely } from 'kysely'
import { Client } from 'pg'
import type { Test } from 'tap'

import {
  openDatabase,
  type Database,
  type DatabaseLocation,
  type DatabaseOptions,
} from '../../src/store/database.ts'
import type { Schema } from '../../src/store/schema.ts'

/** `postgres://...` runs the same tests on PostgreSQL; `npm run test:postgres` sets it. */
const POSTGRES_URL = process.env['TESSERA_TEST_DATABASE_URL']

/** Whether the tests run on PostgreSQL. */
export const onPostgres = POSTGRES_URL !== undefined

/** An empty database with all tables, gone when the test ends: SQLite in memory, or PostgreSQL. */
export async function testDatabase(t: Test): Promise<Kysely<Schema>> {
  const location = onPostgres ? await testLocation(t) : { file: ':memory:' }
  const { db } = await openFor(t, location)
  return db
}

/** A place for a database that several connections or processes open: a file, or a schema of its own. */
export async function testLocation(t: Test): Promise<DatabaseLocation> {
  if (POSTGRES_URL === undefined) return { file: join(t.testdir({}), 'tessera.db') }
  const schema = `test_${randomBytes(8).toString('hex')}`
  await execute(POSTGRES_URL, `create schema ${schema}`)
  t.teardown(() => execute(POSTGRES_URL, `drop schema ${schema} cascade`))
  const url = new URL(POSTGRES_URL)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return { url: url.href }
}

/** Opens a database and closes it when the test ends. */
export async function openFor(
  t: Test,
  location: DatabaseLocation,
  options?: DatabaseOptions,
): Promise<Database> {
  const database = await openDatabase(location, options)
  t.teardown(() => database.close())
  return database
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
