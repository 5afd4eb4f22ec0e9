import type { Kysely, Selectable } from 'kysely'

import type { EntryChange, EntryWrite, StoredEntry } from '../directory/directory-store.ts'
import type { DirectoryEntry } from '../directory/entry.ts'
import type { Timestamp } from '../kernel/time.ts'
import { shortScid } from '../record/did.ts'
import { indexEntries, unindexEntries } from './entry-search.ts'
import { insertRows } from './insert-rows.ts'
import { isAmong } from './rows.ts'
import type { EntryTable, Schema } from './schema.ts'

type Row = Selectable<EntryTable>

/** In the order of `ids`. */
export async function findEntries(
  db: Kysely<Schema>,
  ids: readonly string[],
): Promise<StoredEntry[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('entry')
    .selectAll()
    .where(isAmong(db, 'id', ids))
    .where('json', 'is not', null)
    .execute()
  const found = new Map(rows.flatMap(toEntries).map((stored) => [stored.entry.id, stored]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/**
 * Every entry that is written gets a new row in place of its old one. The highest sequence is read
 * before anything is deleted, so that none is ever given twice.
 */
export async function writeEntries(
  trx: Kysely<Schema>,
  writes: readonly EntryWrite[],
  now: Timestamp,
): Promise<void> {
  const last = await trx
    .selectFrom('entry')
    .select('sequence')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const first = (last?.sequence ?? 0) + 1
  await removeOld(trx, writes)
  const rows = writes.map((write, i) => entryRow(write, first + i, now))
  await insertRows(trx, 'entry', rows)
  await indexEntries(
    trx,
    writes.flatMap((write, i) =>
      write.entry === null ? [] : [{ sequence: first + i, text: write.text }],
    ),
  )
}

async function removeOld(trx: Kysely<Schema>, writes: readonly EntryWrite[]): Promise<void> {
  const ids = writes.map(({ id }) => id)
  const old = await trx
    .selectFrom('entry')
    .select(['sequence', 'json'])
    .where(isAmong(trx, 'id', ids))
    .execute()
  if (old.length === 0) return
  await unindexEntries(
    trx,
    old.filter(({ json }) => json !== null).map(({ sequence }) => sequence),
  )
  await trx
    .deleteFrom('entry')
    .where(isAmong(trx, 'id', ids))
    .execute()
}

function entryRow({ id, entry }: EntryWrite, sequence: number, changed: Timestamp): Row {
  const { slug = null, scid = null, dueAt = null } = entry ?? {}
  return {
    sequence,
    id,
    changed,
    slug,
    scid8: scid === null ? null : shortScid(scid),
    due: dueAt,
    json: entry === null ? null : JSON.stringify(entry),
  }
}

export function toEntries(row: Row): StoredEntry[] {
  const { sequence, changedAt, entry } = toChange(row)
  return entry === null ? [] : [{ entry, sequence, changedAt }]
}

export function toChange({ id, sequence, changed, json }: Row): EntryChange {
  const entry = json === null ? null : (JSON.parse(json) as DirectoryEntry)
  return { id, sequence, changedAt: changed, entry }
}
