import type { Dispatcher } from 'undici'

import { SECOND } from '../kernel/time.ts'
import { readBody, unusable } from './answer-body.ts'
import { parseRetryAfter } from './retry-after.ts'

/** What a server answered to a request of ours. */
export interface Answer {
  readonly status: number
  /** By lower-case name; repeated ones joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Where it came from in the end, without a fragment. */
  readonly url: string
  /** Milliseconds that the server asks to wait, at most a day; null if it says nothing. */
  readonly retryAfter: number | null
}

export interface AnswerContext {
  readonly url: URL
  readonly maxBytes: number
  readonly now: Date
}

/** Servers send 10 to 30. */
const MAX_HEADERS = 100
/** What of an ignored body is still read, so that the connection can serve the next request. */
const IGNORED_BYTES = 16 * 1024
const IGNORED_TIME = SECOND
const EMPTY = Buffer.alloc(0)

/** The answer with its body; throws what `readBody` throws, and `headers_too_large`. */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  context: AnswerContext,
): Promise<Answer> {
  try {
    const answer = withoutBody(response, context)
    const encoding = answer.headers['content-encoding']
    return { ...answer, body: await readBody(response.body, encoding, context.maxBytes) }
  } catch (error) {
    response.body.on('error', ignoreError).destroy()
    throw error
  }
}

/** The answer as its head tells it. */
export function withoutBody(
  { statusCode, headers: received }: Dispatcher.ResponseData,
  { url, now }: AnswerContext,
): Answer {
  const headers: Record<string, string> = {}
  let count = 0
  for (const [name, value = ''] of Object.entries(received)) {
    count += Array.isArray(value) ? value.length : 1
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  if (count > MAX_HEADERS) {
    throw unusable('headers_too_large', 'The answer has too many or too long headers.')
  }
  const retryAfter = parseRetryAfter(headers['retry-after'], now)
  const { origin, pathname, search } = url
  return { status: statusCode, headers, body: EMPTY, url: origin + pathname + search, retryAfter }
}

/** Lets go of a body that nobody reads, without waiting for it. */
export function ignoreBody({ body }: Dispatcher.ResponseData): void {
  body.on('error', ignoreError)
  body.dump({ limit: IGNORED_BYTES, signal: AbortSignal.timeout(IGNORED_TIME) }).catch(ignoreError)
}

/** What becomes of an ignored body is no concern of anyone. */
function ignoreError(): void {}
