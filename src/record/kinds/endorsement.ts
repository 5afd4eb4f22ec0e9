import { memberSigned } from './common.ts'
import { MAX_NAME, MAX_NOTE } from './limits.ts'
import { decisionRecord, recordReference } from './references.ts'
import {
  closed,
  date,
  digestMap,
  line,
  oneOf,
  optional,
  type Shape,
  textMap,
  url,
} from './shapes.ts'
import { LETTER_WAYS } from './vocabulary.ts'

/** A collective without a node, for which the endorsing one passes on what it wrote. */
const letter = closed({
  name: line(MAX_NAME),
  url: optional(url),
  /** The listing about it, if there is one. */
  listing: optional(recordReference),
  /** When its answer came, and how. */
  received: date,
  how: oneOf(LETTER_WAYS),
})

/**
 * A collective's co-signature under a communiqué: it counts for exactly the texts it names. With a
 * `letter` it is not the signer's own but that of a collective without a node, which the signer
 * vouches for: it is shown as such and counted apart.
 */
export const endorsementSchema = closed({
  ...memberSigned('Endorsement'),
  communique: recordReference,
  /** Of the languages that were read. */
  digests: digestMap,
  /** Of the collective that endorses: with a letter, of the one that wrote it. */
  decisionRecord,
  letter: optional(letter),
  noteMap: optional(textMap(MAX_NOTE)),
})
export type Endorsement = Shape<typeof endorsementSchema>
