import { CompiledQuery, type Kysely, sql } from 'kysely'

import type { CopyItem, CopyValue } from '../exchange/backup-copy.ts'
import type { Scid } from '../record/did.ts'
import type { Database } from './database.ts'
import { KNOWLEDGE, type TableName, tableNames } from './knowledge.ts'
import type { Schema } from './schema.ts'
import { openSqliteFile } from './sqlite-file.ts'

/** Rows that PostgreSQL hands over at a time. */
const PAGE = 1000

/** What belongs to the moment: leases end by themselves, migrations are done again. */
const LEFT_OUT: ReadonlySet<string> = new Set(['lease', 'migration'])
/** PostgreSQL makes it by itself. */
const GENERATED: ReadonlySet<string> = new Set(['terms'])

/** Reads one moment of a database, whatever is written meanwhile. */
export interface Snapshot extends AsyncDisposable {
  rows(table: TableName, columns: readonly string[]): AsyncIterable<readonly CopyValue[]>
}

/** Tables that a backup holds, in the order in which they can be put in again. */
export function copiedTables(): readonly TableName[] {
  return tableNames().filter((table) => !LEFT_OUT.has(table))
}

export async function openSnapshot({ db, file }: Pick<Database, 'db' | 'file'>): Promise<Snapshot> {
  return file === null ? await snapshotOfPostgres(db) : snapshotOfSqlite(file)
}

/** A connection of its own: in the write-ahead log, who reads sees what was when it began. */
function snapshotOfSqlite(file: string): Snapshot {
  const handle = openSqliteFile(file, 'reader')
  handle.run('begin', [])
  handle.run('select count(*) from migration', [])
  return {
    async *rows(table, columns) {
      yield* handle.iterate(selectText(table, columns)) as Iterable<readonly CopyValue[]>
    },
    async [Symbol.asyncDispose]() {
      handle.run('rollback', [])
      handle.close()
    },
  }
}

async function snapshotOfPostgres(db: Kysely<Schema>): Promise<Snapshot> {
  const trx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  return {
    async *rows(table, columns) {
      const declared = `declare copied no scroll cursor for ${selectText(table, columns)}`
      await trx.executeQuery(CompiledQuery.raw(declared))
      while (true) {
        const page = await trx.executeQuery<Readonly<Record<string, CopyValue>>>(
          CompiledQuery.raw(`fetch ${PAGE} from copied`),
        )
        for (const row of page.rows) yield columns.map((column) => row[column] ?? null)
        if (page.rows.length < PAGE) break
      }
      await sql`close copied`.execute(trx)
    },
    async [Symbol.asyncDispose]() {
      await trx.rollback().execute()
    },
  }
}

function selectText(table: TableName, columns: readonly string[]): string {
  return `select ${columns.map((column) => `"${column}"`).join(',')} from "${table}"`
}

/** Every table with its rows. */
export async function* copyTables(snapshot: Snapshot): AsyncGenerator<CopyItem> {
  for (const table of copiedTables()) {
    const columns = Object.keys(KNOWLEDGE[table]).filter((column) => !GENERATED.has(column))
    yield { kind: 'table', table, columns }
    for await (const values of snapshot.rows(table, columns)) yield { kind: 'row', values }
  }
}

/** Names of the migrations that the tables have seen, in order. */
export async function migrationsOf(snapshot: Snapshot): Promise<readonly string[]> {
  const done: { readonly number: number; readonly name: string }[] = []
  for await (const [number, name] of snapshot.rows('migration', ['number', 'name'])) {
    done.push({ number: Number(number), name: String(name) })
  }
  return done.toSorted((a, b) => a.number - b.number).map(({ name }) => name)
}

/** Whose node it is; null before `init`. */
export async function ownScidOf(snapshot: Snapshot): Promise<Scid | null> {
  let own: Scid | null = null
  for await (const [scid, isOwn] of snapshot.rows('collective', ['scid', 'own'])) {
    if (isOwn === 1) own = String(scid)
  }
  return own
}
