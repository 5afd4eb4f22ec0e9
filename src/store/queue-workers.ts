import {
  claimJobs,
  failJob,
  finishJob,
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
          const work = workOn(job, handler, options).finally(() => {
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

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** Hands one message to the handler and says how it went; never rejects. */
async function workOn(
  job: Job,
  handler: (message: unknown) => Promise<void> | void,
  { queue, onError }: WorkersOptions,
): Promise<void> {
  const heart = setInterval(() => void renewJob(queue, job).catch(onError), queue.lease / 3)
  try {
    await handler(JSON.parse(job.payload))
    await finishJob(queue, job)
  } catch (error) {
    onError(error)
    await failJob(queue, job, error).catch(onError)
  } finally {
    clearInterval(heart)
  }
}
