import { nodeSigned } from './common.ts'
import { MAX_LIST, MAX_SUMMARY, MAX_TEXT } from './limits.ts'
import { versionReference } from './references.ts'
import { checkRecipients } from './rules.ts'
import {
  closed,
  language,
  list,
  oneOf,
  optional,
  plainText,
  scid,
  type Shape,
  slug,
  textMap,
} from './shapes.ts'
import { SCOPES } from './vocabulary.ts'

/** A proposal to replace a passage of a draft (or of a charter) in one language. */
export const amendmentSchema = closed({
  ...nodeSigned('Amendment'),
  target: versionReference,
  language,
  /** The paragraph or clause that holds the passage. */
  paragraph: optional(slug),
  passage: plainText(MAX_TEXT),
  /** Missing: the passage goes. */
  replacement: optional(plainText(MAX_TEXT)),
  reasonMap: textMap(MAX_SUMMARY),
  scope: optional(oneOf(SCOPES)),
  recipients: optional(list(scid, MAX_LIST)),
})
export type Amendment = Shape<typeof amendmentSchema>

/** An amendment goes to whom it says. */
export function checkAmendment(amendment: Amendment): void {
  checkRecipients(amendment)
}
