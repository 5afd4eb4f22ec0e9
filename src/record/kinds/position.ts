import { nodeSigned } from './common.ts'
import { MAX_SUMMARY } from './limits.ts'
import { versionReference } from './references.ts'
import { badMember } from './rules.ts'
import { closed, oneOf, optional, type Shape, textMap } from './shapes.ts'
import { POSITIONS } from './vocabulary.ts'

/** Where a collective stands on one version of a draft. */
export const positionSchema = closed({
  ...nodeSigned('Position'),
  draft: versionReference,
  position: oneOf(POSITIONS),
  reasonMap: optional(textMap(MAX_SUMMARY)),
})
export type Position = Shape<typeof positionSchema>

const WITHOUT_REASON: ReadonlySet<Position['position']> = new Set(['agree', 'observer'])

/** SPEC: design.md, section 5: all but agree (and watching) come with a reason. */
export function checkPosition({ position, reasonMap }: Position): void {
  if (reasonMap === undefined && !WITHOUT_REASON.has(position))
    throw badMember('missing_member', 'reasonMap', `is missing: "${position}" needs a reason`)
}
