import type { Charter } from '../record/kinds/charter.ts'
import type { Statement } from '../record/kinds/common.ts'
import { type Author, firstVersion } from '../record/statement.ts'
import type { CharterContent } from './founding-charter.ts'

/**
 * A Charter for the members of a collective to sign. To publish a text makes nobody its owner or
 * signatory: that takes a Commitment. A new version gets a slug of its own and names what it
 * `amends`, so that the text that others signed stays current beside it.
 */
export function createCharter(content: CharterContent, author: Author): Statement<Charter> {
  return { ...content, ...firstVersion('Charter', content.slug, author) }
}
