import { type Kysely, sql, type Transaction } from 'kysely'

import type {
  DirectoryReader,
  DirectoryStore,
  DirectoryTransaction,
} from '../directory/directory-store.ts'
import type { Database } from './database.ts'
import { findEntries, toChange, toEntries, writeEntries } from './entry-rows.ts'
import { searchEntries } from './entry-search.ts'
import { erasing } from './erasing.ts'
import { listHostsToCheck, listProofs, saveCheck } from './host-check-rows.ts'
import { changeParts, findParts, listPartIds, listSources } from './part-rows.ts'
import { readProgress, saveProgress } from './progress-rows.ts'
import type { Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** Names the lock under which the directory is written on PostgreSQL, one transaction at a time. */
const LOCK = 0x7e55e7c

/** Keeps the parts and entries of the directory, with the index of their words. */
export function createDirectoryStore(
  database: Pick<Database, 'db' | 'checkpoint'>,
): DirectoryStore {
  const { db } = database
  return {
    ...createReader(db),
    transaction: (work) =>
      // Not serializable: on PostgreSQL it must see what the one before it wrote under the lock.
      erasing(database, (noteErased) =>
        db.transaction().execute(async (trx) => {
          if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
          return await work(createWriter(trx, noteErased))
        }),
      ),
  }
}

function createReader(db: Kysely<Schema>): DirectoryReader {
  const entries = () => db.selectFrom('entry').selectAll()
  return {
    findEntries: (ids) => findEntries(db, ids),
    async findIds({ slug, scid8 }) {
      const rows = await db
        .selectFrom('entry')
        .select('id')
        .where((eb) =>
          eb.or([
            ...(slug === undefined ? [] : [eb('slug', '=', slug)]),
            ...(scid8 === undefined ? [] : [eb('scid8', '=', scid8)]),
          ]),
        )
        .orderBy('id')
        .execute()
      return rows.map((row) => row.id)
    },
    async listEntries(after, limit) {
      const rows = await entries()
        .where('id', '>', after ?? '')
        .where('json', 'is not', null)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.flatMap(toEntries)
    },
    async changesSince(after, limit) {
      const rows = await entries()
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(toChange)
    },
    async listDue(now, limit) {
      const rows = await db
        .selectFrom('entry')
        .select('id')
        .where('due', '<=', now)
        .orderBy('due')
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },
    readProgress: () => readProgress(db),
    searchEntries: (query, scope, limit) => searchEntries(db, { query, scope, limit }),
    listHostsToCheck: (limit) => listHostsToCheck(db, limit),
  }
}

function createWriter(trx: Transaction<Schema>, noteErased: () => void): DirectoryTransaction {
  return {
    listSources: (scid) => listSources(trx, scid),
    findParts: (ids) => findParts(trx, ids),
    listPartIds: (keys) => listPartIds(trx, keys),
    listProofs: (scid) => listProofs(trx, scid),
    changeParts(change) {
      if (change.gone.length > 0) noteErased()
      return changeParts(trx, change)
    },
    findEntries: (ids) => findEntries(trx, ids),
    writeEntries: (writes, now) => writeEntries(trx, writes, now),
    saveCheck: (check, now) => saveCheck(trx, check, now),
    saveProgress: (progress) => saveProgress(trx, progress),
  }
}
