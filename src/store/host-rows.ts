import type { Kysely } from 'kysely'

import type { DeliveryStore, HostState } from '../exchange/delivery-store.ts'
import { toTimestamp } from '../kernel/time.ts'
import { findIn } from './rows.ts'
import type { Schema } from './schema.ts'

/** Hosts that are known; beyond this the ones not heard of longest are forgotten (security-bar C23). */
const MAX_HOSTS = 1900
/** To look for hosts that are too many costs a scan: once in so many changes. */
const PRUNE_EVERY = 100

/** Keeps how other hosts are spoken to, and which of them are left alone for a while. */
export function createHostRows(db: Kysely<Schema>): Pick<DeliveryStore, 'findHosts' | 'putHost'> {
  let puts = 0
  return {
    findHosts: (hosts) =>
      findIn(hosts, async (batch) => {
        const rows = await db
          .selectFrom('host_state')
          .selectAll()
          .where('host', 'in', batch)
          .execute()
        return rows.map((row): HostState => ({
          host: row.host,
          signature: row.signature_kind as HostState['signature'], // only this program writes it
          failures: row.failures,
          retryAt: row.retry_at,
        }))
      }),
    async putHost({ host, signature, failures, retryAt }, now) {
      const state = {
        signature_kind: signature,
        failures,
        retry_at: retryAt,
        updated: toTimestamp(now),
      }
      await db
        .insertInto('host_state')
        .values({ host, ...state })
        .onConflict((oc) => oc.column('host').doUpdateSet(state))
        .execute()
      if (puts++ % PRUNE_EVERY === 0) await prune(db)
    },
  }
}

async function prune(db: Kysely<Schema>): Promise<void> {
  const kept = db
    .selectFrom('host_state')
    .select('host')
    .orderBy('updated', 'desc')
    .orderBy('host')
    .limit(MAX_HOSTS)
  await db.deleteFrom('host_state').where('host', 'not in', kept).execute()
}
