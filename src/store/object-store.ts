import type { Kysely } from 'kysely'

import type { ObjectReader, ObjectStore, ObjectWriter } from '../exchange/object-store.ts'
import { createCollectiveReader, createCollectiveWriter } from './collective-rows.ts'
import { createCurrentReader } from './current-rows.ts'
import { addJob } from './jobs.ts'
import { createObjectRowReader, createObjectRowWriter } from './object-rows.ts'
import type { Schema } from './schema.ts'
import { putStanding } from './standing-rows.ts'
import { transaction } from './transaction.ts'

/** Keeps objects, logs and what counts of them; everything written in one transaction. */
export function createObjectStore(db: Kysely<Schema>): ObjectStore {
  return {
    ...createReader(db),
    transaction: (work) => transaction(db, (trx) => work(createWriter(trx))),
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
