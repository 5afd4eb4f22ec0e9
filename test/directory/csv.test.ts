import * as fc from 'fast-check'
import t from 'tap'

import { toCsv } from '../../src/directory/csv.ts'

/** A reader of RFC 4180, to count what a spreadsheet would see. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let field = ''
    at += 1 // the opening quote
    for (; text[at] !== '"' || text[at + 1] === '"'; at++) {
      if (text[at] === '"') at += 1
      field += text[at] ?? ''
    }
    row.push(field)
    at += 1
    if (text[at] === ',') at += 1
    else {
      rows.push(row)
      row = []
      at += 2
    }
  }
  return rows
}

t.test('quotes, separators and line breaks stay inside their field', async (t) => {
  t.equal(toCsv([['a "b"', 'c;d,e', 'f\r\ng']]), '"a ""b""","c;d,e","f\r\ng"\r\n')
  t.equal(toCsv([]), '')
})

t.test('what a spreadsheet would run as a formula becomes text', async (t) => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '＋1']
  for (const formula of formulas) t.equal(toCsv([[formula]]), `"'${formula}"\r\n`)
  for (const plain of ['1+1=2', 'a-b', "it's", '', 'x@example.org']) {
    t.equal(toCsv([[plain]]), `"${plain}"\r\n`)
  }
})

t.test('as many rows and fields come out as went in, and none begins a formula', async () => {
  const piece = fc.constantFrom('"', ',', ';', '\r', '\n', '\t', '=', '+', '-', '@', ' ', 'a', 'é')
  const field = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
      (rows) => {
        const read = parseCsv(toCsv(rows))
        return (
          read.length === rows.length &&
          read.every((row, r) =>
            row.every((value, c) => {
              const original = rows[r]?.[c] ?? ''
              const isSame = value === original || value === `'${original}`
              return isSame && row.length === rows[r]?.length && !/^\s*[=+\-@]/.test(value)
            }),
          )
        )
      },
    ),
    { numRuns: 1000 },
  )
})
