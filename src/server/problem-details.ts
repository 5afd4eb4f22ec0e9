import { STATUS_CODES } from 'node:http'

import { type RefusalKind, TesseraError } from '../kernel/errors.ts'

/** What is told about a refusal. Never anything of the machine, the program or the visitor. */
export interface Problem {
  readonly status: number
  /** Stable and documented, lower_snake. */
  readonly code: string
  /** One sentence in English that anyone may read; null where the status says it all. */
  readonly detail: string | null
  readonly headers: Readonly<Record<string, string>>
}

/** A refusal that HTTP itself makes, before any use case is asked. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal'
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  gone: 410,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  full: 507,
  unavailable: 503,
}

/** Seconds after which trying again makes sense, where the cause passes by itself. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '30', 503: '30', 507: '600' }

/** Codes for what the framework refuses. */
const FRAMEWORK_CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  413: 'too_large',
  414: 'url_too_long',
  415: 'unsupported_media_type',
  503: 'closing',
}

/** What to tell about anything that was thrown. A bug tells nothing but that it is one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TesseraError)
    return problem(STATUS_OF[error.kind], error.code, error.message)
  if (error instanceof HttpRefusal)
    return { ...problem(error.status, error.code, error.message), headers: error.headers }
  return frameworkProblem(error) ?? problem(500, 'internal_error', null)
}

/** The JSON of a problem. SPEC: RFC 9457, section 3. */
export function problemJson({ status, code, detail }: Problem): Readonly<Record<string, unknown>> {
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: 'about:blank', title, status, code, ...(detail === null ? {} : { detail }) }
}

function problem(status: number, code: string, detail: string | null): Problem {
  const retryAfter = RETRY_AFTER[status]
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  return { status, code, detail, headers }
}

/** The framework marks what it refuses by a status; its validation messages name only fields. */
function frameworkProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null
  const { statusCode: status } = error
  if (typeof status !== 'number' || (status !== 503 && (status < 400 || status > 499))) return null
  const detail = 'validation' in error ? error.message : null
  return problem(status, FRAMEWORK_CODES[status] ?? 'refused', detail)
}
