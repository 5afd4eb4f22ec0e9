import { randomBytes } from 'node:crypto'

/** What nobody guesses: 160 bits, as hexadecimal digits. */
export function randomPassphrase(): string {
  return randomBytes(20).toString('hex')
}
