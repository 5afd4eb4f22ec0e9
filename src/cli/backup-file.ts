import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'

import type { CopyHeader } from '../exchange/backup-copy.ts'
import {
  openStream,
  sealStream,
  type OpenedBy,
  type SealedFor,
} from '../identity/backup-sealing.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { DataAtRest } from './kept-data.ts'
import { createStreamed, readChunks } from './user-files.ts'

/** Bytes that are sealed at a time: a chunk of age. */
const CHUNK = 64 * 1024

export interface WrittenBackup {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the file, hexadecimal: `sha256sum` shows the same. */
  readonly sha256: string
}

/**
 * Writes a sealed copy of everything, and reads it again from the disk: what cannot be compared is
 * removed. Throws `file_exists`, `backup_not_readable`, and what sealing throws.
 */
export async function writeBackup(
  data: DataAtRest,
  path: string,
  sealedFor: SealedFor,
): Promise<WrittenBackup> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of await sealStream(toChunks(data.copy()), sealedFor)) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  await createStreamed(path, counted())
  const sha256 = hash.digest('hex')
  try {
    if ((await digestOfFile(path)) !== sha256) throw notReadable(path)
    if ('passphrase' in sealedFor) await checkBackup(data, path, sealedFor)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, bytes, sha256 }
}

/** Opens a backup and reads it to its end. */
export async function checkBackup(
  data: DataAtRest,
  path: string,
  openedBy: OpenedBy,
): Promise<CopyHeader> {
  return await data.check(linesOf(path, openedBy))
}

/** What a backup holds, decrypted as it is read. */
export async function* linesOf(path: string, openedBy: OpenedBy): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of await openStream(readChunks(path), openedBy)) {
    yield decoder.decode(chunk, { stream: true })
  }
}

async function* toChunks(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting: string[] = []
  let length = 0
  for await (const line of lines) {
    waiting.push(line)
    length += line.length
    if (length < CHUNK) continue
    yield Buffer.from(waiting.join(''))
    waiting = []
    length = 0
  }
  yield Buffer.from(waiting.join(''))
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of readChunks(path)) hash.update(chunk)
  return hash.digest('hex')
}

function notReadable(path: string): TesseraError {
  return new TesseraError(
    'unavailable',
    'backup_not_readable',
    `${path} does not read as it was written; it was removed. Is the disk failing?`,
  )
}
