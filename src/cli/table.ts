import { createRequire } from 'node:module'

import type widthOfText from 'string-width'

/** Loaded for the first table: it takes as long as ten other modules, and a node prints none. */
const require = createRequire(import.meta.url)

const GAP = '  '
/** Narrower than this a column says nothing. */
const MIN_WIDTH = 8

function stringWidth(text: string): number {
  const { default: widthOf } = require('string-width') as { default: typeof widthOfText }
  return widthOf(text)
}

/**
 * Rows as aligned lines, the headings first. Widths are those that a terminal shows, so that Arabic,
 * Chinese and combined characters stand in their columns. Where the lines are longer than `columns`
 * the widest column is cut.
 */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] {
  const lines = [headings, ...rows]
  const widths = headings.map((_, i) => Math.max(...lines.map((row) => stringWidth(row[i] ?? ''))))
  const room = columns - GAP.length * (headings.length - 1)
  const widest = widths.indexOf(Math.max(...widths))
  const others = widths.reduce((sum, width) => sum + width, 0) - (widths[widest] ?? 0)
  widths[widest] = Math.max(MIN_WIDTH, Math.min(widths[widest] ?? 0, room - others))
  return lines.map((row) =>
    headings
      .map((_, i) => fit(row[i] ?? '', widths[i] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

/** A text in exactly so many columns. */
function fit(text: string, width: number): string {
  const missing = width - stringWidth(text)
  if (missing >= 0) return text + ' '.repeat(missing)
  let cut = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break
    cut += segment
  }
  return fit(`${cut}…`, width)
}
