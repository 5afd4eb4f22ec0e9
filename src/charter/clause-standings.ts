import type { Scid } from '../record/did.ts'
import type { Clause } from '../record/kinds/charter.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { Compliance, Reservation } from './change-clauses.ts'
import type { CharterVersion } from './charter.ts'
import type { MatrixRow } from './matrix.ts'

/** What a collective says of a clause, and the language it writes in. */
export interface SaidOfClause<T> {
  readonly scid: Scid
  readonly commitment: Commitment
  readonly said: T
}

/** One clause, as those stand to it whose signature under this version is in force. */
export interface ClauseStanding {
  readonly clause: Clause
  readonly reservations: readonly SaidOfClause<Reservation>[]
  readonly compliance: readonly SaidOfClause<Compliance>[]
  /** How many say how far they keep it, and how many say nothing. */
  readonly counts: Readonly<Record<Compliance['state'] | 'unsaid', number>>
}

/** The matrix turned around: clause by clause, in the order of the charter. */
export function clauseStandings(
  { statement, charter }: CharterVersion,
  rows: readonly MatrixRow[],
): ClauseStanding[] {
  const signed = rows.flatMap(({ scid, cells }) => {
    const cell = cells.get(statement)
    return cell?.state === 'in-force' ? [{ scid, commitment: cell.commitment }] : []
  })
  return charter.clauses.map((clause) => {
    const of = <T extends { readonly clause: string }>(
      words: (commitment: Commitment) => readonly T[] | undefined,
    ): SaidOfClause<T>[] =>
      signed.flatMap((one) => {
        const said = words(one.commitment)?.find((word) => word.clause === clause.id)
        return said === undefined ? [] : [{ ...one, said }]
      })
    const compliance = of((commitment) => commitment.compliance)
    const counts = { yes: 0, partly: 0, 'not-yet': 0, unsaid: signed.length - compliance.length }
    for (const { said } of compliance) counts[said.state]++
    return { clause, reservations: of((commitment) => commitment.reservations), compliance, counts }
  })
}
