import { setImmediate as afterThisTurn } from 'node:timers/promises'

import {
  claimJobs,
  failJob,
  finishJobs,
  hasReadyJob,
  renewJob,
  type Job,
  type JobQueue,
} from './jobs.ts'

export interface WorkersOptions {
  readonly queue: JobQueue
  /** Messages worked on at a time by one listener. */
  readonly concurrency: number
  /** Milliseconds between two looks at the table. */
  readonly poll: number
  readonly onError: (error: unknown) => void
}

export interface Workers {
  /** Lets the listeners of this process look at once. */
  wake(): void
  listen(
    handler: (message: unknown) => Promise<void> | void,
    signal: AbortSignal | undefined,
  ): Promise<void>
}

/** The part of a queue that works: takes messages, hands them on, keeps the leases, ends in peace. */
export function createWorkers(options: WorkersOptions): Workers {
  const { queue, concurrency, poll, onError } = options
  const sleepers = new Set<() => void>()
  const worker: Worker = { queue, onError, finish: createFinish(queue) }

  function wake(): void {
    for (const rise of sleepers) rise()
  }

  function sleep(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(rise, poll)
    function rise(): void {
      clearTimeout(timer)
      sleepers.delete(rise)
      signal?.removeEventListener('abort', rise)
      resolve()
    }
    sleepers.add(rise)
    signal?.addEventListener('abort', rise, { once: true })
    return promise
  }

  /** Up to `limit` messages; none if there are none or the database is away for now. */
  async function take(limit: number): Promise<readonly Job[]> {
    try {
      return limit > 0 && (await hasReadyJob(queue)) ? await claimJobs(queue, limit) : []
    } catch (error) {
      onError(error)
      return []
    }
  }

  return {
    wake,
    async listen(handler, signal) {
      const active = new Set<Promise<void>>()
      while (!isOver(signal)) {
        const jobs = await take(concurrency - active.size)
        for (const job of jobs) {
          const work = workOn(job, handler, worker).finally(() => {
            active.delete(work)
            wake()
          })
          active.add(work)
        }
        if (jobs.length === 0) await sleep(signal)
      }
      await Promise.all(active)
    },
  }
}

interface Worker {
  readonly queue: JobQueue
  readonly onError: (error: unknown) => void
  /** Resolves when the message is deleted for good. */
  readonly finish: (job: Job) => Promise<void>
}

/** Deletes what ends in the same turn of the event loop together: the disk is waited for once. */
function createFinish(queue: JobQueue): Worker['finish'] {
  let together: { readonly jobs: Job[]; readonly done: Promise<void> } | null = null

  async function finishAll(jobs: readonly Job[]): Promise<void> {
    await afterThisTurn()
    together = null
    await finishJobs(queue, jobs)
  }

  return (job) => {
    if (together === null) {
      const jobs: Job[] = []
      together = { jobs, done: finishAll(jobs) }
    }
    together.jobs.push(job)
    return together.done
  }
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** Hands one message to the handler and says how it went; never rejects. */
async function workOn(
  job: Job,
  handler: (message: unknown) => Promise<void> | void,
  { queue, onError, finish }: Worker,
): Promise<void> {
  const heart = setInterval(() => void renewJob(queue, job).catch(onError), queue.lease / 3)
  try {
    await handler(JSON.parse(job.payload))
    await finish(job)
  } catch (error) {
    onError(error)
    await failJob(queue, job, error).catch(onError)
  } finally {
    clearInterval(heart)
  }
}
