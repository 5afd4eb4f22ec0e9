import type { Kysely } from 'kysely'

import type { ObjectReader, ObjectWriter } from '../exchange/object-store.ts'
import { insertRows } from './insert-rows.ts'
import { isAmong } from './rows.ts'
import type { Schema } from './schema.ts'

/** Reads what is held of what counts. */
export function createHeldReader(db: Kysely<Schema>): Pick<ObjectReader, 'listHeld'> {
  return {
    listHeld: () =>
      db
        .selectFrom('held_alert')
        .innerJoin('object', 'object.digest', 'held_alert.digest')
        .innerJoin('current', (join) =>
          join
            .onRef('current.scid', '=', 'object.scid')
            .onRef('current.digest', '=', 'object.digest'),
        )
        .select(['object.digest', 'object.scid'])
        .orderBy('object.digest')
        .execute(),
  }
}

export function createHeldWriter(trx: Kysely<Schema>): Pick<ObjectWriter, 'hold' | 'release'> {
  return {
    async hold(digests) {
      const rows = digests.map((digest) => ({ digest }))
      await insertRows(trx, 'held_alert', rows, 'ignore')
    },
    async release(digests) {
      const rows = await trx
        .deleteFrom('held_alert')
        .where(isAmong(trx, 'digest', digests))
        .returning('digest')
        .execute()
      return rows.map(({ digest }) => digest)
    },
  }
}
