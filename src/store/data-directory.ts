import { randomUUID } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { Mark, MarkFile } from '../exchange/own-node.ts'
import { TesseraError } from '../kernel/errors.ts'

/** Only the node's own account may look into what it keeps. */
const DIRECTORY_MODE = 0o700
const FILE_MODE = 0o600

/** What a node keeps beside its database. */
export interface DataDirectory {
  readonly path: string
  readonly databaseFile: string
  /** The bytes of `keys/<name>.age`; null if there is no such file. */
  readKeyFile(name: string): Promise<Uint8Array | null>
  /** Never overwrites: throws `key_file_exists`. */
  writeKeyFile(name: string, bytes: Uint8Array): Promise<string>
  /** Puts a new key file in the place of an old one; a reader sees one or the other. */
  replaceKeyFile(name: string, bytes: Uint8Array): Promise<string>
  /** Names of the key files, without `.age`. */
  listKeyFiles(): Promise<readonly string[]>
  readonly mark: MarkFile
  /** A small text file in the directory itself; null if there is none. */
  readText(name: string): Promise<string | null>
  writeText(name: string, text: string): Promise<string>
  /** Leaves a file for members to sign, and returns its path. */
  writePrepared(name: string, text: string): Promise<string>
}

/** Opens a data directory, and makes it if there is none. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const keys = join(path, 'keys')
  const prepared = join(path, 'prepared')
  for (const directory of [path, keys, prepared]) {
    await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE })
  }
  await chmod(path, DIRECTORY_MODE)
  const keyPath = (name: string): string => keyFileIn(path, name)
  return {
    path,
    databaseFile: join(path, 'tessera.db'),
    readKeyFile: (name) => readIfThere(keyPath(name)),
    async writeKeyFile(name, bytes) {
      if ((await readIfThere(keyPath(name))) !== null) throw keyFileExists(keyPath(name))
      return await writeDurably(keyPath(name), bytes)
    },
    replaceKeyFile: (name, bytes) => writeDurably(keyPath(name), bytes),
    async listKeyFiles() {
      const files = await readdir(keys)
      return files
        .filter((file) => file.endsWith('.age'))
        .map((file) => file.slice(0, -4))
        .toSorted()
    },
    mark: markFileAt(join(path, 'mark.json')),
    async readText(name) {
      const bytes = await readIfThere(join(path, name))
      return bytes === null ? null : Buffer.from(bytes).toString('utf8')
    },
    writeText: (name, text) => writeDurably(join(path, name), Buffer.from(text)),
    writePrepared: (name, text) => writeDurably(join(prepared, name), Buffer.from(text)),
  }
}

/** The path of a key file in a data directory. */
export function keyFileIn(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'keys', `${name}.age`)
}

/** The mark survives a power cut: the file and its directory are both on the disk. */
function markFileAt(path: string): MarkFile {
  return {
    async read() {
      const bytes = await readIfThere(path)
      return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as Mark)
    },
    async write(mark) {
      await writeDurably(path, Buffer.from(JSON.stringify(mark)))
    },
  }
}

/** The bytes of a file; null if there is no such file. */
export async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Writes beside, syncs, renames, syncs the directory: after a crash the file is old or new, never half. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<string> {
  const beside = `${path}.${randomUUID()}.new`
  try {
    await using file = await open(beside, 'wx', FILE_MODE)
    await file.writeFile(bytes)
    await file.sync()
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await using directory = await open(join(path, '..'), 'r')
  await directory.sync()
  return path
}

function keyFileExists(path: string): TesseraError {
  return new TesseraError(
    'conflict',
    'key_file_exists',
    `${path} exists already; it is never overwritten.`,
  )
}
