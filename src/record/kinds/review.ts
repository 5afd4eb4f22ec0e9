import { nodeSigned } from './common.ts'
import { MAX_CRITERIA, MAX_NOTE, MAX_SHORT_LIST, MAX_TEXT } from './limits.ts'
import { versionReference } from './references.ts'
import { badMember, checkUnique } from './rules.ts'
import { closed, list, oneOf, optional, type Shape, slug, textMap, url } from './shapes.ts'
import { LEVELS, REVIEW_KINDS } from './vocabulary.ts'

/**
 * A look at what another collective says of itself, an objection to an entry, vouch or listing, or
 * the answer to one of these. Shown beside its subject, never summed up.
 */
export const reviewSchema = closed({
  ...nodeSigned('Review'),
  kind: oneOf(REVIEW_KINDS),
  about: versionReference,
  contentMap: textMap(MAX_TEXT),
  findings: optional(
    list(
      closed({ criterion: slug, level: oneOf(LEVELS), noteMap: optional(textMap(MAX_NOTE)) }),
      MAX_CRITERIA,
    ),
  ),
  evidenceUrls: optional(list(url, MAX_SHORT_LIST)),
})
export type Review = Shape<typeof reviewSchema>

export function checkReview({ kind, findings }: Review): void {
  if (findings === undefined) return
  if (kind !== 'review') throw badMember('bad_member', 'findings', 'belongs to a review only')
  checkUnique('findings', findings, ({ criterion }) => criterion)
}
