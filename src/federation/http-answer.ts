import { TesseraError } from '../kernel/errors.ts'
import type { JsonObject } from '../record/canonical.ts'

/** An answer to a request from outside, for any HTTP server to send. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/**
 * A refusal whose status the kind of a TesseraError does not tell (415, 422); the others are thrown
 * as TesseraErrors.
 */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const ACCEPTED: HttpAnswer = { status: 202, headers: {}, body: '' }

export function textAnswer(contentType: string, body: string): HttpAnswer {
  return { status: 200, headers: { 'content-type': contentType }, body }
}

export function jsonAnswer(value: JsonObject, contentType = 'application/json'): HttpAnswer {
  return textAnswer(contentType, JSON.stringify(value))
}

export function unauthenticated(code: string, message: string): TesseraError {
  return new TesseraError('unauthenticated', code, message)
}

export function notFound(message: string): TesseraError {
  return new TesseraError('not-found', 'not_found', message)
}

/** Understood, and still not possible: 422. */
export function unprocessable(code: string, message: string): HttpStatusError {
  return new HttpStatusError(422, code, message)
}
