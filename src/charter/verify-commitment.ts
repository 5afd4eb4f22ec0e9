import { addTime, CLOCK_TOLERANCE, DAY, type Timestamp } from '../kernel/time.ts'
import type { Charter } from '../record/kinds/charter.ts'
import { type Commitment, LONGEST_REVIEW } from '../record/kinds/commitment.ts'
import type { CharterVersion } from './charter.ts'
import { decisionProblem } from './decision-record.ts'

/** Why a commitment never counted, whatever the date. */
export type CommitmentFlaw =
  | 'other-text'
  | 'unread'
  | 'unknown-clause'
  | 'bad-decision'
  | 'bad-review-date'

/** Where a commitment stands; only `in-force` counts. `not-yet` is signed with a clock ahead. */
export type CommitmentState =
  | 'in-force'
  | 'suspended'
  | 'lapsed'
  | 'withdrawn'
  | 'not-yet'
  | CommitmentFlaw

/** The members of a commitment that this judgment reads. */
export type JudgedCommitment = Pick<
  Commitment,
  | 'charter'
  | 'languagesRead'
  | 'decisionRecord'
  | 'reservations'
  | 'compliance'
  | 'reviewDate'
  | 'suspended'
  | 'withdrawn'
  | 'updated'
>

/**
 * Judges a commitment whose proofs hold. `version` is the charter with the digest it names, null if
 * none is at hand: who signed another text has not signed this one. The order of the guards is the
 * order in which it is told: what the collective took back first, then what was never right, then
 * what time has done. SPEC: design.md, section 5, `Commitment`; security-bar.md, H03 to H06.
 */
export function verifyCommitment(
  commitment: JudgedCommitment,
  version: CharterVersion | null,
  now: Timestamp,
): CommitmentState {
  const today = now.slice(0, 10)
  if (commitment.withdrawn === true) return 'withdrawn'
  if (version === null || !namesVersion(commitment, version)) return 'other-text'
  const flaw = flawOf(commitment, version.charter)
  if (flaw !== null) return flaw
  if (commitment.updated > addTime(now, CLOCK_TOLERANCE)) return 'not-yet'
  if (today > commitment.reviewDate) return 'lapsed'
  if (commitment.suspended !== undefined && commitment.suspended.since <= today) return 'suspended'
  return 'in-force'
}

/** Slug and collective go with the digest: a commitment that mixes two charters names neither. */
function namesVersion({ charter: named }: JudgedCommitment, version: CharterVersion): boolean {
  return (
    named.digest === version.statement &&
    named.collective === version.scid &&
    named.slug === version.charter.slug
  )
}

function flawOf(commitment: JudgedCommitment, charter: Charter): CommitmentFlaw | null {
  const { languagesRead, reservations = [], compliance = [], reviewDate, updated } = commitment
  const signedOn = updated.slice(0, 10)
  const clauses = new Set(charter.clauses.map(({ id }) => id))
  const hasText = (language: string) => charter.digests[language] !== undefined
  if (languagesRead.length === 0 || !languagesRead.every(hasText)) return 'unread'
  if (![...reservations, ...compliance].every(({ clause }) => clauses.has(clause)))
    return 'unknown-clause'
  if (decisionProblem(commitment.decisionRecord, signedOn) !== null) return 'bad-decision'
  if (reviewDate < signedOn || reviewDate > latestReviewDate(updated)) return 'bad-review-date'
  return null
}

/** The last day that a commitment signed at `signed` may name for its review, `YYYY-MM-DD`. */
export function latestReviewDate(signed: Timestamp): string {
  return addTime(signed, LONGEST_REVIEW).slice(0, 10)
}

/** The first day on which an unrenewed commitment no longer counts, `YYYY-MM-DD`. */
export function lapseDate(reviewDate: string): string {
  return addTime(`${reviewDate}T00:00:00Z`, DAY).slice(0, 10)
}
