import type { RefusalKind } from '../kernel/errors.ts'

/** What the command ends with; docs/cli.md explains them to people who write scripts. */
export const EXIT = {
  ok: 0,
  /** It was understood and refused; nothing was changed. */
  refused: 1,
  /** A flag or argument is missing or wrong; nothing was changed. */
  usage: 2,
  /** It may work later or with a passphrase. */
  unavailable: 3,
  /** Some of it was done. */
  partly: 4,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command line itself is wrong or lacks something. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const CODES: Readonly<Record<RefusalKind, ExitCode>> = {
  invalid: EXIT.refused,
  unauthenticated: EXIT.unavailable,
  forbidden: EXIT.refused,
  'not-found': EXIT.refused,
  gone: EXIT.refused,
  conflict: EXIT.refused,
  'too-large': EXIT.refused,
  'too-many': EXIT.unavailable,
  full: EXIT.unavailable,
  unavailable: EXIT.unavailable,
}

export function exitCodeFor(kind: RefusalKind): ExitCode {
  return CODES[kind]
}
