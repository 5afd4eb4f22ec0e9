import { sql, type Kysely } from 'kysely'

import type { Schema } from './schema.ts'

export interface LeaseDeps {
  readonly db: Kysely<Schema>
  readonly now?: () => Date
}

export interface LeaseRequest {
  /** What one process may do at a time: `sync`, `sweep`, ... */
  readonly name: string
  /** Who asks: unique for the process. */
  readonly holder: string
  /** Milliseconds from now; much longer than the clocks of two machines may differ. */
  readonly life: number
}

/**
 * Leases: one holder per name at a time, among all processes on the database. A holder that dies
 * loses its lease when it ends, and one that renews too late learns that it has lost it.
 */
export interface Leases {
  /** Takes or renews a lease; false while somebody else holds it. */
  acquire(request: LeaseRequest): Promise<boolean>
  /** Gives it back before its end; of somebody else's lease it does nothing. */
  release(name: string, holder: string): Promise<void>
}

export function createLeases({ db, now = () => new Date() }: LeaseDeps): Leases {
  return {
    async acquire({ name, holder, life }) {
      const at = now().getTime()
      const row = await db
        .insertInto('lease')
        .values({ name, holder, until: at + life })
        .onConflict((oc) =>
          oc
            .column('name')
            .doUpdateSet({ holder, until: at + life })
            .where(sql<boolean>`lease.until <= ${at} or lease.holder = ${holder}`),
        )
        .returning('name')
        .executeTakeFirst()
      return row !== undefined
    },
    async release(name, holder) {
      await db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}
