/** What kind of "no" a refusal is. The edges map kinds, never codes (house-style, section 5). */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'full'
  | 'unavailable'

/**
 * A refusal: the use case cannot go on. `code` is stable, lower_snake and documented; `message` is
 * one plain sentence that may be shown to anyone. Anything else that is thrown is a bug.
 */
export class TesseraError extends Error {
  override readonly name = 'TesseraError'
  readonly kind: RefusalKind
  readonly code: string

  constructor(kind: RefusalKind, code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
    this.code = code
  }
}

/** A refusal of bad input, the most common kind. */
export function invalid(code: string, message: string, cause?: unknown): TesseraError {
  return new TesseraError('invalid', code, message, cause === undefined ? undefined : { cause })
}
