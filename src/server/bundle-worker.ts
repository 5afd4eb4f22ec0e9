import { parentPort, workerData } from 'node:worker_threads'

import { verifyBundle } from '../exchange/bundle-verify.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { BundleAnswer, BundleQuestion } from './bundle-verifier.ts'

/** The thread in which one bundle of a visitor is verified: it must not hold up the node. */

// Nothing in this thread has any business on the network.
globalThis.fetch = async () => {
  throw new Error('bundle-worker does not use the network')
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
parentPort?.postMessage(answer(workerData as BundleQuestion))

function answer({ file, now }: BundleQuestion): BundleAnswer {
  try {
    return { report: verifyBundle(file, now) }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { kind, code, message } = error
    return { refusal: { kind, code, message } }
  }
}
