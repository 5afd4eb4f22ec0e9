import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'

import { tooLarge, unusable } from './answer-body.ts'
import { DEADLINE, MAX_BYTES } from './fetcher.ts'

export interface GuardLimits {
  /** Milliseconds for a whole answer. */
  readonly deadline: number
  readonly maxBytes: number
}

/**
 * Makes `fetch` and every other undici client of this process connect through `dispatcher`, with
 * the limits that those clients lack: a total deadline, a size (which one chunk may exceed), and no
 * compressed answers (they would be decoded without a limit). Returns what puts the former dispatcher back.
 */
export function installEgressGuard(
  dispatcher: Dispatcher,
  limits: GuardLimits = { deadline: DEADLINE, maxBytes: MAX_BYTES },
): Disposable {
  const before = getGlobalDispatcher()
  setGlobalDispatcher(
    dispatcher.compose((dispatch) => (options, handler) => {
      return dispatch(withoutEncodings(options), limited(handler, limits))
    }),
  )
  return { [Symbol.dispose]: () => setGlobalDispatcher(before) }
}

/** Asks for an answer as it is. Clients that give their headers in another form are left alone. */
function withoutEncodings(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  const { headers } = options
  if (!headers || typeof headers !== 'object' || Symbol.iterator in headers) return options
  return { ...options, headers: { ...headers, 'accept-encoding': 'identity' } }
}

function limited(
  handler: Dispatcher.DispatchHandler,
  { deadline, maxBytes }: GuardLimits,
): Dispatcher.DispatchHandler {
  let timer: NodeJS.Timeout | undefined
  let length = 0
  return {
    onRequestStart(controller, context) {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(timedOut()), deadline)
      handler.onRequestStart?.(controller, context)
    },
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, status, headers, message) {
      const refusal = refusalOf(headers, maxBytes)
      if (refusal !== null) controller.abort(refusal)
      else handler.onResponseStart?.(controller, status, headers, message)
    },
    onResponseData(controller, chunk) {
      // The chunk first and the refusal later: fetch takes an error before the first chunk for the
      // end of an empty body, and never hears of one that comes while it is given a chunk.
      length += chunk.length
      handler.onResponseData?.(controller, chunk)
      if (length > maxBytes) setImmediate(() => controller.abort(tooLarge(maxBytes)))
    },
    onResponseEnd(controller, trailers) {
      clearTimeout(timer)
      handler.onResponseEnd?.(controller, trailers)
    },
    onResponseError(controller, error) {
      clearTimeout(timer)
      handler.onResponseError?.(controller, error)
    },
  }
}

function refusalOf(
  headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2],
  maxBytes: number,
): Error | null {
  const { 'content-encoding': encoding, 'content-length': length } = headers
  if (encoding !== undefined && encoding !== 'identity') {
    return unusable('encoding_not_supported', 'The answer is encoded in a way that is not read.')
  }
  return Number(length ?? 0) <= maxBytes ? null : tooLarge(maxBytes)
}

function timedOut(): Error {
  return unusable('timed_out', 'The answer took too long.')
}
