import type { Kysely } from 'kysely'

import type { PostEntry, PostStore } from '../exchange/post-store.ts'
import { createDeliveryStore } from './delivery-store.ts'
import type { Schema } from './schema.ts'
import { transaction } from './transaction.ts'

const ENTRY = ['id', 'slug', 'statement', 'version', 'type', 'published'] as const

/** Keeps what followers were told, together with its deliveries. */
export function createPostStore(db: Kysely<Schema>): PostStore {
  return {
    async listPosts() {
      const rows = await db
        .selectFrom('post')
        .select(ENTRY)
        .orderBy('published', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({ ...row, type: row.type as PostEntry['type'] }))
    },
    async findPost(id) {
      const row = await db.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : { ...row, type: row.type as PostEntry['type'] }
    },
    putPost: (post, outgoing, now) =>
      transaction(db, async (trx) => {
        const { id, slug: _, published: __, ...told } = post
        const row = await trx
          .insertInto('post')
          .values(post)
          .onConflict((oc) =>
            oc.column('id').doUpdateSet(told).where('post.version', '<', post.version),
          )
          .returning('id')
          .executeTakeFirst()
        if (row?.id !== id) return false
        const deliveries = createDeliveryStore(trx)
        for (const { activity, inboxes } of outgoing)
          await deliveries.enqueueDeliveries(activity, inboxes, now)
        return true
      }),
  }
}
