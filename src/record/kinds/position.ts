import { nodeSigned } from './common.ts'
import { MAX_SUMMARY } from './limits.ts'
import { audience, decisionRecord, versionReference } from './references.ts'
import { badMember, checkRecipients } from './rules.ts'
import { closed, oneOf, optional, type Shape, textMap } from './shapes.ts'
import { POSITIONS } from './vocabulary.ts'

/** Where a collective stands on one version of a draft. */
export const positionSchema = closed({
  ...nodeSigned('Position'),
  draft: versionReference,
  position: oneOf(POSITIONS),
  reasonMap: optional(textMap(MAX_SUMMARY)),
  /** How the collective's own assembly came to it. */
  decisionRecord: optional(decisionRecord),
  ...audience,
})
export type Position = Shape<typeof positionSchema>

const WITHOUT_REASON: ReadonlySet<Position['position']> = new Set(['agree', 'observer'])

/**
 * SPEC: design.md, section 5: all but agree (and watching) come with a reason. Who takes a position
 * says how it was decided; who only watches decides nothing.
 */
export function checkPosition(record: Position): void {
  const { position, reasonMap, decisionRecord } = record
  checkRecipients(record)
  if (reasonMap === undefined && !WITHOUT_REASON.has(position))
    throw badMember('missing_member', 'reasonMap', `is missing: "${position}" needs a reason`)
  if ((decisionRecord === undefined) !== (position === 'observer')) {
    const what = 'belongs to every position but "observer"'
    const code = decisionRecord === undefined ? 'missing_member' : 'bad_member'
    throw badMember(code, 'decisionRecord', what)
  }
}
