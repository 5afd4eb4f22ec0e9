import {
  holeContexts,
  isCodeAttribute,
  isUrlAttribute,
  type HoleContext,
} from './markup-context.ts'
import { safeUrl } from './safe-url.ts'

const MARKUP: unique symbol = Symbol('markup')
const ATTRIBUTES: unique symbol = Symbol('attributes')

/** Markup in which every value was escaped for its place. Only this file makes it. */
export interface SafeHtml {
  readonly [MARKUP]: string
}

/** Attributes ready to stand in a tag, made by `attrs`. */
export interface SafeAttributes {
  readonly [ATTRIBUTES]: string
}

/** What a hole of a template takes. Null, undefined and booleans show nothing, lists all their items. */
export type Hole =
  | SafeHtml
  | SafeAttributes
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Hole[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const SPECIAL = /[&<>"']/

/** `text` with the five characters that mean something in HTML and XML escaped. */
export function escapeMarkup(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}

const contextsOf = new WeakMap<TemplateStringsArray, readonly HoleContext[]>()

/**
 * A template of HTML. Each value is escaped for the place where it stands; URLs are held to known
 * schemes; a hole where no escaping would be safe throws at the first use of the template.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): SafeHtml {
  return markup(fill(strings, holes))
}

/** The text of a template after its holes were filled; `xml.ts` shares it. */
export function fill(strings: TemplateStringsArray, holes: readonly Hole[]): string {
  const contexts = contextsOf.get(strings) ?? holeContexts(strings)
  contextsOf.set(strings, contexts)
  let text = strings[0] ?? ''
  for (const [index, hole] of holes.entries())
    text += place(hole, contexts[index] ?? 'text') + (strings[index + 1] ?? '')
  return text
}

function place(hole: Hole, context: HoleContext): string {
  if (hole === null || hole === undefined || typeof hole === 'boolean') return ''
  if (isList(hole)) return hole.map((item) => place(item, context)).join('')
  if (typeof hole === 'object') return placeMarkup(hole, context)
  if (context === 'attributes') throw new Error('Attributes are put into a tag with attrs({ }).')
  return escapeMarkup(inContext(String(hole), context))
}

function isList(hole: Hole): hole is readonly Hole[] {
  return Array.isArray(hole)
}

function placeMarkup(hole: SafeHtml | SafeAttributes, context: HoleContext): string {
  if (MARKUP in hole && context === 'text') return hole[MARKUP]
  if (ATTRIBUTES in hole && context === 'attributes') return hole[ATTRIBUTES]
  throw new Error(`Markup cannot stand in ${context}.`)
}

/** After a slash, another one would turn a path of ours into the address of another host. */
function inContext(text: string, context: HoleContext): string {
  if (context === 'url') return safeUrl(text)
  if (context === 'path') return text.replace(/^[/\\]+/, (slashes) => encodeURIComponent(slashes))
  return text
}

/**
 * Attributes from an object: `true` gives a bare name; false, null and undefined leave it out.
 * Throws on a name that is none, and on attributes that hold code.
 */
export function attrs(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): SafeAttributes {
  const written = Object.entries(values).flatMap(([name, value]) => {
    if (!/^[a-z][a-z0-9:-]*$/.test(name) || isCodeAttribute(name))
      throw new Error(`${name} is not an attribute that can be set.`)
    if (value === null || value === undefined || value === false) return []
    if (value === true) return [name]
    const text = isUrlAttribute(name) ? safeUrl(String(value)) : String(value)
    return [`${name}="${escapeMarkup(text)}"`]
  })
  return Object.freeze({ [ATTRIBUTES]: written.join(' ') })
}

/** Structured data for machines, as a script element that no value can break out of. */
export function jsonLd(data: unknown): SafeHtml {
  const json = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return markup(`<script type="application/ld+json">${json}</script>`)
}

/**
 * Declares `text` to be safe HTML. Only for what makes markup from a fixed alphabet or has just
 * sanitized it; a test lists the files that may call it.
 */
export function trusted(text: string): SafeHtml {
  return markup(text)
}

/** The text to send. */
export function toText(safe: SafeHtml): string {
  return safe[MARKUP]
}

function markup(text: string): SafeHtml {
  return Object.freeze({ [MARKUP]: text })
}
