import { createHash } from 'node:crypto'

import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'

/**
 * A copy of everything that a node keeps, as lines of JSON: a header, files, tables with their rows,
 * an end with the SHA-256 of all lines before. It says the same of SQLite and of PostgreSQL, so either
 * can be made of it. It is only ever written to a disk sealed (identity/backup-sealing.ts).
 * docs/operations.md, "The backup file", describes it.
 */

/** Grows when a reader of before could not read it any more. */
const FORMAT = 1

/** Characters; the longest rows are records of 512 KiB, the longest files prepared ones of that size. */
const MAX_LINE = 16 * 1024 * 1024

const NAME = /^[a-z][a-z0-9_]{0,62}$/
/** Files have names that lead nowhere else. */
const FILE_NAME = /^(?:(?:keys|prepared)\/)?[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/

export interface CopyHeader {
  readonly type: 'TesseraBackup'
  readonly format: number
  /** Version of the program that made it. */
  readonly program: string
  readonly created: Timestamp
  readonly origin: string
  /** Null before `init`. */
  readonly scid: Scid | null
  /** Names of the migrations that the tables have seen, in order. */
  readonly migrations: readonly string[]
}

export type CopyValue = string | number | null

export type CopyItem =
  | { readonly kind: 'file'; readonly name: string; readonly content: Uint8Array }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  /** Of the table that was named last. */
  | { readonly kind: 'row'; readonly values: readonly CopyValue[] }

type CopyPart = { readonly kind: 'header'; readonly header: CopyHeader } | CopyItem

/** The lines of a copy, each with its line feed. */
export async function* writeCopy(
  header: Omit<CopyHeader, 'type' | 'format'>,
  items: AsyncIterable<CopyItem>,
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let count = 0
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`
    hash.update(text)
    count++
    return text
  }
  yield line({ type: 'TesseraBackup', format: FORMAT, ...header })
  for await (const item of items) yield line(toJson(item))
  yield `${JSON.stringify({ end: count, sha256: hash.digest('hex') })}\n`
}

function toJson(item: CopyItem): unknown {
  if (item.kind === 'row') return item.values
  if (item.kind === 'table') return { table: item.table, columns: item.columns }
  return { file: item.name, content: Buffer.from(item.content).toString('base64') }
}

/**
 * The parts of a copy, the header first. Throws `not_a_backup`, `backup_newer`, and `backup_damaged`
 * where something is missing or was changed: what came before that must not be kept.
 */
export async function* readCopy(chunks: AsyncIterable<string>): AsyncGenerator<CopyPart> {
  const hash = createHash('sha256')
  let count = 0
  let width = 0
  let isWhole = false
  for await (const text of linesOf(chunks)) {
    if (isWhole) throw damaged()
    const value = parseLine(text, count)
    if (count === 0) yield { kind: 'header', header: readHeader(value) }
    else if (isRecord(value) && 'end' in value) isWhole = isEnd(value, count, hash.digest('hex'))
    else {
      const item = readItem(value, width)
      if (item.kind === 'table') width = item.columns.length
      yield item
    }
    if (!isWhole) hash.update(`${text}\n`)
    count++
  }
  if (!isWhole) throw damaged()
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE) throw damaged()
    yield* lines
  }
  if (rest !== '') throw damaged()
}

function parseLine(text: string, place: number): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw place === 0 ? notABackup() : damaged()
  }
}

function readHeader(value: unknown): CopyHeader {
  if (!isRecord(value) || value['type'] !== 'TesseraBackup') throw notABackup()
  if (typeof value['format'] !== 'number' || value['format'] > FORMAT) throw backupNewer()
  const { migrations } = value
  if (!Array.isArray(migrations) || !migrations.every((name) => typeof name === 'string')) {
    throw notABackup()
  }
  return value as unknown as CopyHeader
}

function isEnd(value: Readonly<Record<string, unknown>>, count: number, sha256: string): true {
  if (value['end'] !== count || value['sha256'] !== sha256) throw damaged()
  return true
}

function readItem(value: unknown, width: number): CopyItem {
  if (Array.isArray(value)) return readRow(value, width)
  if (!isRecord(value)) throw damaged()
  return 'file' in value ? readFileItem(value) : readTable(value)
}

function readRow(values: readonly unknown[], width: number): CopyItem {
  if (values.length !== width || !values.every(isValue)) throw damaged()
  return { kind: 'row', values }
}

function readFileItem({ file: name, content }: Readonly<Record<string, unknown>>): CopyItem {
  if (typeof name !== 'string' || !FILE_NAME.test(name)) throw damaged()
  if (typeof content !== 'string') throw damaged()
  return { kind: 'file', name, content: Buffer.from(content, 'base64') }
}

function readTable({ table, columns }: Readonly<Record<string, unknown>>): CopyItem {
  if (!isName(table) || !Array.isArray(columns) || !columns.every(isName)) throw damaged()
  return { kind: 'table', table, columns }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value)
}

function isValue(value: unknown): value is CopyValue {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function notABackup(): TesseraError {
  return invalid('not_a_backup', 'This is no backup made by "tessera backup".')
}

function damaged(): TesseraError {
  return invalid('backup_damaged', 'The backup is not whole: it was cut off or changed.')
}

/** Thrown for formats and migrations that are not known here. */
export function backupNewer(): TesseraError {
  return new TesseraError(
    'conflict',
    'backup_newer',
    'This backup was made by a newer version of Tessera. Install that version, and restore it there.',
  )
}
