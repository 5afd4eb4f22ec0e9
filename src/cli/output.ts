import { styleText } from 'node:util'

import { renderTable } from './table.ts'
import type { Terminal } from './terminal.ts'

/** What a command says. Results go to stdout, everything else to stderr. */
export interface Output {
  readonly isJson: boolean
  /** The result: `value` as JSON where it is asked for, else the lines. */
  result(value: object, lines: readonly string[]): void
  /** A list: JSON, or a table; `none` is said where there is nothing. */
  list<T>(items: readonly T[], table: TableOf<T>): void
  /** What happens, while it happens. */
  note(text: string): void
  /** What people must not overlook. */
  warn(text: string): void
  /** What went wrong, with its stable code and what to do next. */
  error(error: { readonly code: string; readonly message: string; readonly hint?: string }): void
}

export interface TableOf<T> {
  readonly headings: readonly string[]
  readonly row: (item: T) => readonly string[]
  readonly none: string
  /** What JSON says of an item; the item itself where it is left out. */
  readonly json?: (item: T) => object
}

/** Names and texts of others are printed: nothing of them may steer the terminal. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu
const KEPT = new Set(['\n', '\t'])

/** A text without what a terminal would obey. */
export function harmless(text: string): string {
  return text.replace(CONTROLS, (control) => (KEPT.has(control) ? control : '\u{fffd}'))
}

/** Piped output is not cut. */
const UNLIMITED = 100_000

export function createOutput(terminal: Terminal, isJson: boolean): Output {
  const { stdout, stderr } = terminal
  const columns = terminal.isInteractive ? terminal.columns : UNLIMITED
  const print = (text: string): void => {
    stdout.write(`${harmless(text)}\n`)
  }
  const printJson = (value: object): void => {
    stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  }
  const tell = (text: string, style?: 'yellow' | 'red'): void => {
    const plain = harmless(text)
    stderr.write(`${style === undefined ? plain : styleText(style, plain, { stream: stderr })}\n`)
  }

  return {
    isJson,
    result(value, lines) {
      if (isJson) return printJson(value)
      for (const line of lines) print(line)
    },
    list(items, { headings, row, none, json }) {
      if (isJson) return printJson(json === undefined ? items : items.map(json))
      if (items.length === 0) return print(none)
      const rows = items.map((item) => row(item).map(harmless))
      const [first = '', ...lines] = renderTable(headings, rows, columns)
      stdout.write(`${styleText('bold', first, { stream: stdout })}\n`)
      for (const line of lines) print(line)
    },
    note: (text) => tell(text),
    warn: (text) => tell(text, 'yellow'),
    error({ code, message, hint }) {
      if (isJson) {
        stderr.write(`${JSON.stringify({ error: { code, message, hint: hint ?? null } })}\n`)
        return
      }
      tell(`Error: ${message}`, 'red')
      if (hint !== undefined) tell(`       ${hint}`)
    },
  }
}
