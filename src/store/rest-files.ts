import { open, readFile } from 'node:fs/promises'

import type { CopyItem } from '../exchange/backup-copy.ts'
import { DAY } from '../kernel/time.ts'
import { destroyFile, type DiskFile, listFiles } from './disk-files.ts'

/** Which files a data directory has, and what becomes of each when it is copied. */

/**
 * What a file tells without any passphrase: `secret` one that opens others, or a key in the clear;
 * `clear` what was decided or is about to be; `unknown` what Tessera did not put there.
 */
export type Secrecy = 'public' | 'clear' | 'encrypted' | 'database' | 'secret' | 'unknown'

const AGE_STARTS = ['age-encryption.org/v1', '-----BEGIN AGE ENCRYPTED FILE-----']

/** Of the names that Tessera gives; key files are looked into. */
const SECRECY: readonly (readonly [RegExp, Secrecy])[] = [
  [/^tessera\.db(?:-wal|-shm|-journal)?$/, 'database'],
  [/^tessera\.toml$/, 'clear'],
  [/^prepared\/[^/]+$/, 'clear'],
  [/^mark\.json$/, 'public'],
  [/^first-profile\.json$/, 'public'],
  [/^passphrase$/, 'secret'],
]

/** What a backup holds besides tables: never a passphrase, never what was half written. */
const COPIED = /^(?:tessera\.toml|mark\.json|first-profile\.json|keys\/[^/]+\.age|prepared\/[^/]+)$/

export async function secrecyOf({ name, path }: DiskFile): Promise<Secrecy> {
  if (name.startsWith('keys/')) return (await isAgeFile(path)) ? 'encrypted' : 'secret'
  return SECRECY.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
}

async function isAgeFile(path: string): Promise<boolean> {
  await using file = await open(path, 'r')
  const start = Buffer.alloc(64)
  await file.read(start, 0, start.length, 0)
  return AGE_STARTS.some((words) => start.toString('latin1').startsWith(words))
}

/** The files that a backup holds. A key that is not encrypted stays where it is. */
export async function* copyFiles(directory: string): AsyncGenerator<CopyItem> {
  for (const file of await listFiles(directory)) {
    if (!COPIED.test(file.name) || (await secrecyOf(file)) === 'secret') continue
    yield { kind: 'file', name: file.name, content: await readFile(file.path) }
  }
}

/** What waited for members for so long was given up; what is signed is published within days. */
const PREPARED_LIFE = 90 * DAY

/** Removes what has waited for members for 90 days. Returns the names. */
export async function forgetPrepared(directory: string, now: Date): Promise<readonly string[]> {
  const forgotten: string[] = []
  for (const { name, path, changed } of await listFiles(directory)) {
    if (!name.startsWith('prepared/') || changed.getTime() > now.getTime() - PREPARED_LIFE) continue
    await destroyFile(path)
    forgotten.push(name)
  }
  return forgotten
}

/** Whether a backup may hold a file of this name. */
export function isCopied(name: string): boolean {
  return COPIED.test(name)
}
