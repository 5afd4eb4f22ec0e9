import type { ScheduleStore } from '../exchange/schedule-store.ts'
import type { Database } from './database.ts'
import { erasing } from './erasing.ts'

/** Keeps what waits to be published; what is removed leaves nothing in the write-ahead log. */
export function createScheduleStore(database: Pick<Database, 'db' | 'checkpoint'>): ScheduleStore {
  const { db } = database
  return {
    async putScheduled({ digest, ...rest }) {
      await db
        .insertInto('scheduled')
        .values({ digest, ...rest })
        .onConflict((oc) => oc.column('digest').doUpdateSet(rest))
        .execute()
    },
    listScheduled: () =>
      db.selectFrom('scheduled').selectAll().orderBy('due').orderBy('digest').execute(),
    async markProblem(digest, problem) {
      await db.updateTable('scheduled').set({ problem }).where('digest', '=', digest).execute()
    },
    removeScheduled: (digest) =>
      erasing(database, async (noteErased) => {
        noteErased()
        await db.deleteFrom('scheduled').where('digest', '=', digest).execute()
      }),
  }
}
