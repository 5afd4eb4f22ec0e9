import { diffParts, type PartDiff } from '../kernel/diff-parts.ts'
import { type DiffPart, diffWords } from '../kernel/diff-words.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Charter, Clause } from '../record/kinds/charter.ts'

/** The members of a charter that readers compare. */
export type ComparedCharter = Pick<
  Charter,
  'nameMap' | 'summaryMap' | 'clauses' | 'authoritativeLanguages' | 'digests'
>

export type ClauseDiff = PartDiff<Clause['level']>

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
  const partsOf = (clauses: readonly Clause[]) =>
    clauses.map(({ id, level, contentMap }) => ({ id, level, text: contentMap[language] ?? '' }))
  return diffParts(partsOf(before), partsOf(after), language)
}
