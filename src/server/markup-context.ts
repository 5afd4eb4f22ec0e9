import { isSafeAbsoluteUrl } from './safe-url.ts'

/** Where in the markup a hole of a template stands, and so how its value is escaped. */
export type HoleContext = 'text' | 'plain-text' | 'attribute' | 'url' | 'path' | 'attributes'

/** Attributes that hold one URL. */
const URL_ATTRIBUTES = new Set(
  'href src action formaction cite poster data ping background manifest xlink:href'.split(' '),
)
/** Attributes whose value is code or markup: nothing can be put into them safely. */
const CODE_ATTRIBUTE = /^(?:on.*|style|srcdoc|srcset|imagesrcset)$/
/** Elements whose content is not parsed as markup and knows no escapes. */
const RAW_ELEMENTS = new Set(
  'script style xmp iframe noembed noframes noscript plaintext'.split(' '),
)
/** Elements whose content is text with escapes, but never markup. */
const TEXT_ELEMENTS = new Set(['title', 'textarea'])

/** Stands for the value of a hole; templates of ours do not contain it. */
const HOLE = '\uFFFC'
/** The beginning of a URL after which no value can change its scheme any more. */
const SCHEME_DECIDED = new RegExp(`^(?:[./?#]|${HOLE}[/?#])`)

const TAG_START = /<(\/?)([a-zA-Z][^\s/>]*)/y
const ATTRIBUTE_NAME = /([^\s"'<>/=]+)(\s*=\s*)?/y

interface Scanner {
  mode: 'text' | 'tag' | 'quoted' | 'comment'
  /** The element whose start tag or content the scanner is in. */
  element: string
  /** The raw or text element that the scanner is inside of, if any. */
  inside: string
  attribute: string
  /** A name with `=` was read, and its value has not started. */
  awaitsValue: boolean
  quote: string
  /** What of the attribute's value was read, `HOLE` standing for each hole. */
  value: string
}

/** Whether an attribute holds a URL. */
export function isUrlAttribute(name: string): boolean {
  return URL_ATTRIBUTES.has(name)
}

/** Whether an attribute holds code, so that no value may be put into it. */
export function isCodeAttribute(name: string): boolean {
  return CODE_ATTRIBUTE.test(name)
}

/**
 * Judges each hole of a template by the markup around it. Throws where no escaping would be safe
 * (tag and attribute names, unquoted values, comments, scripts, styles) and where the template does
 * not end in plain text: such a template is a mistake in the program, found at its first use.
 */
export function holeContexts(strings: readonly string[]): readonly HoleContext[] {
  const scanner: Scanner = {
    mode: 'text',
    element: '',
    inside: '',
    attribute: '',
    awaitsValue: false,
    quote: '',
    value: '',
  }
  const contexts: HoleContext[] = []
  for (const [index, part] of strings.entries()) {
    scan(scanner, part)
    if (index === strings.length - 1) break
    contexts.push(contextOf(scanner, part))
    scanner.value += HOLE
  }
  if (scanner.mode !== 'text') throw misplaced('the end', `a ${scanner.mode}`, strings.at(-1) ?? '')
  return contexts
}

function scan(scanner: Scanner, part: string): void {
  let at = 0
  while (at < part.length) {
    if (scanner.mode === 'text') at = scanText(scanner, part, at)
    else if (scanner.mode === 'tag') at = scanTag(scanner, part, at)
    else if (scanner.mode === 'comment') at = scanComment(scanner, part, at)
    else at = scanQuoted(scanner, part, at)
  }
}

function scanText(scanner: Scanner, part: string, at: number): number {
  const { inside } = scanner
  const next = inside === '' ? part.indexOf('<', at) : part.toLowerCase().indexOf(`</${inside}`, at)
  if (next === -1) return part.length
  if (part.startsWith('<!--', next)) {
    scanner.mode = 'comment'
    return next + 4
  }
  TAG_START.lastIndex = next
  const tag = TAG_START.exec(part)
  if (tag === null) return next + 1
  scanner.mode = 'tag'
  scanner.inside = ''
  scanner.attribute = ''
  scanner.awaitsValue = false
  scanner.element = tag[1] === '/' ? '' : (tag[2] ?? '').toLowerCase()
  return next + tag[0].length
}

function scanTag(scanner: Scanner, part: string, at: number): number {
  const character = part.charAt(at)
  if (character === '>') {
    scanner.mode = 'text'
    const { element } = scanner
    scanner.inside = RAW_ELEMENTS.has(element) || TEXT_ELEMENTS.has(element) ? element : ''
    return at + 1
  }
  if (character === '"' || character === "'") {
    Object.assign(scanner, { mode: 'quoted', quote: character, value: '' })
    return at + 1
  }
  ATTRIBUTE_NAME.lastIndex = at
  const name = ATTRIBUTE_NAME.exec(part)
  if (name === null) return at + 1
  scanner.attribute = (name[1] ?? '').toLowerCase()
  scanner.awaitsValue = name[2] !== undefined
  return at + name[0].length
}

function scanQuoted(scanner: Scanner, part: string, at: number): number {
  const end = part.indexOf(scanner.quote, at)
  scanner.value += part.slice(at, end === -1 ? undefined : end)
  if (end === -1) return part.length
  scanner.mode = 'tag'
  scanner.attribute = ''
  scanner.awaitsValue = false
  return end + 1
}

function scanComment(scanner: Scanner, part: string, at: number): number {
  const end = part.indexOf('-->', at)
  if (end === -1) return part.length
  scanner.mode = 'text'
  return end + 3
}

function contextOf(scanner: Scanner, part: string): HoleContext {
  if (scanner.mode === 'comment') throw misplaced('A hole', 'a comment', part)
  if (scanner.mode === 'text') return textContext(scanner, part)
  if (scanner.mode === 'quoted') return attributeContext(scanner, part)
  if (scanner.awaitsValue) throw misplaced('A hole', 'an unquoted attribute', part)
  if (!/\s$/.test(part)) throw misplaced('A hole', 'a tag or attribute name', part)
  return 'attributes'
}

function textContext({ inside }: Scanner, part: string): HoleContext {
  if (RAW_ELEMENTS.has(inside)) throw misplaced('A hole', `<${inside}>`, part)
  if (/<[/!?]?$/.test(part)) throw misplaced('A hole', 'a tag name', part)
  return inside === '' ? 'text' : 'plain-text'
}

/** A hole may choose the scheme of a URL only as its whole beginning, where it can be checked. */
function attributeContext({ attribute, value }: Scanner, part: string): HoleContext {
  if (isCodeAttribute(attribute)) throw misplaced('A hole', `${attribute}=`, part)
  if (!isUrlAttribute(attribute)) return 'attribute'
  if (value === '') return 'url'
  if (!SCHEME_DECIDED.test(value) && !isSafeAbsoluteUrl(value))
    throw misplaced('A hole', `the scheme of ${attribute}=`, part)
  return value.endsWith('/') ? 'path' : 'attribute'
}

function misplaced(what: string, where: string, part: string): Error {
  return new Error(`${what} of a template stands in ${where}, near …${part.slice(-40)}`)
}
