import { Type } from 'typebox'

import { scidOf } from '../did.ts'
import { memberSigned } from './common.ts'
import { MAX_SUMMARY } from './limits.ts'
import { badMember } from './rules.ts'
import { closed, count, did, digest, optional, type Shape, textMap } from './shapes.ts'

/**
 * A guardian's word that one collective goes on as another. The only record that names collectives
 * by DID: whoever reads it has to find the new one.
 */
export const successorSchema = closed({
  ...memberSigned('Successor'),
  old: did,
  new: did,
  /** The last head of the old one that counts; `digest` is its state digest. Null if it had none. */
  lastHead: Type.Union([
    closed({ version: count(Number.MAX_SAFE_INTEGER, 1), digest }),
    Type.Null(),
  ]),
  reasonMap: optional(textMap(MAX_SUMMARY)),
})
export type Successor = Shape<typeof successorSchema>

export function checkSuccessor(successor: Successor): void {
  if (scidOf(successor.old) === scidOf(successor.new))
    throw badMember('bad_member', 'new', 'is the old collective')
}
