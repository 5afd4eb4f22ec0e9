import type { Kysely } from 'kysely'

import { MINUTE } from '../kernel/time.ts'
import { countFailed, countJobs, putJobs, type JobQueue } from './jobs.ts'
import { createWorkers } from './queue-workers.ts'
import type { Schema } from './schema.ts'

/** How many messages one `listen` works on at a time. */
const CONCURRENCY = 10

/** A worker that says nothing for so long has died; others take over what it held. */
const LEASE = 2 * MINUTE

/** How soon is seen what another process, or a transaction, has put in. */
const POLL = 250

/** What a caller may ask of a message. Fedify's options fit, and so does `{ delay: milliseconds }`. */
export interface EnqueueOptions {
  readonly delay?: { total(unit: 'millisecond'): number } | number
  /** Messages of one key are handled one at a time, in the order in which they were put in. */
  readonly orderingKey?: string
}

export interface QueueDeps {
  readonly db: Kysely<Schema>
  /** Which queue of the table; messages of one never reach listeners of another. */
  readonly name: string
  readonly now?: () => Date
  /** Milliseconds; shorter in tests. */
  readonly lease?: number
  /** Hears of handlers that threw and of a database that was away; the queue goes on. */
  readonly onError?: (error: unknown) => void
}

/** Fedify's MessageQueue in shape, and our own queue of jobs. */
export interface Queue {
  /** A handler that throws is tried again by the queue; Fedify's never throws but puts in again. */
  readonly nativeRetrial: false
  enqueue(message: unknown, options?: EnqueueOptions): Promise<void>
  /** With a transaction as the third argument the messages exist if and only if it commits. */
  enqueueMany(
    messages: readonly unknown[],
    options?: EnqueueOptions,
    db?: Kysely<Schema>,
  ): Promise<void>
  /** Works until `signal` aborts and then ends what was begun; never rejects. */
  listen(
    handler: (message: never) => Promise<void> | void,
    options?: { signal?: AbortSignal },
  ): Promise<void>
  getDepth(): Promise<{ queued: number; ready: number; delayed: number }>
  /** How many messages were put aside after the last attempt. */
  countFailed(): Promise<number>
}

/**
 * A queue in the database. A message is leased, and deleted only after its handler has ended: it is
 * handled at least once, even if the process is killed. A message with an `id` is in the queue once;
 * putting it in again, as Fedify does to try again from within the handler, gives the row a new
 * text and a new time, so it keeps its place and nothing with its ordering key overtakes it.
 */
export function createQueue({
  db,
  name,
  now = () => new Date(),
  lease = LEASE,
  onError = () => {},
}: QueueDeps): Queue {
  const queue: JobQueue = { db, name, now, lease }
  const workers = createWorkers({ queue, concurrency: CONCURRENCY, poll: POLL, onError })

  async function enqueueMany(
    messages: readonly unknown[],
    { delay = 0, orderingKey }: EnqueueOptions = {},
    into: Kysely<Schema> = db,
  ): Promise<void> {
    const milliseconds = typeof delay === 'number' ? delay : delay.total('millisecond')
    await putJobs({ ...queue, db: into }, messages, { delay: milliseconds, orderingKey })
    workers.wake()
  }

  return {
    nativeRetrial: false,
    enqueue: (message, options) => enqueueMany([message], options),
    enqueueMany,
    listen: (handler, { signal } = {}) =>
      workers.listen(handler as (message: unknown) => Promise<void> | void, signal),
    getDepth: () => countJobs(queue),
    countFailed: () => countFailed(queue),
  }
}
