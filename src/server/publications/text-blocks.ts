import type { Token } from 'markdown-it'

import { markdownTokens } from '../markdown.ts'

/** A run of text inside a block. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly content: readonly Inline[] }
  | { readonly kind: 'break' }

/** One row of a table: its cells. */
export type Row = readonly (readonly Inline[])[]

/** A part of a text that stands by itself. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | {
      readonly kind: 'list'
      /** The number of the first item; null for a list without order. */
      readonly start: number | null
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly kind: 'quote'; readonly content: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  /** The first row is the head. */
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  | { readonly kind: 'rule' }

/** `markdown.ts` makes the first level of a text the third of its page. */
const FIRST_LEVEL = 3
const LAST_LEVEL = 6

interface Node {
  readonly token: Token
  readonly children: readonly Node[]
}

/**
 * The blocks of a Markdown text, for forms that are not HTML: the same parser, the same links as
 * on the pages. A text too long to be parsed is taken paragraph by paragraph, as it was written.
 */
export function textBlocks(source: string): readonly Block[] {
  const tokens = markdownTokens(source)
  return tokens === null ? plainParagraphs(source) : blocksOf(nest(tokens))
}

function plainParagraphs(source: string): readonly Block[] {
  return source
    .split(/\n{2,}/)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ kind: 'paragraph', content: [{ kind: 'text', text }] }))
}

/** The tree that the parser's flat list of opening and closing tokens stands for. */
function nest(tokens: readonly Token[]): readonly Node[] {
  const root: Node[] = []
  const open: Node[][] = [root]
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop()
      continue
    }
    const children: Node[] = []
    open.at(-1)?.push({ token, children })
    if (token.nesting === 1) open.push(children)
  }
  return root
}

function blocksOf(nodes: readonly Node[]): readonly Block[] {
  return nodes.flatMap(blockOf)
}

function blockOf({ token, children }: Node): readonly Block[] {
  switch (token.type) {
    case 'heading_open':
      return [{ kind: 'heading', level: levelOf(token), content: inlinesIn(children) }]
    case 'paragraph_open':
      return [{ kind: 'paragraph', content: inlinesIn(children) }]
    case 'bullet_list_open':
    case 'ordered_list_open':
      return [{ kind: 'list', start: startOf(token), items: itemsOf(children) }]
    case 'blockquote_open':
      return [{ kind: 'quote', content: blocksOf(children) }]
    case 'fence':
    case 'code_block':
      return [{ kind: 'code', text: token.content.replace(/\n$/, '') }]
    case 'table_open':
      return [{ kind: 'table', rows: rowsOf(children) }]
    case 'hr':
      return [{ kind: 'rule' }]
    default:
      return []
  }
}

function levelOf({ tag }: Token): number {
  return Math.min(LAST_LEVEL, Number(tag.slice(1))) - FIRST_LEVEL + 1
}

function startOf(token: Token): number | null {
  if (token.type === 'bullet_list_open') return null
  return Number(token.attrGet('start') ?? 1)
}

function itemsOf(children: readonly Node[]): readonly (readonly Block[])[] {
  return children.map((item) => blocksOf(item.children))
}

function rowsOf(sections: readonly Node[]): readonly Row[] {
  return sections
    .flatMap((section) => section.children)
    .map((row) => row.children.map((cell) => inlinesIn(cell.children)))
}

function inlinesIn(nodes: readonly Node[]): readonly Inline[] {
  return nodes.flatMap(({ token }) => inlinesOf(nest(token.children ?? [])))
}

function inlinesOf(nodes: readonly Node[]): readonly Inline[] {
  return nodes.map(inlineOf)
}

function inlineOf({ token, children }: Node): Inline {
  switch (token.type) {
    case 'strong_open':
      return { kind: 'strong', content: inlinesOf(children) }
    case 'em_open':
      return { kind: 'emphasis', content: inlinesOf(children) }
    case 's_open':
      return { kind: 'struck', content: inlinesOf(children) }
    case 'link_open':
      return {
        kind: 'link',
        url: String(token.attrGet('href') ?? ''),
        content: inlinesOf(children),
      }
    case 'code_inline':
      return { kind: 'code', text: token.content }
    case 'hardbreak':
      return { kind: 'break' }
    case 'softbreak':
      return { kind: 'text', text: ' ' }
    default:
      return { kind: 'text', text: token.content }
  }
}

/** What a run of text says without any form. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((inline) => {
      if ('text' in inline) return inline.text
      return inline.kind === 'break' ? '\n' : plainText(inline.content)
    })
    .join('')
}
