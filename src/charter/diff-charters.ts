import { type DiffPart, diffWords } from '../kernel/diff-words.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Charter, Clause } from '../record/kinds/charter.ts'

/** The members of a charter that readers compare. */
export type ComparedCharter = Pick<
  Charter,
  'nameMap' | 'summaryMap' | 'clauses' | 'authoritativeLanguages' | 'digests'
>

export interface ClauseDiff {
  readonly id: string
  /** `added` and `removed` are of the whole clause; `changed` is of its text in this language. */
  readonly change: 'added' | 'removed' | 'changed' | 'same'
  /** The level before and after, where it differs. */
  readonly level: { readonly before: Clause['level']; readonly after: Clause['level'] } | null
  /** Its place among the clauses that both versions have is another one. */
  readonly moved: boolean
  readonly text: readonly DiffPart[]
}

export interface CharterDiff {
  readonly language: LanguageTag
  readonly title: readonly DiffPart[]
  readonly preamble: readonly DiffPart[]
  /** In the order of the later version; what it removed stands where it stood. */
  readonly clauses: readonly ClauseDiff[]
  readonly languagesAdded: readonly LanguageTag[]
  readonly languagesRemoved: readonly LanguageTag[]
  readonly authorityChanged: boolean
}

/**
 * What a reader of `language` finds changed between two versions of a charter, clause by clause and
 * word by word. A text that one version lacks in this language counts as empty.
 */
export function diffCharters(
  before: ComparedCharter,
  after: ComparedCharter,
  language: LanguageTag,
): CharterDiff {
  const [old, current] = [Object.keys(before.digests), Object.keys(after.digests)]
  return {
    language,
    title: diffWords(before.nameMap[language] ?? '', after.nameMap[language] ?? '', language),
    preamble: diffWords(
      before.summaryMap?.[language] ?? '',
      after.summaryMap?.[language] ?? '',
      language,
    ),
    clauses: diffClauses(before.clauses, after.clauses, language),
    languagesAdded: current.filter((tag) => !old.includes(tag)),
    languagesRemoved: old.filter((tag) => !current.includes(tag)),
    authorityChanged: before.authoritativeLanguages.join() !== after.authoritativeLanguages.join(),
  }
}

function diffClauses(
  before: readonly Clause[],
  after: readonly Clause[],
  language: LanguageTag,
): ClauseDiff[] {
  const old = new Map(before.map((clause) => [clause.id, clause]))
  const kept = new Set(after.map(({ id }) => id))
  const oldPlace = placesOf(before.filter(({ id }) => kept.has(id)))
  const newPlace = placesOf(after.filter(({ id }) => old.has(id)))
  const diffs = after.map((clause): ClauseDiff => ({
    ...diffClause(old.get(clause.id), clause, language),
    moved: oldPlace.get(clause.id) !== newPlace.get(clause.id),
  }))
  for (const [i, clause] of before.entries()) {
    if (kept.has(clause.id)) continue
    const previous = before[i - 1]?.id
    const at = diffs.findIndex(({ id }) => id === previous) + 1
    diffs.splice(at, 0, { ...diffClause(clause, undefined, language), moved: false })
  }
  return diffs
}

function placesOf(clauses: readonly Clause[]): ReadonlyMap<string, number> {
  return new Map(clauses.map(({ id }, i) => [id, i]))
}

function diffClause(
  before: Clause | undefined,
  after: Clause | undefined,
  language: LanguageTag,
): Omit<ClauseDiff, 'moved'> {
  const textIn = (clause: Clause | undefined) => clause?.contentMap[language] ?? ''
  const text = diffWords(textIn(before), textIn(after), language)
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
