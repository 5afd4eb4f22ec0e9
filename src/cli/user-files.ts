import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

import { invalid, TesseraError } from '../kernel/errors.ts'

/** Files that people name on the command line. */

const MIB = 1024 * 1024
/** Little that a command reads is larger: logs and charters stay far below. */
const MAX_BYTES = 16 * MIB
/** Key files and what is prepared are for their owner alone. */
const FILE_MODE = 0o600

/** Throws `file_not_found`, `file_not_readable`, `file_too_large`. */
export async function readBytes(path: string, limit = MAX_BYTES): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw notReadable(path, cause)
  })
  if (bytes.length <= limit) return bytes
  const message = `${path} is larger than ${limit / MIB} MiB.`
  throw new TesseraError('too-large', 'file_too_large', message)
}

/** Throws `bad_file` too, for what is not UTF-8. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid('bad_file', `${path} is not a text in UTF-8.`, cause)
  }
}

/** Puts a whole file in the place of the old one: after a crash there is one or the other. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`
  try {
    await writeNew(beside, content)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** Never overwrites: throws `file_exists`, `file_not_writable`. */
export async function createFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeNew(path, content)
}

/** The same for what is too large for memory; after an error there is no file. */
export async function createStreamed(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  await writeNew(path, '')
  try {
    await using file = await open(path, 'r+')
    await file.writeFile(chunks)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** A file of any size, piece by piece. Throws `file_not_found`, `file_not_readable`. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw notReadable(path, cause)
  }
}

async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await using file = await open(path, 'wx', FILE_MODE)
    await file.writeFile(content)
    await file.sync()
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && existsSync(path)) {
      const message = `${path} exists already; it is never overwritten.`
      throw new TesseraError('conflict', 'file_exists', message, { cause })
    }
    throw new TesseraError('forbidden', 'file_not_writable', `${path} cannot be written.`, {
      cause,
    })
  }
}

function notReadable(path: string, cause: unknown): TesseraError {
  return codeOf(cause) === 'ENOENT'
    ? new TesseraError('not-found', 'file_not_found', `There is no file ${path}.`, { cause })
    : new TesseraError('forbidden', 'file_not_readable', `${path} cannot be read.`, { cause })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
