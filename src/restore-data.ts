import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

import { type CopyHeader, type CopyItem, readCopy } from './exchange/backup-copy.ts'
import type { Mark } from './exchange/own-node.ts'
import { invalid, TesseraError } from './kernel/errors.ts'
import { toTimestamp } from './kernel/time.ts'
import { type DataDirectory, openDataDirectory } from './store/data-directory.ts'
import type { DatabaseLocation } from './store/database.ts'
import { destroyFile, listFiles } from './store/disk-files.ts'
import { findNewestOwnEntry, putBackTables } from './store/put-back.ts'
import { isCopied } from './store/rest-files.ts'

export interface RestorePlace {
  readonly directory: string
  readonly location: DatabaseLocation
  readonly now: Date
}

/**
 * Puts a copy into an empty data directory and an empty database. Whatever the backup says, the mark
 * that is written lets nothing be signed: peers may hold heads that the backup does not know.
 * Throws `data_directory_not_empty`, and what reading the copy throws; then nothing of it stays.
 * SPEC: design.md, section 6, "Own restore".
 */
export async function putBackCopy(
  lines: AsyncIterable<string>,
  place: RestorePlace,
): Promise<CopyHeader> {
  const { directory } = place
  const found = await readdir(directory).catch(() => [])
  if (found.length > 0) throw notEmpty(directory)
  try {
    return await putBack(lines, place)
  } catch (error) {
    for (const { path } of await listFiles(directory)) await destroyFile(path)
    throw error
  }
}

/** Reads a copy to its end, and gives what it says of itself. Throws what readCopy throws. */
export async function readHeaderOf(lines: AsyncIterable<string>): Promise<CopyHeader> {
  const { header, items } = await openCopy(lines)
  while ((await items.next()).done !== true);
  return header
}

async function openCopy(lines: AsyncIterable<string>) {
  const parts = readCopy(lines)
  const first = await parts.next()
  if (first.done === true || first.value.kind !== 'header') throw new Error('a header comes first')
  async function* items(): AsyncGenerator<CopyItem> {
    for await (const part of parts) if (part.kind !== 'header') yield part
  }
  return { header: first.value.header, items: items() }
}

async function putBack(
  lines: AsyncIterable<string>,
  { directory, location, now }: RestorePlace,
): Promise<CopyHeader> {
  const { header, items } = await openCopy(lines)
  const files = await openDataDirectory(directory)
  let mark: Mark | null = null

  /** Files are written as they come; tables are handed on. */
  async function* tables() {
    for await (const item of items) {
      if (item.kind !== 'file') yield item
      else if (item.name === 'mark.json') mark = JSON.parse(textOf(item)) as Mark
      else await writeFile(files, item)
    }
  }

  await putBackTables({
    location,
    done: header.migrations,
    items: tables(),
    now,
    created: header.created,
  })
  await writeMark(files, mark, { location, now, header })
  return header
}

/** Without a mark the node has not published yet, as far as the backup knows. */
async function writeMark(
  files: DataDirectory,
  mark: Mark | null,
  { location, now, header }: Omit<RestorePlace, 'directory'> & { readonly header: CopyHeader },
): Promise<void> {
  if (header.scid === null) return
  const did = mark?.did ?? (await findNewestOwnEntry(location, header.scid))
  if (did === null) return
  const before = mark ?? { did, version: 0, head: null, next: null }
  await files.mark.write({ ...before, restored: toTimestamp(now) })
}

type CopiedFile = Extract<CopyItem, { readonly kind: 'file' }>

async function writeFile(files: DataDirectory, file: CopiedFile): Promise<void> {
  const { name, content } = file
  if (!isCopied(name)) throw invalid('backup_damaged', `A backup holds no file "${name}".`)
  const inFolder = basename(name)
  const folder = dirname(name)
  if (folder === 'keys') await files.writeKeyFile(basename(name, '.age'), content)
  else if (folder === 'prepared') await files.writePrepared(inFolder, textOf(file))
  else await files.writeText(name, textOf(file))
}

function textOf({ content }: CopiedFile): string {
  return Buffer.from(content).toString('utf8')
}

function notEmpty(directory: string): TesseraError {
  return new TesseraError(
    'conflict',
    'data_directory_not_empty',
    `${directory} is not empty; a backup is restored into an empty directory only.`,
  )
}
