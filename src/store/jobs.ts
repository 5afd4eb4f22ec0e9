import { randomUUID } from 'node:crypto'

import { sql, type Insertable, type Kysely } from 'kysely'

import { SECOND, toTimestamp } from '../kernel/time.ts'
import type { JobTable, Schema } from './schema.ts'
import { isPostgres } from './transaction.ts'

/** A message whose handler failed so often is put aside: one poisoned item blocks nobody. */
const MAX_ATTEMPTS = 8

/** Pause after the first failure; each one after doubles it, so the last comes after 2 minutes. */
const FIRST_PAUSE = 2 * SECOND

/** An error is kept for the operator in so many characters. */
const MAX_ERROR_LENGTH = 200

/** Rows of one INSERT: PostgreSQL takes 65,535 parameters, SQLite 32,766. */
const ROWS_AT_ONCE = 500

/** One queue of the table, and how it is worked on. */
export interface JobQueue {
  readonly db: Kysely<Schema>
  readonly name: string
  readonly now: () => Date
  /** Milliseconds for which a worker holds a message. */
  readonly lease: number
}

/** A message that one worker holds. */
export interface Job {
  readonly id: number
  readonly payload: string
  readonly attempts: number
  readonly holder: string
}

export interface PutOptions {
  /** Milliseconds. */
  readonly delay: number
  readonly orderingKey: string | undefined
}

/** Puts messages in; one with the `id` of a message that is there gives that one a new text and time. */
export async function putJobs(
  queue: JobQueue,
  messages: readonly unknown[],
  options: PutOptions,
): Promise<void> {
  const rows = withoutDoubles(messages.map((message) => rowOf(message, queue, options)))
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await queue.db
      .insertInto('job')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .onConflict((oc) =>
        oc.columns(['queue', 'message_id']).doUpdateSet((eb) => ({
          payload: eb.ref('excluded.payload'),
          due: eb.ref('excluded.due'),
          holder: null,
          lease_until: 0,
          attempts: 0,
          failed: 0,
        })),
      )
      .execute()
  }
}

/** Leaves one message that is due at once, in the caller's transaction. */
export async function addJob(db: Kysely<Schema>, name: string, message: unknown): Promise<void> {
  const queue = { db, name, now: () => new Date(), lease: 0 }
  await putJobs(queue, [message], { delay: 0, orderingKey: undefined })
}

function rowOf(
  message: unknown,
  { name, now }: JobQueue,
  { delay, orderingKey }: PutOptions,
): Insertable<JobTable> {
  const at = now()
  return {
    queue: name,
    message_id: idOf(message),
    payload: JSON.stringify(message),
    ordering_key: orderingKey ?? null,
    due: at.getTime() + Math.max(0, Math.ceil(delay)),
    holder: null,
    lease_until: 0,
    attempts: 0,
    failed: 0,
    last_error: null,
    created: toTimestamp(at),
  }
}

function idOf(message: unknown): string | null {
  if (message === null || typeof message !== 'object' || !('id' in message)) return null
  return typeof message.id === 'string' ? message.id : null
}

/** Of rows with one message id the last: PostgreSQL refuses to write a row twice in a statement. */
function withoutDoubles(rows: readonly Insertable<JobTable>[]): Insertable<JobTable>[] {
  const last = new Map(rows.map((row) => [row.message_id ?? row, row]))
  return [...last.values()]
}

/** Whether there is work; a look that keeps nobody from writing. */
export async function hasReadyJob({ db, name, now }: JobQueue): Promise<boolean> {
  const at = now().getTime()
  const row = await db
    .selectFrom('job')
    .select('id')
    .where('queue', '=', name)
    .where('failed', '=', 0)
    .where('due', '<=', at)
    .where('lease_until', '<=', at)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Leases up to `limit` messages: of each ordering key only the oldest, and only if nobody has it. */
export async function claimJobs(
  { db, name, now, lease }: JobQueue,
  limit: number,
): Promise<readonly Job[]> {
  const at = now().getTime()
  const lock = isPostgres(db) ? sql`for update skip locked` : sql``
  const { rows } = await sql<Job>`
    with picked as (
      select id from job as j
      where queue = ${name} and failed = 0 and due <= ${at} and lease_until <= ${at}
        and (ordering_key is null or not exists (
          select 1 from job as k
          where k.queue = j.queue and k.failed = 0
            and k.ordering_key = j.ordering_key and k.id < j.id))
      order by due, id
      limit ${limit} ${lock}
    )
    update job set holder = ${randomUUID()}, lease_until = ${at + lease}
    where id in (select id from picked)
    returning id, payload, attempts, holder`.execute(db)
  return rows.toSorted((a, b) => a.id - b.id)
}

export async function renewJob({ db, now, lease }: JobQueue, job: Job): Promise<void> {
  await db
    .updateTable('job')
    .set({ lease_until: now().getTime() + lease })
    .where('id', '=', job.id)
    .where('holder', '=', job.holder)
    .execute()
}

/** Deletes messages that were handled, unless a handler has put its own in again. */
export async function finishJobs({ db }: JobQueue, jobs: readonly Job[]): Promise<void> {
  await db
    .deleteFrom('job')
    .where((eb) =>
      eb.or(jobs.map(({ id, holder }) => eb.and([eb('id', '=', id), eb('holder', '=', holder)]))),
    )
    .execute()
}

/** Gives a message back after its handler has failed: later again, or aside for good. */
export async function failJob({ db, now }: JobQueue, job: Job, error: unknown): Promise<void> {
  const attempts = job.attempts + 1
  await db
    .updateTable('job')
    .set({
      attempts,
      failed: attempts >= MAX_ATTEMPTS ? 1 : 0,
      due: now().getTime() + FIRST_PAUSE * 2 ** job.attempts,
      holder: null,
      lease_until: 0,
      last_error: String(error).slice(0, MAX_ERROR_LENGTH),
    })
    .where('id', '=', job.id)
    .where('holder', '=', job.holder)
    .execute()
}

/** Messages that wait: those that could be handled now, and those whose time has not come. */
export async function countJobs({ db, name, now }: JobQueue) {
  const at = now().getTime()
  const { queued, ready } = await db
    .selectFrom('job')
    .where('queue', '=', name)
    .where('failed', '=', 0)
    .where('lease_until', '<=', at)
    .select([
      sql<number>`count(*)`.as('queued'),
      sql<number>`coalesce(sum(case when due <= ${at} then 1 else 0 end), 0)`.as('ready'),
    ])
    .executeTakeFirstOrThrow()
  return { queued, ready, delayed: queued - ready }
}

/** How many messages were put aside after the last attempt. */
export async function countFailed({ db, name }: JobQueue): Promise<number> {
  const { count } = await db
    .selectFrom('job')
    .where('queue', '=', name)
    .where('failed', '=', 1)
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}
