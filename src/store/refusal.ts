import { TesseraError } from '../kernel/errors.ts'

/** What a database says when it cannot do its work, in our words; anything else is a bug of ours. */
type Trouble = 'busy' | 'conflict' | 'full' | 'failed' | 'away'

/** PostgreSQL: two transactions crossed (serialization failure, deadlock): the same work may be done again. */
const POSTGRES_CONFLICT = /^40(?:001|P01)$/
/** PostgreSQL: disk full, and its own limits of memory and connections. */
const POSTGRES_FULL = /^53100$/
const POSTGRES_AWAY = /^(?:08\w{3}|53[23]00|57P0[1-5]|55P03|57014)$/
const SOCKET_AWAY =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|ENOENT|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$/
/** pg gives these no code. */
const CONNECTION_LOST =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

const SQLITE_BUSY = /^SQLITE_(?:BUSY|LOCKED)(?:_|$)/
const SQLITE_FULL = /^SQLITE_FULL(?:_|$)/
/** Reading or writing the file went wrong: what it holds now is not known to be on the disk. */
const SQLITE_FAILED = /^SQLITE_(?:IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL)(?:_|$)/

function troubleOf(error: unknown): Trouble | null {
  const code = codeOf(error)
  if (SQLITE_BUSY.test(code)) return 'busy'
  if (SQLITE_FULL.test(code) || POSTGRES_FULL.test(code)) return 'full'
  if (SQLITE_FAILED.test(code)) return 'failed'
  if (POSTGRES_CONFLICT.test(code)) return 'conflict'
  if (POSTGRES_AWAY.test(code) || SOCKET_AWAY.test(code)) return 'away'
  return error instanceof Error && CONNECTION_LOST.test(error.message) ? 'away' : null
}

function codeOf(error: unknown): string {
  if (error === null || typeof error !== 'object' || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

/** Whether SQLite only has to be asked again: another process holds the file. */
export function isBusy(error: unknown): boolean {
  return troubleOf(error) === 'busy'
}

/** Whether a transaction lost against another one and may simply be run again. */
export function isConflict(error: unknown): boolean {
  const cause = error instanceof TesseraError ? error.cause : error
  return troubleOf(cause) === 'conflict'
}

/** Whether the file can no longer be trusted to take writes. */
export function isFailure(error: unknown): boolean {
  return troubleOf(error) === 'failed'
}

/** The refusal a driver's error stands for; the error itself if it is none (a bug, or a refusal already). */
export function refusalOf(cause: unknown): unknown {
  switch (troubleOf(cause)) {
    case 'busy':
    case 'conflict':
      return databaseBusy(cause)
    case 'full':
      return new TesseraError('full', 'disk_full', 'The disk is full; nothing was written.', {
        cause,
      })
    case 'failed':
      return databaseFailed(cause)
    case 'away':
      return new TesseraError(
        'unavailable',
        'database_away',
        'The database does not answer; try again in a moment.',
        { cause },
      )
    case null:
      return cause
  }
}

export function databaseBusy(cause?: unknown): TesseraError {
  const message = 'The database is busy; nothing was written, try again in a moment.'
  return new TesseraError('unavailable', 'database_busy', message, { cause })
}

/** After this SQLite takes no more writes until the program is started again. */
export function databaseFailed(cause: unknown): TesseraError {
  const message =
    'The database file could not be read or written, so nothing more is written until a restart.'
  return new TesseraError('unavailable', 'database_failed', message, { cause })
}
