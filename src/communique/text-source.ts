import { invalid, type TesseraError } from '../kernel/errors.ts'

/** A text as it is written in a file: without ids. */
export interface SourceText {
  readonly title: string
  readonly summary: string | null
  /** Headings and paragraphs, in order. */
  readonly blocks: readonly string[]
  readonly callToAction: string | null
}

const TITLE_LINE = /^# (\S[^\n]*)$/
/** Between the text and its call to action. */
const RULE = '---'

/**
 * Reads a text written in Markdown: `# Title`, an optional summary as a quote (`> ...`), blocks
 * separated by empty lines, and after a line `---` the call to action. Throws `bad_text_source`.
 */
export function parseTextSource(source: string): SourceText {
  const plain = source.normalize('NFC').replaceAll('\r\n', '\n')
  const [main = '', call = '', ...more] = plain.split(/^---[ \t]*$/m)
  if (more.length > 0) throw badSource(`has more than one line "${RULE}"`)
  const [heading = '', ...rest] = blocksOf(main)
  const title = readTitle(heading)
  const { summary, blocks } = splitSummary(rest)
  if (blocks.length === 0) throw badSource('has no paragraph')
  return {
    title,
    summary,
    blocks,
    callToAction: blocksOf(call).join('\n\n') || null,
  }
}

function readTitle(heading: string): string {
  const title = TITLE_LINE.exec(heading)?.[1]?.trim()
  if (title === undefined) throw badSource('must start with a line "# " and the title')
  return title
}

function splitSummary(blocks: readonly string[]): Pick<SourceText, 'summary' | 'blocks'> {
  const [first, ...rest] = blocks
  if (first?.startsWith('>') !== true) return { summary: null, blocks }
  return { summary: first.replaceAll(/^>[ \t]?/gm, '').trim(), blocks: rest }
}

/** The file that `parseTextSource` reads to the same text. */
export function formatTextSource({ title, summary, blocks, callToAction }: SourceText): string {
  const parts = [
    `# ${title}`,
    ...(summary === null ? [] : [summary.replaceAll(/^/gm, '> ')]),
    ...blocks,
    ...(callToAction === null ? [] : [RULE, callToAction]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Paragraphs of one text: what empty lines separate. */
export function blocksOf(text: string): string[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
}

function badSource(what: string): TesseraError {
  return invalid('bad_text_source', `The text ${what}.`)
}
