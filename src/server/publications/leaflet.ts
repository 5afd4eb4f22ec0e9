import { directionOf } from '../../kernel/language-tag.ts'
import { qrPath } from '../pages/keys.ts'
import { dayOf, digestGroups, endorsementLine, type Publication } from './publication.ts'
import { type Block, type Inline, plainText, textBlocks } from './text-blocks.ts'

/** A region as the typesetter takes it; numbers of the UN (`es-419`) it does not know. */
const REGION = /^[A-Z]{2}$/

/**
 * Quotes and lists inside each other: the typesetter gives up at some twenty, and narrow columns
 * have no room for more. What lies deeper is set at this depth.
 */
const MAX_DEPTH = 6

/** What `leaflet.typ` shows: strings and numbers only, none of which is ever read as code. */
export function leafletData(publication: Publication): object {
  const { language, title, summary, url, labels, by } = publication
  const locale = new Intl.Locale(language)
  const date = dayOf(publication)
  return {
    language: locale.language,
    region: REGION.test(locale.region ?? '') ? locale.region : null,
    rightToLeft: directionOf(language) === 'rtl',
    title,
    summary,
    by,
    date,
    day: date.split('-').map(Number),
    body: blocksForPaper(textBlocks(publication.body), 0),
    callToAction: blocksForPaper(textBlocks(publication.callToAction ?? ''), 0),
    endorsedBy: publication.endorsedBy.map((one) => endorsementLine(one, labels)),
    url,
    digest: digestGroups(publication.digest),
    qr: qrPicture(url),
    labels,
  }
}

function qrPicture(text: string): string {
  const { size, path } = qrPath(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`
}

function blocksForPaper(blocks: readonly Block[], depth: number): readonly object[] {
  return blocks.flatMap((block) => blockForPaper(block, depth))
}

/** A block with what the template would have to reckon: columns of tables, addresses of links. */
function blockForPaper(block: Block, depth: number): readonly object[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [{ ...block, content: block.content.map(inlineForPaper) }]
    case 'list': {
      const items = block.items.map((item) => blocksForPaper(item, depth + 1))
      return depth < MAX_DEPTH ? [{ ...block, items }] : items.flat()
    }
    case 'quote': {
      const content = blocksForPaper(block.content, depth + 1)
      return depth < MAX_DEPTH ? [{ ...block, content }] : content
    }
    case 'table': {
      const rows = block.rows.map((row) => row.map((cell) => cell.map(inlineForPaper)))
      return [{ ...block, rows, columns: Math.max(1, ...rows.map((row) => row.length)) }]
    }
    case 'code':
    case 'rule':
      return [block]
  }
}

function inlineForPaper(inline: Inline): object {
  if (!('content' in inline)) return inline
  const content = inline.content.map(inlineForPaper)
  if (inline.kind !== 'link') return { ...inline, content }
  const printed = plainText(inline.content) === inline.url ? null : inline.url
  return { ...inline, content, printed }
}
