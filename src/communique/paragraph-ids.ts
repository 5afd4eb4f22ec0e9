import type { DraftTextParagraph } from './text-parts.ts'

/**
 * Gives the blocks of a new version their ids: a block that stood in the version before keeps its
 * id, wherever it stands now; a block between the same neighbors as before is that paragraph
 * rewritten, so its translations are stale and not lost; every other one gets an id that the text
 * never had. `used` are the ids of all versions.
 */
export function identifyParagraphs(
  blocks: readonly string[],
  before: readonly DraftTextParagraph[],
  used: ReadonlySet<string> = new Set(),
): DraftTextParagraph[] {
  const ids = keptIds(blocks, before)
  fillGaps(ids, before)
  const next = idsAfter([...used, ...before.map(({ id }) => id)])
  return blocks.map((text, i) => ({ id: ids[i] ?? next(), text }))
}

/** The id of each block that is word for word one of before, once each. */
function keptIds(
  blocks: readonly string[],
  before: readonly DraftTextParagraph[],
): (string | null)[] {
  const known = Map.groupBy(before, ({ text }) => text)
  const waiting = new Map([...known].map(([text, same]) => [text, same.map(({ id }) => id)]))
  return blocks.map((text) => waiting.get(text)?.shift() ?? null)
}

/** Between two kept neighbors, as many new blocks as there were old ones are these, rewritten. */
function fillGaps(ids: (string | null)[], before: readonly DraftTextParagraph[]): void {
  const kept = new Set(ids)
  for (const { start, end } of gapsIn(ids)) {
    const gone = between(before, ids[start - 1], ids[end])
    const isSameGap = gone.length === end - start && gone.every((id) => !kept.has(id))
    if (isSameGap) ids.splice(start, gone.length, ...gone)
  }
}

/** The runs of blocks without an id. */
function gapsIn(
  ids: readonly (string | null)[],
): { readonly start: number; readonly end: number }[] {
  const starts = ids.flatMap((id, i) => (id === null && ids[i - 1] !== null ? [i] : []))
  return starts.map((start) => {
    const length = ids.slice(start).findIndex((id) => id !== null)
    return { start, end: length === -1 ? ids.length : start + length }
  })
}

/** The ids that stood between two neighbors; the ends of the text are neighbors too. */
function between(
  before: readonly DraftTextParagraph[],
  left: string | null | undefined,
  right: string | null | undefined,
): string[] {
  const ids = before.map(({ id }) => id)
  const from = typeof left === 'string' ? ids.indexOf(left) + 1 : 0
  const to = typeof right === 'string' ? ids.indexOf(right) : ids.length
  return ids.slice(from, Math.max(from, to))
}

/** `p1`, `p2`, ...: from the first number that no id has had. */
export function idsAfter(used: Iterable<string>): () => string {
  const numbers = [...used].map((id) => Number(/^p([1-9]\d{0,8})$/.exec(id)?.[1] ?? 0))
  let last = numbers.reduce((highest, number) => Math.max(highest, number), 0)
  return () => `p${++last}`
}
