import { invalid } from '../kernel/errors.ts'
import { type LanguageMap, textProblem } from '../kernel/text.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { Statement } from '../record/kinds/common.ts'
import { type Author, firstVersion, nextVersion } from '../record/statement.ts'
import type { CharterVersion } from './charter.ts'
import { DECISION_ADVICE, decisionProblem } from './decision-record.ts'
import { type CommitmentState, latestReviewDate, verifyCommitment } from './verify-commitment.ts'

/** What a collective answers when it signs a charter. */
export interface CommitmentAnswers extends Pick<
  Commitment,
  'defaultLanguage' | 'languagesRead' | 'decisionRecord' | 'reservations' | 'compliance'
> {
  readonly version: CharterVersion
  /** `YYYY-MM-DD`; the latest day allowed if it is not given. */
  readonly reviewDate?: string
  /** Names the commitment among those of the collective; the charter's slug if it is not given. */
  readonly slug?: string
}

/**
 * The commitment for members to sign. With `previous` it is the next version of that one: renewed,
 * changed, taken up again, or moved to another version of the charter. Throws `bad_commitment` with
 * what would keep it from counting, and `bad_text`.
 */
export function createCommitment(
  answers: CommitmentAnswers,
  author: Author,
  previous?: Commitment,
): Statement<Commitment> {
  const { version, languagesRead, decisionRecord, defaultLanguage } = answers
  const slug = answers.slug ?? previous?.slug ?? version.charter.slug
  const first = firstVersion('Commitment', slug, author)
  const commitment = {
    ...first,
    ...(previous === undefined ? {} : continued(previous, author)),
    defaultLanguage,
    charter: { collective: version.scid, slug: version.charter.slug, digest: version.statement },
    languagesRead,
    decisionRecord,
    ...(isGiven(answers.reservations) ? { reservations: answers.reservations } : {}),
    ...(isGiven(answers.compliance) ? { compliance: answers.compliance } : {}),
    reviewDate: answers.reviewDate ?? latestReviewDate(author.now),
  }
  checkTexts(commitment)
  checkCounts(commitment, version, author)
  return commitment
}

function continued(previous: Commitment, author: Author) {
  const { id, attributedTo, version, published, updated } = nextVersion(previous, author)
  return { id, attributedTo, version, published, updated }
}

/** Empty lists are left out of records. */
function isGiven<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0
}

/** Members' signatures are hard to gather: what could not be published is refused before. */
function checkTexts({ reservations = [], compliance = [] }: Statement<Commitment>): void {
  for (const { contentMap } of reservations) checkText(contentMap)
  for (const { evidenceMap } of compliance) checkText(evidenceMap ?? {})
}

function checkText(map: LanguageMap): void {
  for (const [language, text] of Object.entries(map)) {
    const problem = text.trim() === '' ? 'is empty' : textProblem(text)
    if (problem !== null)
      throw invalid('bad_text', `A text (${language}) cannot stand: ${problem}.`)
  }
}

/** What to mend, for the states that a new commitment can have besides `in-force`. */
const ADVICE: Readonly<Partial<Record<CommitmentState, string>>> = {
  unread: 'name the languages that were read, and only such as the charter has',
  'unknown-clause': 'it names a clause that the charter does not have',
  'bad-review-date': 'the review date is between today and three years from now',
  'other-text': 'it names another text than this charter',
}

function checkCounts(
  commitment: Statement<Commitment>,
  version: CharterVersion,
  { now }: Author,
): void {
  const state = verifyCommitment(commitment, version, now)
  if (state === 'in-force') return
  const problem = decisionProblem(commitment.decisionRecord, now.slice(0, 10))
  const advice = problem === null ? ADVICE[state] : DECISION_ADVICE[problem]
  throw invalid('bad_commitment', `This would not count: ${advice ?? state}.`)
}
