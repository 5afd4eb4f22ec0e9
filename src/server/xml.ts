import { fill, type Hole, type SafeHtml, toText, trusted } from './html.ts'

/** Characters that XML 1.0 cannot hold, not even as escapes. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/**
 * A template of XML (Atom, CAP, sitemaps), escaped by the same rules as HTML. HTML inside a feed is
 * a value like any other: pass its text, and it is escaped.
 */
export function xml(strings: TemplateStringsArray, ...holes: readonly Hole[]): SafeHtml {
  return trusted(fill(strings, holes.map(legal)))
}

/** The document, with the XML declaration in front. */
export function toXmlDocument(root: SafeHtml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${toText(root)}\n`
}

function legal(hole: Hole): Hole {
  if (typeof hole === 'string') return hole.replace(ILLEGAL, '\uFFFD')
  if (Array.isArray(hole)) return hole.map(legal)
  return hole
}
