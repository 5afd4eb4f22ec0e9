import {
  type Insertable,
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type SqlBool,
} from 'kysely'

import type { CollectiveState } from '../record/acceptance.ts'
import type { HeadFact, RecordFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { Head } from '../record/head.ts'
import type { SignedRecord } from '../record/record.ts'
import type { HeadTable, RecordTable, Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Rows of one INSERT: SQLite takes 32,766 parameters, and no row here has more than 12. */
const ROWS_AT_ONCE = 500

/** Values of one IN list, likewise. */
const VALUES_AT_ONCE = 5_000

/** Does `work` with at most as many rows at a time as one INSERT takes. */
export async function inBatches<T>(
  rows: readonly T[],
  work: (batch: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await work(rows.slice(start, start + ROWS_AT_ONCE))
  }
}

/** Collects what `query` finds for at most as many values at a time as one IN list takes. */
export async function findIn<T, R>(
  values: readonly T[],
  query: (batch: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const found: R[] = []
  for (let start = 0; start < values.length; start += VALUES_AT_ONCE) {
    found.push(...(await query(values.slice(start, start + VALUES_AT_ONCE))))
  }
  return found
}

/** Whether a column has one of many values, which are one parameter however many they are. */
export function isAmong(
  db: Kysely<Schema>,
  column: string | RawBuilder<string>,
  values: readonly string[],
): RawBuilder<SqlBool> {
  const tested = typeof column === 'string' ? sql.ref(column) : column
  return isPostgres(db)
    ? sql`${tested} = any(${values})`
    : sql`${tested} in (select value from json_each(${JSON.stringify(values)}))`
}

/** Where the index of statements begins to look at a digest, counted from 1. */
const END_OF_DIGEST = 40

/** Whether a record has one of these statement digests, in the words of the index `record_statement`. */
export function hasStatement(
  db: Kysely<Schema>,
  statements: readonly Digest[],
): RawBuilder<SqlBool> {
  const ends = statements.map((statement) => statement.slice(END_OF_DIGEST - 1))
  const isIndexed = isAmong(db, sql`substr(record.statement, 40)`, ends)
  return sql`${isIndexed} and ${isAmong(db, 'record.statement', statements)}`
}

/** Only this program writes the column. */
export function toState(state: string): CollectiveState {
  return state as CollectiveState
}

export function recordRow(record: SignedRecord): Insertable<RecordTable> {
  return {
    digest: record.digest,
    scid: record.scid,
    type: record.type,
    slug: record.slug,
    version: record.version,
    statement: record.statement,
    published: record.published,
    updated: record.updated,
    expires: record.expires,
    withdrawn: record.withdrawn ? 1 : 0,
    signed_by: record.signedBy,
    signers: record.signers.join(' '),
  }
}

type RecordColumns = Omit<Selectable<RecordTable>, 'scid' | 'statement' | 'published'>

export function toRecordFact(row: RecordColumns): RecordFact {
  return {
    digest: row.digest,
    type: row.type,
    slug: row.slug,
    version: row.version,
    updated: row.updated,
    expires: row.expires,
    withdrawn: row.withdrawn === 1,
    signedBy: row.signed_by,
    signers: row.signers.split(' '),
  }
}

export function headRow(head: Head): Insertable<HeadTable> {
  return {
    digest: head.digest,
    scid: head.scid,
    state_digest: head.stateDigest,
    version: head.version,
    previous: head.previous,
    manifest: head.manifest,
    did_version: head.did,
    published: head.published,
    expires: head.expires,
    signer: head.signer,
  }
}

export function toHeadFact(row: Selectable<HeadTable>): HeadFact {
  return {
    digest: row.digest,
    stateDigest: row.state_digest,
    version: row.version,
    previous: row.previous,
    manifest: row.manifest,
    did: row.did_version,
    published: row.published,
    expires: row.expires,
    signer: row.signer,
  }
}
