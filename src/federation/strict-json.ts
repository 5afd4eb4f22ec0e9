import { isUtf8 } from 'node:buffer'

import { invalid, TesseraError } from '../kernel/errors.ts'
import type { JsonValue } from '../record/canonical.ts'

export interface JsonLimits {
  readonly maxBytes: number
  /** Objects and lists inside each other; a bare value has depth 0. */
  readonly maxDepth: number
  /** Values of any kind: objects, lists, and what stands in them. */
  readonly maxNodes: number
}

/** What an inbox reads: far above any activity that is sent, far below what costs a server time. */
export const INBOX_LIMITS: JsonLimits = { maxBytes: 256 * 1024, maxDepth: 32, maxNodes: 4000 }

/** Names that mean something to JavaScript objects and nothing in any vocabulary we read. */
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype'])

const SPACE = 1
const QUOTE = 2
const OPEN = 3
const CLOSE = 4
const COMMA = 5
const COLON = 6
const QUOTE_BYTE = 0x22
const BACKSLASH_BYTE = 0x5c

/** What each byte is outside of strings; 0 is a part of a number or a literal. */
const KIND = new Uint8Array(256)
for (const byte of Buffer.from(' \t\n\r')) KIND[byte] = SPACE
for (const byte of Buffer.from('"')) KIND[byte] = QUOTE
for (const byte of Buffer.from('{[')) KIND[byte] = OPEN
for (const byte of Buffer.from('}]')) KIND[byte] = CLOSE
for (const byte of Buffer.from(',')) KIND[byte] = COMMA
for (const byte of Buffer.from(':')) KIND[byte] = COLON

/**
 * The value of JSON bytes that say one thing only: UTF-8 without a byte order mark, within
 * `limits`, no member twice in one object, no member that JavaScript objects treat specially, whole
 * characters, finite numbers. The limits are checked in one pass over the bytes before anything is
 * built, so refusing costs less than parsing. Throws `too_large`, `byte_order_mark`, `not_utf8`,
 * `too_deep`, `too_many_nodes`, `bad_json`, `duplicate_member`, `forbidden_member`, `bad_unicode`
 * or `bad_number`.
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits = INBOX_LIMITS): JsonValue {
  if (bytes.length > limits.maxBytes) {
    throw new TesseraError('too-large', 'too_large', `More than ${limits.maxBytes} bytes of JSON.`)
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw invalid('byte_order_mark', 'JSON starts without a byte order mark (RFC 8259, 8.1).')
  }
  if (!isUtf8(bytes)) throw invalid('not_utf8', 'These bytes are not UTF-8.')
  const members = countMembers(bytes, limits)
  const value = parseJson(bytes)
  if (countNames(value) !== members) {
    throw invalid('duplicate_member', 'An object has two members of one name.')
  }
  return value
}

/**
 * Counts the members that the text writes, while it holds the limits. On a text that is JSON the
 * counts are exact; what is not, JSON.parse refuses afterwards.
 */
function countMembers(bytes: Uint8Array, limits: JsonLimits): number {
  const count = { depth: 0, nodes: 1, members: 0 }
  let opened = false
  for (let i = 0; i < bytes.length; i++) {
    const kind = KIND[bytes[i] ?? 0] ?? 0
    if (kind === SPACE) continue
    if (opened && kind !== CLOSE) count.nodes++
    opened = kind === OPEN
    if (kind === QUOTE) i = endOfString(bytes, i)
    else if (kind > QUOTE) countMark(kind, count, limits)
  }
  return count.members
}

function countMark(
  kind: number,
  count: { depth: number; nodes: number; members: number },
  { maxDepth, maxNodes }: JsonLimits,
): void {
  if (kind === COMMA) count.nodes++
  if (kind === COLON) count.members++
  if (kind === CLOSE) count.depth--
  if (kind === OPEN && ++count.depth > maxDepth) {
    throw invalid('too_deep', `Objects and lists are nested more than ${maxDepth} deep.`)
  }
  if (count.nodes > maxNodes) throw invalid('too_many_nodes', `More than ${maxNodes} values.`)
}

/** Where the string that starts at `start` has its closing quote, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE_BYTE) return i
    if (byte === BACKSLASH_BYTE) i++
  }
  return bytes.length
}

function parseJson(bytes: Uint8Array): JsonValue {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    throw invalid('bad_json', 'This is not JSON.', cause)
  }
}

/** Counts the members that objects came to have: fewer than were written if a name was repeated. */
function countNames(value: JsonValue): number {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'number') checkNumber(value)
  if (value === null || typeof value !== 'object') return 0
  let count = 0
  if (isList(value)) {
    for (const item of value) count += countNames(item)
    return count
  }
  for (const [name, member] of Object.entries(value)) {
    checkName(name)
    count += 1 + countNames(member)
  }
  return count
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function checkName(name: string): void {
  checkText(name)
  if (FORBIDDEN_NAMES.has(name)) {
    throw invalid('forbidden_member', `No object here has a member "${name}".`)
  }
}

function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw invalid('bad_number', 'A number is too large to be read.')
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw invalid('bad_unicode', 'A string holds half of a surrogate pair.')
}
