import { type Kysely, sql } from 'kysely'

import type { Delivery, DeliveryStore } from '../exchange/delivery-store.ts'
import { toTimestamp } from '../kernel/time.ts'
import { digestOf } from '../record/digest.ts'
import { createFollowerRows } from './follower-rows.ts'
import { createHostRows } from './host-rows.ts'
import { findIn, inBatches } from './rows.ts'
import type { Schema } from './schema.ts'
import { isPostgres, transaction } from './transaction.ts'

/** Keeps what is on its way to other servers, and what is known of these. */
export function createDeliveryStore(db: Kysely<Schema>): DeliveryStore {
  return {
    ...createFollowerRows(db),
    ...createHostRows(db),
    async enqueueDeliveries({ id, body }, inboxes, now) {
      if (inboxes.length === 0) return
      const digest = digestOf(body)
      const row = { object: id, body: digest, attempts: 0, due: now, lease_until: 0 }
      const created = toTimestamp(now)
      await transaction(db, async (trx) => {
        await trx
          .insertInto('outgoing')
          .values({ digest, bytes: body })
          .onConflict((oc) => oc.column('digest').doNothing())
          .execute()
        await inBatches([...new Set(inboxes)], (batch) =>
          trx
            .insertInto('delivery')
            .values(batch.map((inbox) => ({ ...row, inbox, host: new URL(inbox).host, created })))
            .onConflict((oc) => oc.columns(['object', 'inbox']).doNothing())
            .execute(),
        )
        await dropUnused(trx, [digest])
      })
    },
    claimDeliveries: (limit, now, leaseUntil) => claim(db, { limit, now, leaseUntil }),
    async finishDeliveries(ids) {
      await transaction(db, async (trx) => {
        const bodies = new Set<string>()
        await inBatches(ids, async (batch) => {
          const rows = await trx
            .deleteFrom('delivery')
            .where('id', 'in', batch)
            .returning('body')
            .execute()
          for (const { body } of rows) bodies.add(body)
        })
        await dropUnused(trx, [...bodies])
      })
    },
    async postponeDelivery(id, { due, attempts }) {
      await db
        .updateTable('delivery')
        .set({ due, attempts, lease_until: 0 })
        .where('id', '=', id)
        .execute()
    },
    async countDeliveries() {
      const { count } = await db
        .selectFrom('delivery')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

interface Claim {
  readonly limit: number
  readonly now: number
  readonly leaseUntil: number
}

interface ClaimedRow extends Omit<Delivery, 'body'> {
  readonly digest: string
}

async function claim(
  db: Kysely<Schema>,
  { limit, now, leaseUntil }: Claim,
): Promise<readonly Delivery[]> {
  if (!(await hasDue(db, now))) return []
  const lock = isPostgres(db) ? sql`for update skip locked` : sql``
  const { rows } = await sql<ClaimedRow>`
    with picked as (
      select id from delivery as d
      where due <= ${now} and lease_until <= ${now}
        and not exists (
          select 1 from delivery as e where e.inbox = d.inbox and e.id < d.id)
        and not exists (
          select 1 from host_state as h where h.host = d.host and h.retry_at > ${now})
      order by id
      limit ${limit} ${lock}
    )
    update delivery set lease_until = ${leaseUntil}
    where id in (select id from picked)
    returning id, object as activity, inbox, body as digest, attempts, created`.execute(db)
  const digests = [...new Set(rows.map((row) => row.digest))]
  const bodies = await findIn(digests, (batch) =>
    db.selectFrom('outgoing').selectAll().where('digest', 'in', batch).execute(),
  )
  const bytesOf = new Map(bodies.map(({ digest, bytes }) => [digest, bytes]))
  return rows
    .toSorted((a, b) => a.id - b.id)
    .flatMap(({ digest, ...row }) => {
      const body = bytesOf.get(digest)
      return body === undefined ? [] : [{ ...row, body }]
    })
}

/** Whether there is anything to claim; a look that keeps nobody from writing. */
async function hasDue(db: Kysely<Schema>, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('due', '<=', now)
    .where('lease_until', '<=', now)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Bytes go with the last delivery that needs them. */
async function dropUnused(trx: Kysely<Schema>, digests: readonly string[]): Promise<void> {
  await inBatches(digests, (batch) =>
    trx
      .deleteFrom('outgoing')
      .where('digest', 'in', batch)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('delivery')
              .select('id')
              .whereRef('delivery.body', '=', 'outgoing.digest'),
          ),
        ),
      )
      .execute(),
  )
}
