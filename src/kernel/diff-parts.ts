import { type DiffPart, diffWords } from './diff-words.ts'
import type { LanguageTag } from './language-tag.ts'

/** One part of a text that is compared by itself: a clause, a paragraph. */
export interface ComparedPart<Level> {
  readonly id: string
  readonly level: Level
  readonly text: string
}

export interface PartDiff<Level = unknown> {
  readonly id: string
  /** `added` and `removed` are of the whole part; `changed` is of its text. */
  readonly change: 'added' | 'removed' | 'changed' | 'same'
  /** The level before and after, where it differs. */
  readonly level: { readonly before: Level; readonly after: Level } | null
  /** Its place among the parts that both texts have is another one. */
  readonly moved: boolean
  readonly text: readonly DiffPart[]
}

/**
 * What differs between two texts, part by part and word by word: in the order of the later text;
 * what it no longer has stands where it stood.
 */
export function diffParts<Level>(
  before: readonly ComparedPart<Level>[],
  after: readonly ComparedPart<Level>[],
  language: LanguageTag,
): PartDiff<Level>[] {
  const old = new Map(before.map((part) => [part.id, part]))
  const kept = new Set(after.map(({ id }) => id))
  const oldPlace = placesOf(before.filter(({ id }) => kept.has(id)))
  const newPlace = placesOf(after.filter(({ id }) => old.has(id)))
  const diffs = after.map((part): PartDiff<Level> => ({
    ...diffPart(old.get(part.id), part, language),
    moved: oldPlace.get(part.id) !== newPlace.get(part.id),
  }))
  for (const [i, part] of before.entries()) {
    if (kept.has(part.id)) continue
    const previous = before[i - 1]?.id
    const at = diffs.findIndex(({ id }) => id === previous) + 1
    diffs.splice(at, 0, { ...diffPart(part, undefined, language), moved: false })
  }
  return diffs
}

function placesOf(parts: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(parts.map(({ id }, i) => [id, i]))
}

function diffPart<Level>(
  before: ComparedPart<Level> | undefined,
  after: ComparedPart<Level> | undefined,
  language: LanguageTag,
): Omit<PartDiff<Level>, 'moved'> {
  const text = diffWords(before?.text ?? '', after?.text ?? '', language)
  if (before === undefined || after === undefined) {
    const change = before === undefined ? 'added' : 'removed'
    return { id: after?.id ?? before?.id ?? '', change, level: null, text }
  }
  return {
    id: after.id,
    change: text.some(({ kind }) => kind !== 'same') ? 'changed' : 'same',
    level: before.level === after.level ? null : { before: before.level, after: after.level },
    text,
  }
}
