import type { Kysely, Selectable } from 'kysely'

import type { DeliveryStore, Follower } from '../exchange/delivery-store.ts'
import type { FollowerTable, Schema } from './schema.ts'

type Methods =
  | 'listFollowers'
  | 'countFollowers'
  | 'findFollower'
  | 'addFollower'
  | 'removeFollower'

/** Keeps which servers' actors follow the own collective, and where they are reached. */
export function createFollowerRows(db: Kysely<Schema>): Pick<DeliveryStore, Methods> {
  return {
    async listFollowers() {
      const rows = await db.selectFrom('follower').selectAll().orderBy('actor').execute()
      return rows.map(toFollower)
    },
    async countFollowers() {
      const { count } = await db
        .selectFrom('follower')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    async findFollower(actor) {
      const row = await db
        .selectFrom('follower')
        .selectAll()
        .where('actor', '=', actor)
        .executeTakeFirst()
      return row === undefined ? null : toFollower(row)
    },
    async addFollower({ actor, inbox, sharedInbox, added }) {
      const inboxes = { inbox, shared_inbox: sharedInbox }
      await db
        .insertInto('follower')
        .values({ actor, added, ...inboxes })
        .onConflict((oc) => oc.column('actor').doUpdateSet(inboxes))
        .execute()
    },
    async removeFollower(actor) {
      const result = await db.deleteFrom('follower').where('actor', '=', actor).executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
  }
}

function toFollower({ shared_inbox, ...row }: Selectable<FollowerTable>): Follower {
  return { ...row, sharedInbox: shared_inbox }
}
