import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Commitment } from '../record/kinds/commitment.ts'

export type Reservation = NonNullable<Commitment['reservations']>[number]
export type Compliance = NonNullable<Commitment['compliance']>[number]

/** What a commitment says clause by clause. */
export interface ClauseWords {
  readonly reservations: readonly Reservation[]
  readonly compliance: readonly Compliance[]
}

/** What changes in it; the last word on a clause stands. */
export interface ClauseChanges extends ClauseWords {
  /** Clauses on which there is no reservation any more. */
  readonly lifted: readonly string[]
}

/**
 * The words that a commitment carries over when it is signed again: those under the very same text.
 * Nothing is inherited by another version, nor from what was withdrawn.
 */
export function wordsUnder(
  previous: Pick<Commitment, 'charter' | 'withdrawn' | 'reservations' | 'compliance'> | null,
  statement: string,
): ClauseWords {
  const isSame = previous?.charter.digest === statement && previous.withdrawn !== true
  const { reservations = [], compliance = [] } = isSame ? previous : {}
  return { reservations, compliance }
}

/** Changes single clauses and keeps the rest. Throws `not_reserved` for a reservation to lift. */
export function changeClauses(known: ClauseWords, changes: ClauseChanges): ClauseWords {
  const missing = changes.lifted.find(
    (id) => !known.reservations.some(({ clause }) => clause === id),
  )
  if (missing !== undefined)
    throw invalid('not_reserved', `There is no reservation on "${missing}" to lift.`)
  const staying = known.reservations.filter(({ clause }) => !changes.lifted.includes(clause))
  return {
    reservations: lastWords([...staying, ...changes.reservations]),
    compliance: lastWords([...known.compliance, ...changes.compliance]),
  }
}

/**
 * Refuses words that lack the language of the commitment: every text of a record is there in its
 * default language. Throws `missing_language`, which names the clause.
 */
export function checkLanguage(
  { reservations, compliance }: ClauseWords,
  language: LanguageTag,
): void {
  const texts = [
    ...reservations.map(({ clause, contentMap }) => ({ clause, map: contentMap })),
    ...compliance.map(({ clause, evidenceMap }) => ({ clause, map: evidenceMap })),
  ]
  const missing = texts.find(({ map }) => map !== undefined && map[language] === undefined)
  if (missing === undefined) return
  const written = Object.keys(missing.map ?? {}).join(', ')
  throw invalid(
    'missing_language',
    `What stands on "${missing.clause}" is written in ${written}, not in ${language}: say it anew, or write in that language.`,
  )
}

function lastWords<T extends { readonly clause: string }>(words: readonly T[]): T[] {
  return [...new Map(words.map((word) => [word.clause, word])).values()]
}
