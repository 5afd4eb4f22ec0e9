import type { Readable, Writable } from 'node:stream'

/** Where a command reads and writes: main.ts hands in the process's own, tests hand in theirs. */
export interface Terminal {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Whether somebody sits there who can be asked. */
  readonly isInteractive: boolean
  /** Width in characters. */
  readonly columns: number
}
