import { Worker } from 'node:worker_threads'

import { type RefusalKind, TesseraError } from '../kernel/errors.ts'
import { SECOND } from '../kernel/time.ts'
import type { LogCheck, LogQuestion } from './check-log.ts'

/** What the worker says: a check, a refusal of the whole, or that it has a bug. */
export type LogAnswer =
  | { readonly check: LogCheck }
  | {
      readonly refusal: {
        readonly kind: RefusalKind
        readonly code: string
        readonly message: string
      }
    }
  | { readonly bug: string }

/** Verifies DID logs off the main thread, one after the other. */
export interface LogVerifier extends AsyncDisposable {
  /**
   * Our strict check, then didwebvh-ts over what it let pass; both must agree. Throws
   * `log_too_large`, `bad_witness_file`, `opinions_differ`, `log_too_slow`, and `verifier_closed`
   * once disposed.
   */
  verify(question: LogQuestion): Promise<LogCheck>
}

export interface LogVerifierOptions {
  /** Milliseconds for one log. */
  readonly timeLimit?: number
}

/** The longest log that is allowed takes about 2 s on a small server. */
const TIME_LIMIT = 30 * SECOND
/** didwebvh-ts keeps what it has hashed for as long as its thread lives. */
const LOGS_PER_WORKER = 100
const WORKER_MEMORY_MIB = 256
/** Logs that wait; beyond this a caller is told to come back. */
const MAX_WAITING = 1000

interface Job {
  readonly question: LogQuestion
  readonly resolve: (check: LogCheck) => void
  readonly reject: (reason: Error) => void
}

/** Starts no thread before the first log; an idle one does not keep the process alive. */
export function createLogVerifier({
  timeLimit = TIME_LIMIT,
}: LogVerifierOptions = {}): LogVerifier {
  const waiting: Job[] = []
  let thread: Thread | null = null
  let running: Promise<void> | null = null
  let closed = false

  async function run(): Promise<void> {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      thread ??= startThread()
      try {
        // eslint-disable-next-line no-await-in-loop -- one log at a time is the point
        job.resolve(toCheck(await thread.ask(job.question, timeLimit)))
      } catch (error) {
        job.reject(error instanceof Error ? error : new Error(String(error)))
      }
      // eslint-disable-next-line no-await-in-loop
      if (thread.isSpent()) await thread.stop()
      if (thread.isSpent()) thread = null
    }
    running = null
  }

  return {
    async verify(question) {
      if (closed) throw unavailable('verifier_closed', 'The node is shutting down.')
      if (waiting.length >= MAX_WAITING) throw unavailable('verifier_busy', 'Too many logs wait.')
      return await new Promise<LogCheck>((resolve, reject) => {
        waiting.push({ question, resolve, reject })
        running ??= run()
      })
    },
    async [Symbol.asyncDispose]() {
      closed = true
      for (const job of waiting.splice(0)) {
        job.reject(unavailable('verifier_closed', 'The node is shutting down.'))
      }
      await thread?.stop()
      await running
    },
  }
}

interface Thread {
  /** Rejects with `log_too_slow`, or with what killed the thread. */
  ask(question: LogQuestion, timeLimit: number): Promise<LogAnswer>
  /** Whether another thread has to take the next log. */
  isSpent(): boolean
  stop(): Promise<void>
}

function startThread(): Thread {
  const worker = new Worker(new URL('./log-worker.ts', import.meta.url), {
    env: {}, // no library in there shall behave otherwise because of our environment
    execArgv: [], // nor shall what was loaded before our code, as test runners do
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MIB },
  })
  let asked = 0
  let dead = false
  worker.unref()
  worker.on('error', () => (dead = true))
  worker.on('exit', () => (dead = true))
  return {
    async ask(question, timeLimit) {
      asked++
      worker.ref()
      const { promise, resolve, reject } = Promise.withResolvers<LogAnswer>()
      const onExit = (): void => reject(unavailable('verifier_stopped', 'The verifier stopped.'))
      const timer = setTimeout(() => {
        dead = true
        reject(unavailable('log_too_slow', 'The log took too long to verify.'))
      }, timeLimit)
      worker.once('message', resolve).once('error', reject).once('exit', onExit)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
      worker.postMessage(question)
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        worker.off('message', resolve).off('error', reject).off('exit', onExit)
        worker.unref()
      }
    },
    isSpent: () => dead || asked >= LOGS_PER_WORKER,
    async stop() {
      dead = true
      await worker.terminate()
    },
  }
}

function toCheck(answer: LogAnswer): LogCheck {
  if ('check' in answer) return answer.check
  if ('bug' in answer) throw new Error(`log-worker: ${answer.bug}`)
  const { kind, code, message } = answer.refusal
  throw new TesseraError(kind, code, message)
}

function unavailable(code: string, message: string): TesseraError {
  return new TesseraError('unavailable', code, message)
}
