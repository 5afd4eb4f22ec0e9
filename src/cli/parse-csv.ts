import { invalid } from '../kernel/errors.ts'

/**
 * The rows of a CSV text, by the names in its first row. Quoted fields may hold commas, quotes and
 * line ends. Throws `bad_csv`. SPEC: RFC 4180, section 2.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [headings = [], ...rows] = rowsOf(text.replace(/^\u{feff}/u, ''))
  return rows.map((row, i) => {
    if (row.length !== headings.length) {
      throw invalid(
        'bad_csv',
        `Row ${i + 2} has ${row.length} fields; the first row has ${headings.length}.`,
      )
    }
    return Object.fromEntries(headings.map((heading, at) => [heading.trim(), row[at] ?? '']))
  })
}

/** One field and what ends it: a comma, a line end, or the end of the text. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy

function rowsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  FIELD.lastIndex = 0
  while (FIELD.lastIndex < text.length) {
    const [, quoted, plain = '', end] = FIELD.exec(text) ?? []
    if (end === undefined)
      throw invalid('bad_csv', `Row ${rows.length + 1} has a quote that is open.`)
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') {
      if (FIELD.lastIndex === text.length) row.push('')
      else continue
    }
    rows.push(row)
    row = []
  }
  return rows
}
