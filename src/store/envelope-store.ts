import type { Kysely, Selectable } from 'kysely'

import {
  ENVELOPE_QUEUE,
  type EnvelopeStore,
  type StoredEnvelope,
} from '../exchange/envelope-store.ts'
import type { Database } from './database.ts'
import { erasing } from './erasing.ts'
import { putJobs } from './jobs.ts'
import type { EnvelopeTable, Schema } from './schema.ts'
import { transaction } from './transaction.ts'

/** Jobs of one key are done one after the other: what is taken back was offered before. */
const ORDER = { delay: 0, orderingKey: ENVELOPE_QUEUE }

/** Keeps envelopes; what is removed leaves nothing in the write-ahead log. */
export function createEnvelopeStore(
  database: Pick<Database, 'db' | 'checkpoint'>,
  now: () => Date,
): EnvelopeStore {
  const { db } = database
  return {
    async listEnvelopes(at, sender) {
      const rows = await db
        .selectFrom('envelope')
        .selectAll()
        .where('expires', '>', at)
        .$if(sender !== undefined, (query) => query.where('sender', '=', sender ?? ''))
        .orderBy('received')
        .orderBy('digest')
        .execute()
      return rows.map(toEnvelope)
    },
    async findEnvelope(digest) {
      const row = await db
        .selectFrom('envelope')
        .selectAll()
        .where('digest', '=', digest)
        .executeTakeFirst()
      return row === undefined ? null : toEnvelope(row)
    },
    async countEnvelopes() {
      const { count } = await db
        .selectFrom('envelope')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    changeEnvelopes: ({ put, remove, jobs }) =>
      erasing(database, (noteErased) =>
        transaction(db, async (trx) => {
          if (put !== null) await insert(trx, put)
          if (remove.length > 0) {
            noteErased()
            await trx.deleteFrom('envelope').where('digest', 'in', remove).execute()
          }
          const queue = { db: trx, name: ENVELOPE_QUEUE, now, lease: 0 }
          if (jobs.length > 0) await putJobs(queue, jobs, ORDER)
        }),
      ),
    forgetEnvelopes: (at) =>
      erasing(database, async (noteErased) => {
        const { numDeletedRows } = await db
          .deleteFrom('envelope')
          .where('expires', '<=', at)
          .executeTakeFirstOrThrow()
        if (numDeletedRows > 0) noteErased()
        return Number(numDeletedRows)
      }),
  }
}

async function insert(
  trx: Kysely<Schema>,
  { digest, sender, received, expires, text }: StoredEnvelope,
): Promise<void> {
  await trx
    .insertInto('envelope')
    .values({ digest, sender, received, expires, bytes: text })
    .onConflict((oc) => oc.column('digest').doNothing())
    .execute()
}

function toEnvelope({ bytes, ...row }: Selectable<EnvelopeTable>): StoredEnvelope {
  return { ...row, text: bytes }
}
