import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

import type { BundleReport } from '../exchange/bundle-report.ts'
import { type RefusalKind, TesseraError } from '../kernel/errors.ts'
import { SECOND, type Timestamp } from '../kernel/time.ts'

export interface BundleQuestion {
  readonly file: Uint8Array
  readonly now: Timestamp
}

/** What the thread says: a report, or why there is none. */
export type BundleAnswer =
  | { readonly report: BundleReport }
  | {
      readonly refusal: {
        readonly kind: RefusalKind
        readonly code: string
        readonly message: string
      }
    }

/** Verifies what visitors send, one after the other, off the main thread. */
export interface BundleVerifier {
  /** Whether another file would find no place. */
  isBusy(): boolean
  /**
   * Runs `work` with a place of its own, in which it may have one bundle verified; the files of
   * others wait. Throws `verifier_busy`, and what `work` throws.
   */
  withPlace<T>(work: (verify: VerifyOne) => Promise<T>): Promise<T>
}

/** Throws `bundle_too_slow`, `bundle_too_large`, `bad_bundle`. */
export type VerifyOne = (question: BundleQuestion) => Promise<BundleReport>

/** Files that are on their way or wait; each is held in memory, 16 MiB at most. */
const MAX_AT_ONCE = 4
/** 16 MiB of nothing but signatures take about 10 s on a small server. */
const TIME_LIMIT = 30 * SECOND
/** Objects of one collective at a time, and what is told of them. */
const WORKER_MEMORY_MIB = 192

export interface BundleVerifierOptions {
  /** Milliseconds for one bundle. */
  readonly timeLimit?: number
}

/** Starts a thread for each bundle, so that nothing of one is left for the next. */
export function createBundleVerifier({
  timeLimit = TIME_LIMIT,
}: BundleVerifierOptions = {}): BundleVerifier {
  let places = 0
  let last: Promise<unknown> = Promise.resolve()
  const isBusy = (): boolean => places >= MAX_AT_ONCE

  async function inTurn(question: BundleQuestion): Promise<BundleReport> {
    const before = last
    const own = before.then(() => ask(question, timeLimit))
    last = own.catch(() => null)
    return await own
  }

  return {
    isBusy,
    async withPlace(work) {
      if (isBusy()) throw busy()
      places++
      try {
        return await work(inTurn)
      } finally {
        places--
      }
    },
  }
}

async function ask(question: BundleQuestion, timeLimit: number): Promise<BundleReport> {
  const worker = new Worker(new URL('./bundle-worker.ts', import.meta.url), {
    workerData: question,
    env: {}, // nothing in there shall behave otherwise because of our environment
    execArgv: [], // nor because of what was loaded before our code
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MIB },
  })
  const slow = new AbortController()
  const timer = setTimeout(() => slow.abort(), timeLimit)
  try {
    const [answer] = (await once(worker, 'message', { signal: slow.signal })) as [BundleAnswer]
    if ('report' in answer) return answer.report
    const { kind, code, message } = answer.refusal
    throw new TesseraError(kind, code, message)
  } catch (error) {
    if (!slow.signal.aborted && !isOutOfMemory(error)) throw error
    const message =
      'The bundle takes more time or memory than this node gives. The command has more.'
    throw new TesseraError('too-large', 'bundle_too_slow', message)
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

export function busy(): TesseraError {
  const message = 'Other files are being verified right now. The command does the same at home.'
  return new TesseraError('unavailable', 'verifier_busy', message)
}
