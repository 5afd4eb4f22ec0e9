import { randomFillSync } from 'node:crypto'
import { lstat, open, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Files of a data directory as they lie on the disk, and their end. */

/** Bytes that are overwritten by one call. */
const CHUNK = 1024 * 1024

export interface DiskFile {
  /** Below the directory, with `/`. */
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly changed: Date
}

/** Every file below a directory, sorted by name; none where there is no directory. */
export async function listFiles(directory: string): Promise<readonly DiskFile[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true }).catch(whenGone)
  const files: DiskFile[] = []
  for (const entry of found ?? []) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    const about = await lstat(path).catch(whenGone)
    if (about === null) continue
    const bytes = entry.isFile() ? about.size : 0
    files.push({ name: relative(directory, path), path, bytes, changed: about.mtime })
  }
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Overwrites a file with random bytes, brings that to the disk, and removes it. What the disk itself
 * has put elsewhere (flash storage, snapshots, journals) is out of reach.
 */
export async function destroyFile(path: string): Promise<void> {
  const size = await stat(path).catch(whenGone)
  if (size?.isFile() === true) await overwrite(path, size.size)
  await rm(path, { force: true })
  await syncDirectory(dirname(path))
}

async function overwrite(path: string, size: number): Promise<void> {
  await using file = await open(path, 'r+')
  const chunk = Buffer.alloc(Math.min(size, CHUNK))
  for (let at = 0; at < size; at += CHUNK) {
    randomFillSync(chunk)
    await file.write(chunk, 0, Math.min(CHUNK, size - at), at)
  }
  await file.sync()
  await file.truncate(0)
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r')
  await directory.sync()
}

/** Removes a directory and those in it, if no file is left. */
export async function removeEmpty(directory: string): Promise<void> {
  const inner = await readdir(directory, { withFileTypes: true }).catch(whenGone)
  for (const entry of inner ?? []) {
    if (entry.isDirectory()) await removeEmpty(join(directory, entry.name))
  }
  await rmdir(directory).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes(codeOf(error))) throw error
  })
}

function whenGone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
