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
  const diffs = after.map((part): PartDiff<Level> => {
    const earlier = old.get(part.id)
    if (earlier === undefined) return wholePart(part, 'added')
    const moved = oldPlace.get(part.id) !== newPlace.get(part.id)
    return { ...changedPart(earlier, part, language), moved }
  })
  for (const [i, part] of before.entries()) {
    if (kept.has(part.id)) continue
    const previous = before[i - 1]?.id
    const at = diffs.findIndex(({ id }) => id === previous) + 1
    diffs.splice(at, 0, wholePart(part, 'removed'))
  }
  return diffs
}

function placesOf(parts: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(parts.map(({ id }, i) => [id, i]))
}

function wholePart<Level>(
  { id, text }: ComparedPart<Level>,
  change: 'added' | 'removed',
): PartDiff<Level> {
  const words = text === '' ? [] : [{ kind: change, text }]
  return { id, change, level: null, moved: false, text: words }
}

function changedPart<Level>(
  before: ComparedPart<Level>,
  after: ComparedPart<Level>,
  language: LanguageTag,
): Omit<PartDiff<Level>, 'moved'> {
  const isSame = before.text === after.text
  const text = isSame ? [sameText(after)] : diffWords(before.text, after.text, language)
  const level = before.level === after.level ? null : { before: before.level, after: after.level }
  return { id: after.id, change: isSame ? 'same' : 'changed', level, text }
}

/** Most parts of most versions: they are not cut into words. */
function sameText({ text }: { readonly text: string }): DiffPart {
  return { kind: 'same', text }
}
