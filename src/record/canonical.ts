import { invalid } from '../kernel/errors.ts'

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }
export type JsonObject = { readonly [name: string]: JsonValue }

/** Nesting beyond this is refused before any other work; no record kind needs more than 8. */
const MAX_DEPTH = 16

/** What is left of an object without an integer-like member name can be written by JSON.stringify in place. */
const INTEGER_LIKE = /^(?:0|[1-9]\d*)$/
const CODE_OF_9 = 0x39

/**
 * The canonical form (RFC 8785) of a JSON value. Members that are `undefined` are left out, as
 * JSON.stringify does. Numbers other than safe integers have no place in records: `bad_number`.
 */
export function canonicalize(value: unknown): string {
  return isInOrder(value, 0) ? stringify(value) : write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw tooDeep()
  if (value === null || typeof value !== 'object') return stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`
  const members: string[] = []
  for (const [name, member] of Object.entries(value).toSorted(byCodeUnits)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${write(member, depth + 1)}`)
  }
  return `{${members.join(',')}}`
}

/** JSON.stringify writes strings and numbers as RFC 8785 asks, and keeps the order of members. */
function stringify(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw invalid('not_json', 'This value cannot be written as JSON.')
  return text
}

function byCodeUnits([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

/**
 * The value of canonical bytes; anything else is refused as `not_canonical` (or `bad_json`,
 * `too_deep`, `bad_number`). One rule removes duplicate members, odd numbers, escapes, whitespace
 * and trailing data. SPEC: design.md, section 5; RFC 8785, section 3.2.
 */
export function parseCanonical(text: string): JsonObject {
  if (!text.isWellFormed()) throw illFormed()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid('bad_json', 'This is not JSON.', cause)
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('bad_json', 'An object is expected here.')
  }
  if (canonicalize(value) !== text) {
    throw invalid(
      'not_canonical',
      'These bytes are not the canonical form (RFC 8785) of what they say.',
    )
  }
  return value as JsonObject
}

/**
 * The canonical text of an object without its member `name`, cut out of the object's own canonical
 * text: much cheaper than to write it again. `member` is the canonical text of that member's value.
 * Null if the same words stand in the object a second time, so that it is not plain where to cut.
 */
export function cutMember(text: string, name: string, member: string): string | null {
  const cut = `${JSON.stringify(name)}:${member}`
  const start = text.indexOf(cut)
  if (start < 0 || text.includes(cut, start + 1)) return null
  const end = start + cut.length
  if (text[end] === ',') return text.slice(0, start) + text.slice(end + 1)
  return text.slice(0, text[start - 1] === ',' ? start - 1 : start) + text.slice(end)
}

/**
 * Whether JSON.stringify would write this value canonically: the members of every object stand in
 * the order of their code units, and none has a name that JavaScript moves to the front.
 */
function isInOrder(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) throw tooDeep()
  if (typeof value === 'string' && !value.isWellFormed()) throw illFormed()
  if (typeof value === 'number') checkNumber(value)
  if (value === null || typeof value !== 'object') return true
  return Array.isArray(value) ? isListInOrder(value, depth) : isObjectInOrder(value, depth)
}

function isListInOrder(list: readonly unknown[], depth: number): boolean {
  let inOrder = true
  for (const item of list) if (!isInOrder(item, depth + 1)) inOrder = false
  return inOrder
}

function isObjectInOrder(object: object, depth: number): boolean {
  let inOrder = true
  let last = ''
  const members = object as Readonly<Record<string, unknown>>
  for (const name of Object.keys(members)) {
    if ((last !== '' && name <= last) || isIntegerLike(name)) inOrder = false
    if (name === '__proto__') throw invalid('bad_member', 'No member may be named __proto__.')
    if (!name.isWellFormed()) throw illFormed()
    last = name
    if (!isInOrder(members[name], depth + 1)) inOrder = false
  }
  return inOrder
}

function isIntegerLike(name: string): boolean {
  return name.charCodeAt(0) <= CODE_OF_9 && INTEGER_LIKE.test(name)
}

function checkNumber(value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw invalid('bad_number', 'Numbers here are whole and between -(2^53-1) and 2^53-1.')
  }
}

function tooDeep(): Error {
  return invalid('too_deep', `Objects and lists are nested more than ${MAX_DEPTH} deep.`)
}

function illFormed(): Error {
  return invalid('bad_unicode', 'A string holds half of a surrogate pair.')
}
