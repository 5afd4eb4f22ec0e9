import { DAY } from '../../kernel/time.ts'
import { memberSigned } from './common.ts'
import { MAX_CRITERIA, MAX_LANGUAGES, MAX_NOTE, MAX_SUMMARY } from './limits.ts'
import { decisionRecord, versionReference } from './references.ts'
import { badMember, checkUnique } from './rules.ts'
import {
  closed,
  date,
  language,
  list,
  oneOf,
  optional,
  type Shape,
  slug,
  textMap,
  url,
} from './shapes.ts'
import { COMPLIANCE_STATES } from './vocabulary.ts'

/** SPEC: design.md, section 5: a commitment is looked at again after three years at the latest. */
export const LONGEST_REVIEW = (3 * 365 + 1) * DAY

/** A collective's signature under one version of a charter. */
export const commitmentSchema = closed({
  ...memberSigned('Commitment'),
  charter: versionReference,
  languagesRead: list(language, MAX_LANGUAGES),
  decisionRecord,
  reservations: optional(
    list(closed({ clause: slug, contentMap: textMap(MAX_SUMMARY) }), MAX_CRITERIA),
  ),
  /** How far the collective keeps each clause, by its own judgment. */
  compliance: optional(
    list(
      closed({
        clause: slug,
        state: oneOf(COMPLIANCE_STATES),
        evidenceMap: optional(textMap(MAX_SUMMARY)),
        evidenceUrl: optional(url),
        date,
      }),
      MAX_CRITERIA,
    ),
  ),
  /** It lapses on the day after. */
  reviewDate: date,
  suspended: optional(closed({ since: date, reasonMap: textMap(MAX_NOTE) })),
})
export type Commitment = Shape<typeof commitmentSchema>

export function checkCommitment(commitment: Commitment): void {
  const { reservations, compliance, languagesRead, reviewDate, updated } = commitment
  checkUnique('languagesRead', languagesRead, (tag) => tag)
  checkUnique('reservations', reservations ?? [], ({ clause }) => clause)
  checkUnique('compliance', compliance ?? [], ({ clause }) => clause)
  const term = Date.parse(`${reviewDate}T00:00:00Z`) - Date.parse(updated)
  if (term > LONGEST_REVIEW)
    throw badMember('bad_validity', 'reviewDate', 'is more than three years ahead')
  if (reviewDate < updated.slice(0, 10))
    throw badMember('bad_validity', 'reviewDate', 'is before the commitment itself')
}
