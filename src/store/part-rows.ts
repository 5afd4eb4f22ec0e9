import type { Kysely } from 'kysely'

import type { PartChange, PartSource } from '../directory/directory-store.ts'
import { type EntryPart, keysOf } from '../directory/parts.ts'
import type { Scid } from '../record/did.ts'
import { insertRows } from './insert-rows.ts'
import { isAmong } from './rows.ts'
import type { Schema } from './schema.ts'

/** `/` follows the SCID in the ids of its parts, and `0` follows `/`. */
export async function listSources(db: Kysely<Schema>, scid: Scid): Promise<PartSource[]> {
  return await db
    .selectFrom('entry_part')
    .select(['id', 'record'])
    .where('id', '>', `${scid}/`)
    .where('id', '<', `${scid}0`)
    .execute()
}

export async function findParts(db: Kysely<Schema>, ids: readonly string[]): Promise<EntryPart[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('entry_part')
    .select('json')
    .where(isAmong(db, 'id', ids))
    .execute()
  return rows.map(({ json }) => JSON.parse(json) as EntryPart)
}

export async function listPartIds(db: Kysely<Schema>, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('entry_part_key')
    .select('part')
    .distinct()
    .where(isAmong(db, 'key', keys))
    .execute()
  return rows.map(({ part }) => part)
}

export async function changeParts(
  trx: Kysely<Schema>,
  { gone, written }: PartChange,
): Promise<void> {
  if (gone.length > 0) await removeParts(trx, gone)
  const parts = written.map(({ part, record }) => {
    return { id: part.id, record, json: JSON.stringify(part) }
  })
  const keys = written.flatMap(({ part }) => {
    const owner = part.kind === 'profile' ? part.by : null
    return keysOf(part).map((key) => ({ key, part: part.id, owner }))
  })
  await insertRows(trx, 'entry_part', parts)
  await insertRows(trx, 'entry_part_key', keys)
}

async function removeParts(trx: Kysely<Schema>, parts: readonly EntryPart[]): Promise<void> {
  const ids = parts.map(({ id }) => id)
  await trx
    .deleteFrom('entry_part')
    .where(isAmong(trx, 'id', ids))
    .execute()
  await trx
    .deleteFrom('entry_part_key')
    .where(isAmong(trx, 'key', parts.flatMap(keysOf)))
    .where(isAmong(trx, 'part', ids))
    .execute()
}
