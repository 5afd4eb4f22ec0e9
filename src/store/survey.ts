import { type Kysely, sql } from 'kysely'

import { KNOWLEDGE, type Knowledge, type TableName, tableNames } from './knowledge.ts'
import type { Schema } from './schema.ts'

/** How many rows a table has, and which of its columns teach what. */
export interface TableSurvey {
  readonly table: TableName
  readonly rows: number
  readonly teaches: Readonly<Partial<Record<Knowledge, readonly string[]>>>
}

/** Counts every table. */
export async function surveyTables(db: Kysely<Schema>): Promise<readonly TableSurvey[]> {
  const surveys: TableSurvey[] = []
  for (const table of tableNames()) {
    const columns = Object.entries<Knowledge>(KNOWLEDGE[table])
    const byKnowledge = Object.groupBy(columns, ([, knowledge]) => knowledge)
    const teaches = Object.fromEntries(
      Object.entries(byKnowledge).map(([what, found]) => [what, found.map(([name]) => name)]),
    )
    surveys.push({ table, rows: await countRows(db, table), teaches })
  }
  return surveys
}

async function countRows(db: Kysely<Schema>, table: TableName): Promise<number> {
  const { rows } = await sql<{
    readonly n: number
  }>`select count(*) as n from ${sql.table(table)}`.execute(db)
  return rows[0]?.n ?? 0
}

/** Texts that name a host, wherever they stand: the addresses that a disk gives away. */
export async function listContacts(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly place: string }>`
    select origin as place from peer
    union select inbox from peer
    union select inbox from follower
    union select actor from follower
    union select host from delivery
    union select host from host_state
    union select host from host_check`.execute(db)
  return new Set(rows.map(({ place }) => URL.parse(place)?.host || place))
}

export async function countBlocked(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{
    readonly n: number
  }>`select count(*) as n from collective where blocked = 1`.execute(db)
  return rows[0]?.n ?? 0
}

export async function countSenders(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{
    readonly n: number
  }>`select count(distinct sender) as n from envelope`.execute(db)
  return rows[0]?.n ?? 0
}
