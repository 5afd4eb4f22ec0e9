import { Type } from 'typebox'

import { TYPE_PATTERN } from '../patterns.ts'
import { commonMembers, memberProofs, nodeProof } from './common.ts'
import { optional, type Shape, time } from './shapes.ts'

/**
 * What a record of a type that this version does not know has to have, so that it can be kept and
 * passed on; it may carry anything else. It is not shown. SPEC: security-bar.md, E20.
 */
export const unknownSchema = Type.Object({
  ...commonMembers,
  type: Type.String({ pattern: TYPE_PATTERN }),
  expires: optional(time),
  withdrawn: optional(Type.Literal(true)),
  proof: Type.Union([nodeProof, memberProofs]),
})

/** The members that a record of any type has. */
export type RecordShape = Shape<typeof unknownSchema>
