import { memberSigned } from './common.ts'
import { MAX_NOTE } from './limits.ts'
import { decisionRecord, recordReference } from './references.ts'
import { closed, digestMap, optional, type Shape, textMap } from './shapes.ts'

/** A collective's co-signature under a communiqué: it counts for exactly the texts it names. */
export const endorsementSchema = closed({
  ...memberSigned('Endorsement'),
  communique: recordReference,
  /** Of the languages that were read. */
  digests: digestMap,
  decisionRecord,
  noteMap: optional(textMap(MAX_NOTE)),
})
export type Endorsement = Shape<typeof endorsementSchema>
