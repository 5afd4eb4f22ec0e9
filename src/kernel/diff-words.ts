import type { LanguageTag } from './language-tag.ts'

/** A stretch of text: in both texts, only in the earlier or only in the later one. */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/**
 * More single edits than this are no amendment but another text, which is then shown as such. It
 * bounds the work to this many passes over the text and the memory to about its square.
 */
const MAX_EDITS = 500

/** Isolates order a run of text among its neighbors: a part that held only one end would reorder a page. */
const ISOLATE_MARK = /[\u2066-\u2069]/g
const CLOSES_ISOLATE = '\u2069'

/**
 * The words in which two texts differ, as parts in reading order: `same` and `removed` together are
 * `before`, `same` and `added` together are `after`. Cuts only where `language` has a word boundary
 * and never inside a directional isolate, so that right-to-left text, joined letters and marks stay
 * whole. Texts with too little in common come back as one removed and one added part.
 */
export function diffWords(before: string, after: string, language: LanguageTag): DiffPart[] {
  const a = wordsOf(before, language)
  const b = wordsOf(after, language)
  const start = commonStart(a, b)
  const end = commonStart(a.slice(start).toReversed(), b.slice(start).toReversed())
  const middle = { a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) }
  return joinParts([
    { kind: 'same', text: a.slice(0, start).join('') },
    ...(shortestEdit(middle.a, middle.b) ?? replaced(middle.a, middle.b)),
    { kind: 'same', text: a.slice(a.length - end).join('') },
  ])
}

function wordsOf(text: string, language: LanguageTag): string[] {
  const words: string[] = []
  let depth = 0
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    if (depth > 0) words.push((words.pop() ?? '') + segment)
    else words.push(segment)
    for (const [mark] of segment.matchAll(ISOLATE_MARK))
      depth = Math.max(0, depth + (mark === CLOSES_ISOLATE ? -1 : 1))
  }
  return words
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

function replaced(a: readonly string[], b: readonly string[]): DiffPart[] {
  return [
    { kind: 'removed', text: a.join('') },
    { kind: 'added', text: b.join('') },
  ]
}

/**
 * The shortest way from `a` to `b`; null if it takes more than MAX_EDITS edits. Myers, "An O(ND)
 * difference algorithm and its variations" (1986), figure 2. A diagonal is `x - y`; `reach` holds
 * the farthest `x` on each, with `middle` as the place of diagonal 0; `trace` keeps the part of it
 * that each round started from.
 */
function shortestEdit(a: readonly string[], b: readonly string[]): DiffPart[] | null {
  const limit = Math.min(a.length + b.length, MAX_EDITS)
  const middle = limit + 1
  const reach = new Int32Array(2 * middle + 1)
  const trace: Int32Array[] = []
  for (let edits = 0; edits <= limit; edits++) {
    trace.push(reach.slice(middle - edits - 1, middle + edits + 2))
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let { x } = lastEdit(reach, middle, diagonal, edits)
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      reach[middle + diagonal] = x
      if (x >= a.length && x - diagonal >= b.length) return partsAlong(trace, a, b)
    }
  }
  return null
}

/** The edit that brings one farthest on a diagonal, and the `x` after it. */
function lastEdit(
  reach: Int32Array,
  middle: number,
  diagonal: number,
  edits: number,
): { readonly kind: 'added' | 'removed'; readonly x: number } {
  const left = reach[middle + diagonal - 1] ?? 0
  const right = reach[middle + diagonal + 1] ?? 0
  const isAdded = diagonal === -edits || (diagonal !== edits && left < right)
  return isAdded ? { kind: 'added', x: right } : { kind: 'removed', x: left + 1 }
}

/** Walks back from the ends of both texts along what each round did. */
function partsAlong(
  trace: readonly Int32Array[],
  a: readonly string[],
  b: readonly string[],
): DiffPart[] {
  const parts: DiffPart[] = []
  let x = a.length
  let y = b.length
  for (const [edits, reach] of [...trace.entries()].toReversed()) {
    const edit = lastEdit(reach, edits + 1, x - y, edits)
    for (; x > edit.x; x--, y--) parts.push({ kind: 'same', text: a[x - 1] ?? '' })
    if (edits === 0) break
    const text = edit.kind === 'added' ? b[--y] : a[--x]
    parts.push({ kind: edit.kind, text: text ?? '' })
  }
  return parts.toReversed()
}

/**
 * Neighbors of one kind become one part, removed before added. A space between two replaced words
 * goes with them: a phrase that was replaced reads as one, not as a comb.
 */
function joinParts(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = []
  const open = { removed: '', added: '', same: '' }
  const close = (kind: DiffPart['kind']) => {
    if (open[kind] !== '') joined.push({ kind, text: open[kind] })
    open[kind] = ''
  }
  const closeChange = () => {
    close('removed')
    close('added')
  }
  for (const [i, part] of parts.entries()) {
    if (part.kind === 'same' && isInsidePhrase(parts, i, open)) {
      open.removed += part.text
      open.added += part.text
    } else if (part.text !== '') {
      if (part.kind === 'same') closeChange()
      else close('same')
      open[part.kind] += part.text
    }
  }
  closeChange()
  close('same')
  return joined
}

function isInsidePhrase(
  parts: readonly DiffPart[],
  i: number,
  open: { readonly removed: string; readonly added: string },
): boolean {
  const next = parts[i + 1]
  return (
    open.removed !== '' &&
    open.added !== '' &&
    parts[i]?.text.trim() === '' &&
    next !== undefined &&
    next.kind !== 'same'
  )
}
