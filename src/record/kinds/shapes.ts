import { type Static, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'

import { isLanguageTag, type LanguageTag } from '../../kernel/language-tag.ts'
import { type LanguageMap, textProblem } from '../../kernel/text.ts'
import { isTimestamp, type Timestamp } from '../../kernel/time.ts'
import { decodeDid, type Did, type Scid } from '../did.ts'
import type { Digest } from '../digest.ts'
import { DIGEST_PATTERN, SLUG_PATTERN } from '../patterns.ts'
import { hostProblem, onionProblem, urlProblem } from './addresses.ts'
import { MAX_HOST, MAX_LANGUAGES, MAX_URL, MAX_VALUE } from './limits.ts'
import type { Problem } from './problem.ts'

/** The building blocks of record schemas: each checks the form and the meaning of one member. */

/** What a schema describes, as readers of records see it: nothing of it can be changed. */
export type Immutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]: Immutable<T[K]> }

export type Shape<T extends TSchema> = Immutable<Static<T>>

type StringLimits = { maxLength: number } & ({ minLength: number } | { pattern: string })
type TextRule = (text: string) => Problem

/** An object without members that the schema does not name. SPEC: security-bar.md, E02. */
export function closed<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false })
}

/** A closed object of optional members, at least one of them there. */
export function group<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false, minProperties: 1 })
}

export const optional = Type.Optional

/** A list of at least one item; what is empty is left out. */
export function list<T extends TSchema>(items: T, maxItems: number) {
  return Type.Array(items, { minItems: 1, maxItems })
}

/** One of the words of a vocabulary. */
export function oneOf<const T extends readonly string[]>(words: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>(Type.String({ enum: [...words] }))
}

/** A whole number from `minimum` to `maximum`. */
export function count(maximum: number, minimum = 0) {
  return Type.Integer({ minimum, maximum })
}

export const flag = Type.Boolean()

/**
 * A schema with a rule that JSON Schema cannot say. The rule must bear any value: when TypeBox
 * collects errors it asks it even about what the schema refused.
 */
export function refined<T extends TSchema>(schema: T, problemOf: (value: unknown) => Problem) {
  return Type.Refine(
    schema,
    (value) => problemOf(value) === null,
    (value) => problemOf(value) ?? '',
  )
}

function checkedString<T extends string>(options: StringLimits, problemOf: TextRule) {
  return refined(Type.Unsafe<T>(Type.String(options)), (value) =>
    typeof value === 'string' ? problemOf(value) : null,
  )
}

/** A string whose form says all. */
function formed<T extends string>(pattern: string, maxLength: number) {
  return Type.Unsafe<T>(Type.String({ pattern, maxLength }))
}

export const slug = formed<string>(SLUG_PATTERN, 64)
export const digest = formed<Digest>(DIGEST_PATTERN, 47)
export const scid = formed<Scid>('^Qm[1-9A-HJ-NP-Za-km-z]{44}$', 46)
/** ISO 3166-1 alpha-2. */
export const country = formed<string>('^[A-Z]{2}$', 2)
/** An SPDX license expression. */
export const license = formed<string>('^[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*$', 100)

export const did = checkedString<Did>({ pattern: '^did:webvh:Qm', maxLength: 330 }, (text) =>
  decodeDid(text) === null ? 'bad_did is not a did:webvh DID with a host' : null,
)

const MONTH = '(?:0[1-9]|1[0-2])'
const DAY_OF_MONTH = '(?:0[1-9]|[12]\\d|3[01])'
const FULL_DATE = `\\d{4}-${MONTH}-${DAY_OF_MONTH}`
/** Up to this day every month is long enough: only later ones need the calendar. */
const LAST_DAY_OF_EVERY_MONTH = '28'

function dateProblem(text: string): Problem {
  const isReal =
    text.length < 10 ||
    text.slice(8, 10) <= LAST_DAY_OF_EVERY_MONTH ||
    isTimestamp(`${text.slice(0, 10)}T00:00:00Z`)
  return isReal ? null : 'bad_time names a day that its month does not have'
}

/** SPEC: design.md, section 5: times exactly `YYYY-MM-DDTHH:MM:SSZ`; security-bar.md, M04. */
export const time = checkedString<Timestamp>(
  { pattern: `^${FULL_DATE}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`, maxLength: 20 },
  dateProblem,
)
/** A day, `YYYY-MM-DD`. */
export const date = checkedString<string>({ pattern: `^${FULL_DATE}$`, maxLength: 10 }, dateProblem)
/** A day, month or year, as precise as it is known: `1999`, `1999-05`, `1999-05-03`. */
export const partialDate = checkedString<string>(
  { pattern: `^\\d{4}(?:-${MONTH}(?:-${DAY_OF_MONTH})?)?$`, maxLength: 10 },
  dateProblem,
)

/** Asking ICU costs a microsecond, and records use few tags; a full cache starts anew. */
const KNOWN_TAGS_LIMIT = 1_000
const knownTags = new Set<string>()

function isKnownTag(tag: string): boolean {
  if (knownTags.has(tag)) return true
  if (!isLanguageTag(tag)) return false
  if (knownTags.size >= KNOWN_TAGS_LIMIT) knownTags.clear()
  knownTags.add(tag)
  return true
}

export const language = checkedString<LanguageTag>({ minLength: 2, maxLength: 35 }, (tag) =>
  isKnownTag(tag) ? null : 'bad_language_tag is not a language tag in its canonical form',
)

/** One line: no line break or tab, no space at its ends. */
const LINE_PATTERN = '^\\S(?:[^\\n\\t]*\\S)?$'

function lineProblem(text: string): Problem {
  const problem = textProblem(text)
  return problem === null ? null : `bad_text holds what text for people must not: ${problem}`
}

/** A short text for people in no particular language: a name, a version. */
export function line(maxLength: number = MAX_VALUE) {
  return checkedString<string>({ pattern: LINE_PATTERN, maxLength }, lineProblem)
}

/** Several lines in no particular language. */
export function plainText(maxLength: number) {
  return checkedString<string>({ minLength: 1, maxLength }, lineProblem)
}

export const host = checkedString<string>({ minLength: 1, maxLength: MAX_HOST }, hostProblem)
export const url = checkedString<string>({ minLength: 8, maxLength: MAX_URL }, urlProblem)
export const onion = checkedString<string>({ minLength: 8, maxLength: MAX_URL }, onionProblem)

function languageMap(values: StringLimits, problemOf: TextRule) {
  const map = Type.Object(
    {},
    {
      additionalProperties: Type.String(values),
      minProperties: 1,
      maxProperties: MAX_LANGUAGES,
    },
  )
  return refined(Type.Unsafe<LanguageMap>(map), (value) => {
    if (typeof value !== 'object' || value === null) return null
    const entries = Object.entries(value)
    if (entries.length > MAX_LANGUAGES) return null // refused by its length
    for (const [tag, text] of entries) {
      if (!isKnownTag(tag)) return 'bad_language_tag holds a key that is no canonical language tag'
      const problem = typeof text === 'string' ? problemOf(text) : null
      if (problem !== null) return `${problem} (in ${tag})`
    }
    return null
  })
}

/** A text (Markdown) in several languages. */
export function textMap(maxLength: number) {
  return languageMap({ minLength: 1, maxLength }, lineProblem)
}

/** A name or label in several languages: one line each. */
export function lineMap(maxLength: number) {
  return languageMap({ pattern: LINE_PATTERN, maxLength }, lineProblem)
}

/** A page in several languages, each at its own URL. */
export const urlMap = languageMap({ minLength: 8, maxLength: MAX_URL }, urlProblem)

/** What a text in several languages is pinned by: one digest a language. */
export const digestMap = languageMap({ pattern: DIGEST_PATTERN, maxLength: 47 }, () => null)
