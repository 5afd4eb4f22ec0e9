import { parentPort } from 'node:worker_threads'

import { TesseraError } from '../kernel/errors.ts'
import { CLOCK_TOLERANCE } from '../kernel/time.ts'
import { branchesOf, checkLog, type LogCheck, type LogQuestion } from './check-log.ts'
import { secondOpinion } from './second-opinion.ts'
import type { LogAnswer } from './verify-log.ts'

/** The thread in which logs are verified: a long log must not hold up the node. */

// Nothing in this thread has any business on the network, whatever a library tries.
globalThis.fetch = async () => {
  throw new Error('log-worker does not use the network')
}

parentPort?.on('message', (question: LogQuestion) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  void answer(question).then((reply) => parentPort?.postMessage(reply))
})

async function answer(question: LogQuestion): Promise<LogAnswer> {
  try {
    return { check: await verifyTwice(question) }
  } catch (error) {
    if (!(error instanceof TesseraError)) {
      return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    const { kind, code, message } = error
    return { refusal: { kind, code, message } }
  }
}

async function verifyTwice(question: LogQuestion): Promise<LogCheck> {
  const check = checkLog(question)
  // Times are judged by our check against the clock it was told; the library must not judge by
  // another one.
  const latest = Date.parse(question.now) + CLOCK_TOLERANCE
  Date.now = () => latest
  for (const branch of branchesOf(check.entries)) {
    // eslint-disable-next-line no-await-in-loop -- one branch after the other, in one thread
    const difference = await secondOpinion(branch)
    if (difference !== null) {
      throw new TesseraError(
        'invalid',
        'opinions_differ',
        `didwebvh-ts does not come to the same end of this log: ${difference}`,
      )
    }
  }
  return check
}
