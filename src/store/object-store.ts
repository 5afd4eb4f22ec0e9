import type { Kysely } from 'kysely'

import type { ObjectReader, ObjectStore, ObjectWriter } from '../exchange/object-store.ts'
import { createCollectiveReader, createCollectiveWriter } from './collective-rows.ts'
import { createCurrentReader } from './current-rows.ts'
import type { Database } from './database.ts'
import { addJob } from './jobs.ts'
import { createObjectRowReader, createObjectRowWriter } from './object-rows.ts'
import type { Schema } from './schema.ts'
import { putStanding } from './standing-rows.ts'
import { transaction } from './transaction.ts'

/**
 * Keeps objects, logs and what counts of them; everything written in one transaction. Once bytes
 * were removed, it makes sure that none are left in the write-ahead log (security-bar G09).
 */
export function createObjectStore({
  db,
  checkpoint,
}: Pick<Database, 'db' | 'checkpoint'>): ObjectStore {
  return {
    ...createReader(db),
    async transaction(work) {
      let hasRemoved = false
      const result = await transaction(db, (trx) => {
        const writer = createWriter(trx)
        return work({
          ...writer,
          removeObjects(digests) {
            hasRemoved = true
            return writer.removeObjects(digests)
          },
        })
      })
      if (hasRemoved) await checkpoint()
      return result
    },
  }
}

function createReader(db: Kysely<Schema>): ObjectReader {
  return { ...createCollectiveReader(db), ...createObjectRowReader(db), ...createCurrentReader(db) }
}

function createWriter(trx: Kysely<Schema>): ObjectWriter {
  return {
    ...createReader(trx),
    ...createCollectiveWriter(trx),
    ...createObjectRowWriter(trx),
    putStanding: (scid, settled, at) => putStanding(trx, { scid, ...settled, at }),
    enqueue: (queue, payload) => addJob(trx, queue, payload),
  }
}
