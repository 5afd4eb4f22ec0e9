import type { SafeHtml } from '../html.ts'
import { xml } from '../xml.ts'
import type { Block, Inline, Row } from './text-blocks.ts'

/** Blocks as XHTML, below a first heading of their document. Every string in them is escaped. */
export function xhtmlBlocks(blocks: readonly Block[]): readonly SafeHtml[] {
  return blocks.map(xhtmlBlock)
}

function xhtmlBlock(block: Block): SafeHtml {
  switch (block.kind) {
    case 'heading':
      return heading(block.level, xhtmlInlines(block.content))
    case 'paragraph':
      return xml`<p dir="auto">${xhtmlInlines(block.content)}</p>`
    case 'list':
      return list(block.start, block.items.map(xhtmlBlocks))
    case 'quote':
      return xml`<blockquote dir="auto">${xhtmlBlocks(block.content)}</blockquote>`
    case 'code':
      return xml`<pre dir="auto"><code>${block.text}</code></pre>`
    case 'table':
      return table(block.rows)
    case 'rule':
      return xml`<hr />`
  }
}

function heading(level: number, content: readonly SafeHtml[]): SafeHtml {
  if (level === 1) return xml`<h2 dir="auto">${content}</h2>`
  if (level === 2) return xml`<h3 dir="auto">${content}</h3>`
  if (level === 3) return xml`<h4 dir="auto">${content}</h4>`
  return xml`<h5 dir="auto">${content}</h5>`
}

function list(start: number | null, items: readonly (readonly SafeHtml[])[]): SafeHtml {
  const written = items.map((item) => xml`<li>${item}</li>`)
  return start === null
    ? xml`<ul dir="auto">${written}</ul>`
    : xml`<ol dir="auto" start="${start}">${written}</ol>`
}

function table([head = [], ...rows]: readonly Row[]): SafeHtml {
  const titles = head.map((cell) => xml`<th scope="col">${xhtmlInlines(cell)}</th>`)
  const body = rows.map((row) => {
    const cells = row.map((cell) => xml`<td>${xhtmlInlines(cell)}</td>`)
    return xml`<tr>${cells}</tr>`
  })
  const rest = body.length === 0 ? null : xml`<tbody>${body}</tbody>`
  return xml`<table dir="auto"><thead><tr>${titles}</tr></thead>${rest}</table>`
}

function xhtmlInlines(content: readonly Inline[]): readonly SafeHtml[] {
  return content.map(xhtmlInline)
}

function xhtmlInline(inline: Inline): SafeHtml {
  switch (inline.kind) {
    case 'text':
      return xml`${inline.text}`
    case 'code':
      return xml`<code>${inline.text}</code>`
    case 'break':
      return xml`<br />`
    case 'strong':
      return xml`<strong>${xhtmlInlines(inline.content)}</strong>`
    case 'emphasis':
      return xml`<em>${xhtmlInlines(inline.content)}</em>`
    case 'struck':
      return xml`<s>${xhtmlInlines(inline.content)}</s>`
    case 'link':
      return xml`<a href="${inline.url}">${xhtmlInlines(inline.content)}</a>`
  }
}
