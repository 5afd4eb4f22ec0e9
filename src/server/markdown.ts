import { createRequire } from 'node:module'

import type createMarkdownIt from 'markdown-it'
import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import type sanitizeHtml from 'sanitize-html'

import { escapeMarkup, type SafeHtml, trusted } from './html.ts'
import { createLruCache } from './lru-cache.ts'
import { isSafeAbsoluteUrl } from './safe-url.ts'

/** Longer texts are shown as they were written: parsing hostile ones takes longer than a page may. */
export const MARKDOWN_LIMIT = 128 * 1024

/** Characters of sources and pages kept ready; about 16 MB in memory at worst. */
const CACHE_CAPACITY = 8 * 1024 * 1024

/** Deeper nesting serves no reader and makes parsing slow. */
const MAX_NESTING = 20

/** Headings of a text stand below the headings of the page: its first level is the page's third. */
const HEADING_SHIFT = 2

/** What a link to a place that strangers named tells search engines, and keeps from that place. */
const LINK_RELATION = 'nofollow noopener noreferrer ugc'

/** What `createParser` and its rules write; everything else is dropped. */
const TAGS =
  'p h3 h4 h5 h6 ul ol li blockquote pre code em strong s a br hr table thead tbody tr th td'.split(
    ' ',
  )

const SANITIZER: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'], '*': ['dir'] },
  allowedSchemesAppliedToAttributes: [],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: true,
  nestingLimit: 4 * MAX_NESTING,
  parseStyleAttributes: false,
  transformTags: { a: onlySafeLink },
}

const require = createRequire(import.meta.url)
const cache = createLruCache<SafeHtml>(CACHE_CAPACITY, (source) => 2 * source.length)

/**
 * The HTML of a Markdown text that somebody on the network wrote. Markup in it stays text; links
 * lead only to absolute URLs of known schemes, else their text alone remains; images become links,
 * so that no reader's machine asks a stranger's server for anything; every block finds its own
 * direction. Texts longer than `MARKDOWN_LIMIT` are shown unformatted.
 */
export function markdown(source: string): SafeHtml {
  return cache.get(source, () => trusted(render(source)))
}

function render(source: string): string {
  if (source.length > MARKDOWN_LIMIT) return `<pre dir="auto">${escapeMarkup(source)}</pre>`
  renderer ??= createRenderer()
  return renderer(source)
}

/**
 * The tokens of the same parser, for what is not shown as HTML: links lead where `markdown` would
 * let them, images are links. Null for texts longer than `MARKDOWN_LIMIT`.
 */
export function markdownTokens(source: string): readonly Token[] | null {
  if (source.length > MARKDOWN_LIMIT) return null
  parser ??= createParser()
  return parser.parse(source, {})
}

let parser: MarkdownIt | undefined
let renderer: ((source: string) => string) | undefined

/** Both libraries are loaded for the first text: they take 25 MB. */
function createRenderer(): (source: string) => string {
  const sanitize = require('sanitize-html') as typeof sanitizeHtml
  const known = (parser ??= createParser())
  return (source) => sanitize(known.render(source), SANITIZER)
}

function createParser(): MarkdownIt {
  const create = require('markdown-it') as typeof createMarkdownIt
  const parser = create({ html: false, linkify: false, typographer: false })
  parser.set({ maxNesting: MAX_NESTING })
  // Which links may stay is decided below, where their text can be kept.
  parser.validateLink = () => true
  parser.core.ruler.push('tessera', (state) => {
    for (const token of state.tokens) {
      adaptBlock(token)
      if (token.children !== null) token.children = adaptInline(token.children, state)
    }
  })
  return parser
}

function adaptBlock(token: Token): void {
  const heading = /^h([1-6])$/.exec(token.tag)
  if (heading !== null) token.tag = `h${Math.min(6, Number(heading[1]) + HEADING_SHIFT)}`
  const opensBlock = token.block && token.nesting === 1 && token.type !== 'inline'
  if (opensBlock || token.type === 'fence' || token.type === 'code_block')
    token.attrSet('dir', 'auto')
}

/** Drops links that lead nowhere safe, and turns images into links with their description. */
function adaptInline(tokens: readonly Token[], state: StateCore): Token[] {
  const adapted: Token[] = []
  let dropsClose = false
  let insideLink = false
  for (const token of tokens) {
    if (token.type === 'link_open') {
      dropsClose = !isSafeAbsoluteUrl(urlOf(token, 'href'))
      insideLink = true
      if (!dropsClose) adapted.push(safeLink(token))
    } else if (token.type === 'link_close') {
      insideLink = false
      if (!dropsClose) adapted.push(token)
    } else if (token.type === 'image') {
      adapted.push(...imageLink(token, insideLink, state))
    } else {
      adapted.push(token)
    }
  }
  return adapted
}

function urlOf(token: Token, attribute: 'href' | 'src'): string {
  return String(token.attrGet(attribute) ?? '')
}

function safeLink(link: Token): Token {
  link.attrs = [
    ['href', urlOf(link, 'href')],
    ['rel', LINK_RELATION],
  ]
  return link
}

function imageLink(image: Token, insideLink: boolean, { Token }: StateCore): Token[] {
  const url = urlOf(image, 'src')
  const description = (image.children ?? []).map(({ content }) => content).join('')
  const text = new Token('text', '', 0)
  text.content = description === '' ? url : description
  if (insideLink || !isSafeAbsoluteUrl(url)) return [text]
  const open = new Token('link_open', 'a', 1)
  open.attrs = [['href', url]]
  return [safeLink(open), text, new Token('link_close', 'a', -1)]
}

/** The second wall: whatever the parser let through, no other link leaves this file. */
function onlySafeLink(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const href = attribs['href'] ?? ''
  if (!isSafeAbsoluteUrl(href)) return { tagName, attribs: {} }
  return { tagName, attribs: { href, rel: LINK_RELATION } }
}
