import { isUtf8 } from 'node:buffer'

import { type Static, Type } from 'typebox'

import {
  type LogTexts,
  parseLog,
  parseWitnessFile,
  writeLog,
  writeWitnessFile,
} from '../identity/log-text.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { canonicalize, parseCanonical } from '../record/canonical.ts'
import { createCheck } from '../record/check.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { closed, count, digest, oneOf, optional, scid, slug, time } from '../record/kinds/shapes.ts'
import { bodyLength, checkLineOf } from './bundle-check-line.ts'

/** What a bundle is served and sent as; its files end in `.tessera`. */
export const BUNDLE_MEDIA_TYPE = 'application/vnd.tessera.bundle'

/** It is held in memory as a whole: one this large takes 230 MiB to verify, program included. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024

/** More lines than bytes would be no bundle. */
const lineCount = count(MAX_BUNDLE_BYTES)
const About = closed({
  kind: oneOf(['collective', 'charter', 'communique', 'directory']),
  collective: optional(scid),
  slug: optional(slug),
  digest: optional(digest),
})
const Header = closed({
  type: Type.Literal('Bundle'),
  version: Type.Literal(1),
  about: About,
  collectives: lineCount,
  objects: lineCount,
  newest: Type.Union([Type.Null(), time]),
})
const SectionLine = closed({
  type: Type.Literal('Collective'),
  scid,
  entries: lineCount,
  objects: lineCount,
})
const checkHeader: (value: unknown) => asserts value is Static<typeof Header> = createCheck(
  Header,
  'bad_bundle',
)
const checkSectionLine: (value: unknown) => asserts value is Static<typeof SectionLine> =
  createCheck(SectionLine, 'bad_bundle')

/** What a bundle says it is about. Nobody signed that: it is a title, no claim. */
export type BundleAbout = Static<typeof About>
export type BundleHeader = Static<typeof Header>

/** One collective in a bundle: its DID log, and objects of it. */
export interface BundlePart {
  readonly scid: Scid
  /** Null where it is not at hand: then nobody can tell whose keys signed. */
  readonly log: LogTexts | null
  /** Canonical bytes of heads, manifests and records. */
  readonly objects: readonly string[]
}

/**
 * The bundle of these parts, the same bytes in whatever order they come. Throws `bundle_too_large`.
 */
export function writeBundle(about: BundleAbout, parts: readonly BundlePart[]): Uint8Array {
  const written = parts.toSorted((a, b) => (a.scid < b.scid ? -1 : 1)).map(writePart)
  const times = written.flatMap(({ newest }) => (newest === null ? [] : [newest]))
  const header: BundleHeader = {
    type: 'Bundle',
    version: 1,
    about,
    collectives: written.length,
    objects: written.reduce((sum, { objects }) => sum + objects, 0),
    newest: times.reduce<Timestamp | null>(laterOf, null),
  }
  const lines = [canonicalize(header), ...written.flatMap((part) => part.lines)]
  const body = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  if (body.length > MAX_BUNDLE_BYTES) throw tooLarge()
  return Buffer.concat([body, Buffer.from(checkLineOf(body))])
}

function writePart({ scid, log, objects }: BundlePart) {
  const entries = log === null ? [] : writeLog(entriesOf(log)).split('\n').slice(0, -1)
  const witness = log === null ? [] : [writeWitnessFile(parseWitnessFile(log.witness))]
  const sorted = [...new Set(objects)].map(toSortable).toSorted(byPlace)
  const section = { type: 'Collective', scid, entries: entries.length, objects: sorted.length }
  const texts = sorted.map(({ text }) => text)
  const newest = sorted.map(({ time }) => time).reduce(laterOf, null)
  const lines = [canonicalize(section), ...entries, ...witness, ...texts]
  return { lines, objects: sorted.length, newest }
}

function entriesOf({ log }: LogTexts) {
  return parseLog(log).lines.map(({ entry, text }) => ({ versionId: entry.versionId, text }))
}

function laterOf(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  return a === null || (b !== null && b > a) ? b : a
}

interface Sortable {
  readonly text: string
  readonly rank: string
  readonly version: number
  readonly digest: Digest
  readonly time: Timestamp | null
}

const RANKS: Readonly<Record<string, string>> = { Head: '0', Manifest: '1' }

function toSortable(text: string): Sortable {
  const value = parseCanonical(text)
  const { type, slug, version, updated, published } = value as Readonly<Record<string, unknown>>
  const time = updated ?? published
  return {
    text,
    rank: RANKS[String(type)] ?? `2/${String(type)}/${String(slug)}`,
    version: typeof version === 'number' ? version : 0,
    digest: digestOf(text),
    time: typeof time === 'string' ? time : null,
  }
}

/** Heads, manifests, then records by type, slug and version. */
function byPlace(a: Sortable, b: Sortable): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.version - b.version || (a.digest < b.digest ? -1 : 1)
}

/** A line of a bundle; null for the text of one that is not UTF-8. */
export interface BundleLine {
  /** 1 for the header. */
  readonly number: number
  readonly text: string | null
}

/** One collective in a bundle that is read. */
export interface BundleSection {
  readonly scid: Scid
  /** Null without a log. */
  readonly log: LogTexts | null
  /** Where the section begins. */
  readonly line: number
  readonly objects: Iterable<BundleLine>
}

/** A bundle whose first line is read; its sections are read one after the other, each once. */
export interface OpenBundle {
  readonly header: BundleHeader
  readonly sections: Iterable<BundleSection>
}

/**
 * Reads a bundle without judging anything in it. Throws `bundle_too_large`, and `bad_bundle` with
 * the line where the form breaks, also while sections are walked through.
 */
export function openBundle(file: Uint8Array): OpenBundle {
  if (file.length > MAX_BUNDLE_BYTES + checkLineLimit) throw tooLarge()
  const lines = linesOf(file.subarray(0, bodyLength(file)))
  const header = readLine(lines.next().value, checkHeader)
  return { header, sections: readSections(lines, header) }
}

/** Six letters for 64 bytes, and some words. */
const checkLineLimit = MAX_BUNDLE_BYTES / 10

function* linesOf(body: Uint8Array): Generator<BundleLine, undefined> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  let number = 0
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf('\n', start)
    const end = found < 0 ? bytes.length : found
    const line = bytes.subarray(start, end)
    number++
    yield { number, text: isUtf8(line) ? line.toString('utf8') : null }
    start = end + 1
  }
}

type Lines = Iterator<BundleLine, undefined>

function readLine<T>(
  line: BundleLine | undefined,
  check: (value: unknown) => asserts value is T,
): T {
  if (line === undefined) throw invalid('bad_bundle', 'The bundle ends too early.')
  try {
    if (line.text === null) throw invalid('bad_unicode', 'This is not UTF-8.')
    const value: unknown = parseCanonical(line.text)
    check(value)
    return value
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    throw invalid('bad_bundle', `Line ${line.number} is not what it has to be: ${error.message}`)
  }
}

function* readSections(lines: Lines, header: BundleHeader): Generator<BundleSection> {
  let [collectives, objects, last] = [0, 0, '']
  for (let line = lines.next().value; line !== undefined; line = lines.next().value) {
    const section = readLine<Static<typeof SectionLine>>(line, checkSectionLine)
    if (section.scid <= last) {
      throw invalid('bad_bundle', `Line ${line.number}: collectives come sorted, each once.`)
    }
    const own = take(lines, section.objects)
    const log = section.entries === 0 ? null : readLog(lines, section.entries)
    yield { scid: section.scid, log, line: line.number, objects: own }
    while (own.next().done !== true); // what the reader left
    last = section.scid
    collectives++
    objects += section.objects
  }
  if (collectives !== header.collectives || objects !== header.objects) {
    throw invalid('bad_bundle', 'The bundle holds more or less than its first line says.')
  }
}

/** Lines that are not UTF-8 are left out: the log then lacks an entry, which its check tells. */
function readLog(lines: Lines, entries: number): LogTexts {
  const texts = [...take(lines, entries)].flatMap(({ text }) =>
    text === null ? [] : [`${text}\n`],
  )
  const [witness] = [...take(lines, 1)]
  return { log: texts.join(''), witness: witness?.text ?? '' }
}

function* take(lines: Lines, count: number): Generator<BundleLine> {
  for (let left = count; left > 0; left--) {
    const line = lines.next().value
    if (line === undefined) throw invalid('bad_bundle', 'The bundle ends too early.')
    yield line
  }
}

function tooLarge(): TesseraError {
  return new TesseraError('too-large', 'bundle_too_large', 'A bundle has at most 64 MiB.')
}

/** Whether a file begins or ends as bundles do, even if a byte of it was changed. */
export function looksLikeBundle(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const first = bytes.subarray(0, MAX_HEADER).toString('latin1').split('\n', 1)
  const end = bytes.subarray(-TAIL).toString('latin1')
  return first[0]?.includes('"type":"Bundle"') === true || end.includes('"type":"Check"')
}

/** More than a first line ever has. */
const MAX_HEADER = 1024
/** What stands after the blocks of a check line. */
const TAIL = 200
