import { invalid } from '../kernel/errors.ts'
import { canonicalLanguageTag } from '../kernel/language-tag.ts'
import type { JsonObject, JsonValue } from '../record/canonical.ts'
import { decodeUrl } from '../record/kinds/addresses.ts'
import { MAX_URL } from '../record/kinds/limits.ts'

/** What editing by path needs to know of a JSON Schema. */
export interface SchemaNode {
  readonly type?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly enum?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
}

/** A place in a value: names of members, languages, and ids (or numbers from 1) of list items. */
export type Path = readonly string[]

/**
 * `value` with what `text` says at `path`, read as the schema asks there. What is missing on the way
 * is made. Throws `unknown_field` or `bad_value`, naming what is possible; whether the whole is then
 * valid is for its own check.
 */
export function setAt(
  value: JsonValue | undefined,
  schema: SchemaNode,
  edit: { readonly path: Path; readonly text: string },
): JsonValue {
  const [name, ...path] = edit.path
  if (name === undefined) return parseText(schema, edit.text)
  const rest = { path, text: edit.text }
  if (schema.items !== undefined) {
    const list = listIn(value)
    const at = placeIn(list, name)
    return list.with(at, setAt(list[at], schema.items, rest))
  }
  const [key, child] = memberOf(schema, name)
  return { ...objectIn(value), [key]: setAt(objectIn(value)[key], child, rest) }
}

/** `value` without what stands at `path`; undefined if nothing is left. Throws `unknown_field`. */
export function unsetAt(
  value: JsonValue | undefined,
  schema: SchemaNode,
  path: Path,
): JsonValue | undefined {
  const [name, ...rest] = path
  if (name === undefined) return undefined
  if (schema.items !== undefined) {
    const list = listIn(value)
    const at = placeIn(list, name)
    const item = unsetAt(list[at], schema.items, rest)
    const left = item === undefined ? list.toSpliced(at, 1) : list.with(at, item)
    return left.length === 0 ? undefined : left
  }
  const [key, child] = memberOf(schema, name)
  const { [key]: member, ...others } = objectIn(value)
  const left = member === undefined ? undefined : unsetAt(member, child, rest)
  const whole = left === undefined ? others : { ...others, [key]: left }
  return Object.keys(whole).length === 0 ? undefined : whole
}

/** A new list item from `name=value` pairs. Throws what setAt throws, and `bad_assignment`. */
export function itemFrom(schema: SchemaNode, assignments: readonly string[]): JsonValue {
  return assignAll({}, schema, assignments)
}

/** `value` with all of these `name=value` pairs set. */
export function assignAll(
  value: JsonValue,
  schema: SchemaNode,
  assignments: readonly string[],
): JsonValue {
  let result = value
  for (const assignment of assignments) {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? []
    if (path === undefined || text === undefined) {
      throw invalid('bad_assignment', `"${assignment}" is not of the form name=value.`)
    }
    result = setAt(result, schema, { path: path.split('.'), text })
  }
  return result
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : []
}

function objectIn(value: JsonValue | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as JsonObject) : {}
}

/** What tells the items of a list apart, the first that an item has. */
const ITEM_NAMES = ['id', 'value', 'fingerprint', 'url', 'language', 'network', 'kind']

/** The place of the item that a name means: its id, address or the like, or its number from 1. */
export function placeIn(list: readonly JsonValue[], name: string): number {
  const named = list.findIndex((item) =>
    typeof item === 'string'
      ? item === name
      : ITEM_NAMES.some((member) => objectIn(item)[member] === name),
  )
  if (named >= 0) return named
  const number = /^[1-9]\d{0,3}$/.test(name) ? Number(name) - 1 : -1
  if (number >= 0 && number < list.length) return number
  throw invalid('unknown_field', `There is no "${name}" here; there is: ${nameItems(list)}.`)
}

function nameItems(list: readonly JsonValue[]): string {
  const names = list.map((item, at) => {
    if (typeof item === 'string') return item
    const name = ITEM_NAMES.map((member) => objectIn(item)[member]).find(
      (value) => value !== undefined,
    )
    return typeof name === 'string' ? name : `${at + 1}`
  })
  return names.length === 0 ? 'nothing yet' : names.join(', ')
}

/** The member that a name means, with its schema: a language of a text, or a known member. */
function memberOf(schema: SchemaNode, name: string): readonly [string, SchemaNode] {
  if (typeof schema.additionalProperties === 'object') {
    const language = canonicalLanguageTag(name)
    if (language !== null) return [language, schema.additionalProperties]
    throw invalid('unknown_field', `"${name}" is not a language tag like "fr" or "pt-BR".`)
  }
  const properties = schema.properties ?? {}
  const known = Object.hasOwn(properties, name) ? properties[name] : undefined
  if (known !== undefined) return [name, known]
  const names = Object.keys(properties)
  const possible = names.length === 0 ? 'nothing, it is one value' : names.join(', ')
  throw invalid('unknown_field', `There is no field "${name}" here; there is: ${possible}.`)
}

/** What a text typed by a person means where the schema asks for a value of some type. */
function parseText(schema: SchemaNode, text: string): JsonValue {
  if (schema.type === 'string') return parseString(schema, text)
  if (schema.type === 'boolean') return parseBoolean(text)
  if (schema.type === 'integer') return parseInteger(text)
  if (schema.type === 'array') return parseListText(schema.items ?? {}, text)
  return parseObjectText(schema, text)
}

function parseBoolean(text: string): boolean {
  if (text === 'true' || text === 'yes') return true
  if (text === 'false' || text === 'no') return false
  throw invalid('bad_value', `"${text}" is neither yes nor no.`)
}

function parseInteger(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw invalid('bad_value', `"${text}" is not a whole number.`)
}

function parseString(schema: SchemaNode, text: string): string {
  if (schema.enum !== undefined && !schema.enum.includes(text)) {
    throw invalid(
      'bad_value',
      `"${text}" is not possible here; possible is: ${schema.enum.join(', ')}.`,
    )
  }
  // Web addresses have one spelling in records; people have many.
  const isUrl = schema.minLength === 8 && schema.maxLength === MAX_URL
  return (isUrl ? decodeUrl(text) : null) ?? text.normalize('NFC')
}

/** Lists of words are typed with commas, lists of objects as JSON. */
function parseListText(items: SchemaNode, text: string): JsonValue {
  if (text.trimStart().startsWith('[')) return parseJson(text)
  if (items.type === 'object') {
    throw invalid('bad_value', 'This is a list of objects: give it as JSON, or name one item.')
  }
  const parts = text.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '').map((part) => parseText(items, part))
}

function parseObjectText(schema: SchemaNode, text: string): JsonValue {
  if (text.trimStart().startsWith('{')) return parseJson(text)
  const names =
    typeof schema.additionalProperties === 'object'
      ? 'a language, like "fr"'
      : Object.keys(schema.properties ?? {}).join(', ')
  throw invalid('bad_value', `This has parts: name one of them after a dot (${names}).`)
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    throw invalid('bad_value', 'This is not JSON.', cause)
  }
}
