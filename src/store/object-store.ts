import type { Kysely } from 'kysely'

import type { ObjectReader, ObjectStore, ObjectWriter } from '../exchange/object-store.ts'
import { createCollectiveReader, createCollectiveWriter } from './collective-rows.ts'
import { createCurrentReader } from './current-rows.ts'
import type { Database } from './database.ts'
import { erasing } from './erasing.ts'
import { createHeldReader, createHeldWriter } from './held-rows.ts'
import { addJob } from './jobs.ts'
import { createObjectRowReader, createObjectRowWriter } from './object-rows.ts'
import type { Schema } from './schema.ts'
import { putStanding } from './standing-rows.ts'
import { transaction } from './transaction.ts'

/**
 * Keeps objects, logs and what counts of them; everything written in one transaction. Once bytes
 * were removed, it makes sure that none are left in the write-ahead log (security-bar G09).
 */
export function createObjectStore(database: Pick<Database, 'db' | 'checkpoint'>): ObjectStore {
  const { db } = database
  return {
    ...createReader(db),
    transaction: (work) =>
      erasing(database, (noteErased) =>
        transaction(db, (trx) => work(createWriter(trx, noteErased))),
      ),
  }
}

function createReader(db: Kysely<Schema>): ObjectReader {
  return {
    ...createCollectiveReader(db),
    ...createObjectRowReader(db),
    ...createCurrentReader(db),
    ...createHeldReader(db),
  }
}

function createWriter(trx: Kysely<Schema>, noteErased: () => void): ObjectWriter {
  const rows = createObjectRowWriter(trx)
  return {
    ...createReader(trx),
    ...createCollectiveWriter(trx),
    ...createHeldWriter(trx),
    ...rows,
    removeObjects(digests) {
      noteErased()
      return rows.removeObjects(digests)
    },
    putStanding: (scid, settled, at) => putStanding(trx, { scid, ...settled, at }),
    enqueue: (queue, payload) => addJob(trx, queue, payload),
  }
}
