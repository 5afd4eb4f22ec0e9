/**
 * Beginnings that make a spreadsheet run a cell as a formula, the full-width ones of Asian input
 * included; some programs look behind leading spaces. SPEC: security-bar.md, K05.
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/

/**
 * Rows as CSV: every field quoted, CRLF after each row, formulas made text by an apostrophe.
 * SPEC: RFC 4180, section 2; security-bar.md, K05, K06.
 */
export function toCsv(rows: Iterable<readonly string[]>): string {
  let text = ''
  for (const row of rows) text += `${row.map(toField).join(',')}\r\n`
  return text
}

function toField(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}
