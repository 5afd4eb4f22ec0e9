import { type Digest, digestOf } from '../record/digest.ts'

/**
 * The last line of a bundle: it names the first byte that was changed on the way. That is diagnosis
 * and no more: whoever changes a bundle on purpose writes this line anew. Trust comes from proofs.
 */

/** Bytes that one code stands for: as near as a change is named that is not of one byte alone. */
export const BLOCK = 64
const CODE_LENGTH = 6
const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
/** More than the sum of a block's bytes: 64 x 255 = 16,320. */
const SUM_BITS = 14
const SUM_RANGE = 2 ** SUM_BITS
const START = '{"blocks":"'
const DIGEST = /"digest":"(zQm[1-9A-HJ-NP-Za-km-z]{44})"/
const LENGTH = /"length":(\d{1,10})[,}]/
/** Bytes that were pushed in at one place are looked for up to this many; more are cut away anyway. */
const MAX_INSERTED = 4096

/** What differs between a bundle as it was written and as it is. */
export interface ByteChange {
  readonly kind: 'replaced' | 'inserted' | 'removed' | 'cut' | 'unclear'
  /** The first byte that differs; 0 is the first of the file. */
  readonly at: number
  /** The first byte that differs lies before this one; `at + 1` where it is known exactly. */
  readonly until: number
  /** What stands there now; null where nothing does or it is not known. */
  readonly is: number | null
  /** What stood there; null where nothing did or it is not known. */
  readonly was: number | null
}

/** The check line of all that stands before it, with its line end. */
export function checkLineOf(body: Uint8Array): string {
  const digest = digestOf(body)
  return `${START}${blockCodes(body)}","digest":"${digest}","length":${body.length},"type":"Check"}\n`
}

/** Where the check line begins, whether it is right or not: what stands before it is the body. */
export function bodyLength(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const marked = bytes.lastIndexOf(START)
  return marked >= 0 ? marked : bytes.lastIndexOf('\n', -2) + 1
}

/** The first byte that was changed since the bundle was written; null if it is whole. */
export function findChange(file: Uint8Array): ByteChange | null {
  const end = bodyLength(file)
  const body = file.subarray(0, end)
  const actual = Buffer.from(file.buffer, file.byteOffset + end, file.length - end)
  const expected = Buffer.from(checkLineOf(body))
  if (actual.equals(expected)) return null
  const said = readCheckLine(actual)
  if (said === null)
    return { kind: 'cut', at: file.length, until: file.length, is: null, was: null }
  const isBodyWhole =
    said.digest === null
      ? firstDifference(said.codes, blockCodes(body)) === null
      : said.digest === digestOf(body) || agrees(said, body)
  return isBodyWhole ? changeInLine(actual, expected, end) : changeInBody(body, said)
}

interface SaidCheck {
  readonly codes: string
  readonly digest: Digest | null
  readonly length: number | null
}

/** What a check line says, as far as it can still be read; null if it is none at all. */
function readCheckLine(line: Buffer): SaidCheck | null {
  const text = line.toString('latin1')
  const digest = DIGEST.exec(text)?.[1] ?? null
  const length = LENGTH.exec(text)?.[1]
  if (!text.startsWith(START) && digest === null) return null
  const codes = /^[\w-]*/.exec(text.slice(START.length))?.[0] ?? ''
  return { codes, digest, length: length === undefined ? null : Number(length) }
}

/** The line's own digest was changed, if everything else in it fits. */
function agrees({ codes, length }: SaidCheck, body: Uint8Array): boolean {
  return length === body.length && codes === blockCodes(body)
}

/** What the line has to be is known, since the body is whole. */
function changeInLine(actual: Buffer, expected: Buffer, offset: number): ByteChange {
  let at = 0
  while (at < actual.length && at < expected.length && actual[at] === expected[at]) at++
  const added = actual.length - expected.length
  const kind = added === 0 ? 'replaced' : added > 0 ? 'inserted' : 'removed'
  const is = kind === 'removed' ? null : (actual[at] ?? null)
  const was = kind === 'inserted' ? null : (expected[at] ?? null)
  return { kind, at: offset + at, until: offset + at + 1, is, was }
}

function changeInBody(body: Uint8Array, said: SaidCheck): ByteChange {
  const block = firstDifference(said.codes, blockCodes(body)) ?? 0
  const start = block * BLOCK
  const code = said.codes.slice(block * CODE_LENGTH, (block + 1) * CODE_LENGTH)
  const wanted = code.length === CODE_LENGTH ? decodeSums(code) : null
  const added = said.length === null ? 0 : body.length - said.length
  const search: Search = { body, start, wanted, digest: said.digest }
  const exact =
    added === 0
      ? findReplaced(search)
      : added > 0
        ? findInserted(search, added)
        : findRemoved(search, added)
  if (exact !== null) return exact
  const until = Math.min(start + BLOCK, Math.max(body.length, start + 1))
  return { kind: 'unclear', at: start, until, is: null, was: null }
}

interface Search {
  readonly body: Uint8Array
  /** Of the first block that differs. */
  readonly start: number
  readonly wanted: Sums | null
  readonly digest: Digest | null
}

/** One byte gives two sums: the difference of the first is its own, that of the second its place. */
function findReplaced({ body, start, wanted, digest }: Search): ByteChange | null {
  if (wanted === null) return null
  const found = sumsOf(body.subarray(start, start + BLOCK))
  const by = found.plain - wanted.plain
  const place = (found.weighted - wanted.weighted) / by - 1
  const at = start + place
  const is = body[at]
  if (!Number.isInteger(place) || is === undefined || is - by < 0 || is - by > 255) return null
  const restored = Uint8Array.from(body)
  restored[at] = is - by
  if (digestOf(restored) !== digest) return null
  return { kind: 'replaced', at, until: at + 1, is, was: is - by }
}

/** Tries every place in the block: without the bytes that were pushed in, the rest has to fit. */
function findInserted({ body, start, wanted, digest }: Search, count: number): ByteChange | null {
  if (count > MAX_INSERTED) return null
  for (let at = start; at <= start + BLOCK && at + count <= body.length; at++) {
    const block = joined(body.subarray(start, at), body.subarray(at + count, start + BLOCK + count))
    if (wanted !== null && !isSame(sumsOf(block), wanted)) continue
    if (digestOf(joined(body.subarray(0, at), body.subarray(at + count))) !== digest) continue
    return { kind: 'inserted', at, until: at + 1, is: body[at] ?? null, was: null }
  }
  return null
}

/** One missing byte is what the block's sum lacks; of more nobody knows what they were. */
function findRemoved({ body, start, wanted, digest }: Search, count: number): ByteChange | null {
  if (count !== -1 || wanted === null) return null
  const rest = body.subarray(start, start + BLOCK - 1)
  const was = wanted.plain - sumsOf(rest).plain
  if (was < 0 || was > 255) return null
  for (let at = start; at <= start + rest.length; at++) {
    const parts = [
      body.subarray(start, at),
      Uint8Array.of(was),
      body.subarray(at, start + BLOCK - 1),
    ]
    if (!isSame(sumsOf(joined(...parts)), wanted)) continue
    const restored = joined(body.subarray(0, at), Uint8Array.of(was), body.subarray(at))
    if (digestOf(restored) !== digest) continue
    return { kind: 'removed', at, until: at + 1, is: null, was }
  }
  return null
}

/** Two sums of a block: of its bytes, and of each times its place. */
interface Sums {
  readonly plain: number
  readonly weighted: number
}

function isSame(a: Sums, b: Sums): boolean {
  return a.plain === b.plain && a.weighted === b.weighted
}

function sumsOf(block: Uint8Array): Sums {
  let [plain, weighted] = [0, 0]
  for (const [i, byte] of block.entries()) {
    plain += byte
    weighted += (i + 1) * byte
  }
  return { plain, weighted }
}

/** The sums of every block, each as six letters. */
function blockCodes(body: Uint8Array): string {
  const codes = Buffer.alloc(Math.ceil(body.length / BLOCK) * CODE_LENGTH)
  let at = 0
  for (let start = 0; start < body.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, body.length)
    // Summed from behind, the sums so far add up to each byte times its place.
    let [plain, weighted] = [0, 0]
    for (let i = end - 1; i >= start; i--) {
      plain += body[i] ?? 0
      weighted += plain
    }
    // 34 bits: two parts, since JavaScript shifts only 32.
    at = writeLetters(codes, at, plain | ((weighted & 15) << SUM_BITS))
    at = writeLetters(codes, at, weighted >> 4)
  }
  return codes.toString('latin1')
}

/** Three letters of six bits, lowest first. */
function writeLetters(codes: Buffer, at: number, bits: number): number {
  codes[at] = ALPHABET[bits & 63] ?? 0
  codes[at + 1] = ALPHABET[(bits >> 6) & 63] ?? 0
  codes[at + 2] = ALPHABET[bits >> 12] ?? 0
  return at + 3
}

function decodeSums(code: string): Sums {
  let value = 0
  for (let at = code.length - 1; at >= 0; at--) {
    value = value * ALPHABET.length + ALPHABET.indexOf(code.charAt(at))
  }
  return { plain: value % SUM_RANGE, weighted: Math.floor(value / SUM_RANGE) }
}

/** The number of the first block whose codes differ; null if all do agree. */
function firstDifference(a: string, b: string): number | null {
  if (a === b) return null
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return Math.floor(at / CODE_LENGTH)
}

function joined(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts)
}

/** A change in one sentence, for people. Bytes are counted from 1, as editors do. */
export function describeChange({ kind, at, until, is, was }: ByteChange): string {
  const where = until - at > 1 ? `among bytes ${at + 1} to ${until}` : `at byte ${at + 1}`
  if (kind === 'cut') return `it ends after byte ${at}, and the rest is missing.`
  if (kind === 'inserted') return `bytes were put in ${where}, of which the first is ${name(is)}.`
  if (kind === 'removed')
    return `a byte is missing ${where}${was === null ? '' : `, ${name(was)}`}.`
  if (kind === 'replaced') return `${where} stands ${name(is)} in the place of ${name(was)}.`
  return `the first change is ${where}.`
}

function name(byte: number | null): string {
  if (byte === null) return 'nothing'
  const hex = `0x${byte.toString(16).padStart(2, '0')}`
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}" (${hex})` : hex
}
