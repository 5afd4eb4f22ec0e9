import type { DiffPart } from '../kernel/diff-words.ts'

const MARKS = { same: ['', ''], added: ['{+', '+}'], removed: ['[-', '-]'] } as const

/** As `git diff --word-diff` writes it, so that it reads without color. */
export function markChanges(parts: readonly DiffPart[]): string {
  return parts
    .map(({ kind, text }) => {
      const [open, close] = MARKS[kind]
      return `${open}${text}${close}`
    })
    .join('')
}
