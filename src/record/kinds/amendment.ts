import { nodeSigned } from './common.ts'
import { MAX_SUMMARY, MAX_TEXT } from './limits.ts'
import { audience, versionReference } from './references.ts'
import { closed, language, optional, plainText, type Shape, slug, textMap } from './shapes.ts'

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
  ...audience,
})
export type Amendment = Shape<typeof amendmentSchema>
