import { invalid } from '../kernel/errors.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { Statement } from '../record/kinds/common.ts'
import { type Author, nextVersion } from '../record/statement.ts'

/**
 * The version of a commitment that takes it back, for members to sign. It stays visible; the reason
 * is the collective's own choice. Throws `already_withdrawn`.
 */
export function withdrawCommitment(
  commitment: Commitment,
  author: Author,
  reasonMap?: LanguageMap,
): Statement<Commitment> {
  checkStands(commitment)
  const today = author.now.slice(0, 10)
  return {
    ...nextVersion(commitment, author),
    withdrawn: true,
    ...(reasonMap === undefined ? {} : { withdrawnReasonMap: reasonMap }),
    // No record names a review date before its own: one that has lapsed ends today.
    reviewDate: commitment.reviewDate < today ? today : commitment.reviewDate,
  }
}

/** The version that suspends a commitment from today on. Throws `already_withdrawn`, `lapsed`. */
export function suspendCommitment(
  commitment: Commitment,
  author: Author,
  reasonMap: LanguageMap,
): Statement<Commitment> {
  checkRuns(commitment, author)
  const since = author.now.slice(0, 10)
  return { ...nextVersion(commitment, author), suspended: { since, reasonMap } }
}

/** The version that ends a suspension. Throws `already_withdrawn`, `lapsed`. */
export function resumeCommitment(commitment: Commitment, author: Author): Statement<Commitment> {
  checkRuns(commitment, author)
  const { suspended: _, ...statement } = nextVersion(commitment, author)
  return statement
}

function checkStands({ withdrawn }: Commitment): void {
  if (withdrawn === true)
    throw invalid('already_withdrawn', 'This commitment is withdrawn already.')
}

function checkRuns(commitment: Commitment, { now }: Author): void {
  checkStands(commitment)
  if (commitment.reviewDate < now.slice(0, 10))
    throw invalid('lapsed', 'This commitment has lapsed: sign it anew with a new review date.')
}
