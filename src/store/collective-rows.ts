import { type Kysely, type Selectable, sql } from 'kysely'

import type {
  Change,
  Collective,
  ObjectReader,
  ObjectWriter,
  StoredEntry,
} from '../exchange/object-store.ts'
import type { Scid } from '../record/did.ts'
import type { EntryFact } from '../record/log-facts.ts'
import { toState } from './rows.ts'
import type { CollectiveTable, DidEntryTable, Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

type Reads =
  | 'findCollective'
  | 'listCollectives'
  | 'findLog'
  | 'logVersion'
  | 'listDue'
  | 'listChanges'
  | 'lastSequence'

/** Reads collectives, their logs and what happened to them. */
export function createCollectiveReader(db: Kysely<Schema>): Pick<ObjectReader, Reads> {
  return {
    async findCollective(scid) {
      const row = await db
        .selectFrom('collective')
        .selectAll()
        .where('scid', '=', scid)
        .executeTakeFirst()
      return row === undefined ? null : toCollective(row)
    },
    async listCollectives() {
      const rows = await db.selectFrom('collective').selectAll().orderBy('scid').execute()
      return rows.map(toCollective)
    },
    async findLog(scid) {
      const entries = await db
        .selectFrom('did_entry')
        .selectAll()
        .where('scid', '=', scid)
        .orderBy('number')
        .orderBy('version_id')
        .execute()
      const witness = await db
        .selectFrom('did_witness')
        .select('bytes')
        .where('scid', '=', scid)
        .executeTakeFirst()
      if (entries.length === 0 || witness === undefined) return null
      return { entries: entries.map(toEntry), witness: witness.bytes }
    },
    async logVersion(scid) {
      const row = await db
        .selectFrom('collective')
        .select('log_version')
        .where('scid', '=', scid)
        .executeTakeFirst()
      return row?.log_version ?? 0
    },
    async listDue(now) {
      const rows = await db
        .selectFrom('collective')
        .select('scid')
        .where('settled_until', '<=', now)
        .execute()
      return rows.map((row) => row.scid)
    },
    async listChanges(after, limit, what) {
      const rows = await db
        .selectFrom('change')
        .selectAll()
        .where('seq', '>', after)
        .$if(what !== undefined, (query) => query.where('what', '=', what ?? 'log'))
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(({ seq, ...change }) => ({ sequence: seq, ...change }))
    },
    async lastSequence() {
      const row = await db
        .selectFrom('change')
        .select('seq')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.seq ?? 0
    },
  }
}

type Writes = 'addCollective' | 'putLog' | 'setBlocked' | 'addChange'

/** Writes collectives and their logs. */
export function createCollectiveWriter(trx: Kysely<Schema>): Pick<ObjectWriter, Writes> {
  return {
    async addCollective({ scid, did, own, at }) {
      await trx
        .insertInto('collective')
        .values({
          scid,
          did,
          state: 'UNKNOWN',
          own: own ? 1 : 0,
          blocked: 0,
          first_seen: at,
          state_changed: at,
          head: null,
          head_expires: null,
          settled_until: null,
          log_version: 0,
          stored: 0,
        })
        .onConflict((oc) => {
          const known = oc.column('scid')
          return own ? known.doUpdateSet({ own: 1 }) : known.doNothing()
        })
        .execute()
    },
    async putLog(scid, { entries, witness }, did) {
      await trx.deleteFrom('did_entry').where('scid', '=', scid).execute()
      await trx
        .insertInto('did_entry')
        .values(entries.map((entry) => entryRow(scid, entry)))
        .execute()
      await trx
        .insertInto('did_witness')
        .values({ scid, bytes: witness })
        .onConflict((oc) => oc.column('scid').doUpdateSet({ bytes: witness }))
        .execute()
      await trx
        .updateTable('collective')
        .set((eb) => ({ did, log_version: eb('log_version', '+', 1) }))
        .where('scid', '=', scid)
        .execute()
    },
    async setBlocked(scid, blocked, at) {
      await trx
        .updateTable('collective')
        .set({ blocked: blocked ? 1 : 0 })
        .where('scid', '=', scid)
        .execute()
      await addChange(trx, { scid, what: 'blocked', at })
    },
    async addChange(change) {
      await addChange(trx, change)
    },
  }
}

/**
 * Names the lock under which changes are appended on PostgreSQL. Sequences are given before commits:
 * without it who follows them could see 8 before 7, and miss 7.
 */
const CHANGE_LOCK = 0x7e55e7b

/** Appends a change and returns its sequence. */
export async function addChange(
  trx: Kysely<Schema>,
  { scid, what, at }: Omit<Change, 'sequence'>,
): Promise<number> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${CHANGE_LOCK})`.execute(trx)
  const { seq } = await trx
    .insertInto('change')
    .values({ scid, what, at })
    .returning('seq')
    .executeTakeFirstOrThrow()
  return seq
}

function toCollective(row: Selectable<CollectiveTable>): Collective {
  return {
    scid: row.scid,
    did: row.did,
    state: toState(row.state),
    own: row.own === 1,
    blocked: row.blocked === 1,
    head: row.head,
    headExpires: row.head_expires,
    firstSeen: row.first_seen,
    stateChanged: row.state_changed,
  }
}

function entryRow(scid: Scid, entry: StoredEntry): Selectable<DidEntryTable> {
  return {
    scid,
    version_id: entry.versionId,
    number: entry.number,
    previous: entry.previous,
    bytes: entry.text,
    fact: JSON.stringify(entry.fact),
    received: entry.received,
  }
}

function toEntry(row: Selectable<DidEntryTable>): StoredEntry {
  return {
    versionId: row.version_id,
    number: row.number,
    previous: row.previous,
    text: row.bytes,
    fact: JSON.parse(row.fact) as EntryFact,
    received: row.received,
  }
}
