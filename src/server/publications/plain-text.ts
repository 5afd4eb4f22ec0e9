import { dayOf, digestGroups, endorsementLine, type Publication } from './publication.ts'
import { type Block, type Inline, textBlocks } from './text-blocks.ts'
import { columnsOf, wrapText } from './wrap-text.ts'

/** Columns of a line, as in mail: what a terminal shows and a quoting reader can still indent. */
const WIDTH = 72

/**
 * The text for mail, terminals and paper of any kind: UTF-8, lines ended by LF, wrapped by rules
 * that never change. The same publication gives the same text on every machine, so that one
 * detached signature (`signDetached`) serves all copies. Addresses and digests stand on lines of
 * their own, where no direction of writing disturbs them.
 */
export function toPlainText(publication: Publication): string {
  const { title, summary, body, callToAction, by, url, digest, endorsedBy, labels } = publication
  const parts: readonly (readonly string[])[] = [
    underlined(title, '='),
    wrapText(`${labels.by} ${by}`, WIDTH).concat(dayOf(publication)),
    summary === null ? [] : wrapText(summary, WIDTH),
    ...textBlocks(body).map((block) => linesOf(block, WIDTH)),
    ...(callToAction === null ? [] : section(labels.callToAction, textBlocks(callToAction))),
    ...(endorsedBy.length === 0
      ? []
      : [
          underlined(labels.endorsedBy, '-'),
          endorsedBy.flatMap((one) => item('- ', wrapText(endorsementLine(one, labels), WIDTH))),
        ]),
    [`${labels.verifyAt}:`, url],
    [`${labels.digest}:`, digest, digestGroups(digest).join(' ')],
  ]
  return `${paragraphs(parts).join('\n')}\n`
}

function section(title: string, blocks: readonly Block[]): readonly (readonly string[])[] {
  return [underlined(title, '-'), ...blocks.map((block) => linesOf(block, WIDTH))]
}

/** Parts with an empty line between them. No line ends in a space. */
function paragraphs(parts: readonly (readonly string[])[]): readonly string[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]))
    .map((line) => line.trimEnd())
}

function underlined(title: string, mark: string): readonly string[] {
  const lines = wrapText(title, WIDTH)
  return [...lines, mark.repeat(Math.max(...lines.map(columnsOf)))]
}

function linesOf(block: Block, width: number): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return underlined(textOf(block.content), '-')
    case 'paragraph':
      return wrapText(textOf(block.content), width)
    case 'list':
      return block.items.flatMap((blocks, index) => {
        const mark = block.start === null ? '- ' : `${block.start + index}. `
        return item(mark, inside(blocks, width - mark.length))
      })
    case 'quote':
      return inside(block.content, width - 2).map((line) => `> ${line}`)
    case 'code':
      return block.text.split('\n').map((line) => `    ${line}`)
    case 'table':
      return block.rows.map((row) => row.map(textOf).join(' | '))
    case 'rule':
      return ['* * *']
  }
}

/** The blocks of an item or a quote; a nested list follows its sentence without an empty line. */
function inside(blocks: readonly Block[], width: number): readonly string[] {
  return blocks.flatMap((block, index) => {
    const lines = linesOf(block, width)
    return index === 0 || block.kind === 'list' ? lines : ['', ...lines]
  })
}

function item(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + line)
}

/** What is said, with the addresses behind its links. */
function textOf(content: readonly Inline[]): string {
  return content.map(wordsOf).join('')
}

function wordsOf(inline: Inline): string {
  if ('text' in inline) return inline.text
  if (inline.kind === 'break') return '\n'
  const words = textOf(inline.content)
  return inline.kind === 'link' && words !== inline.url ? `${words} <${inline.url}>` : words
}
