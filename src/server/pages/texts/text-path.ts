import type { JointText } from '../../../communique/joint-texts.ts'
import { slugName } from '../../../record/slug-name.ts'

/** Where the pages of texts start, by what a text becomes. */
export const TEXT_ROOTS = { communique: '/communiques', charter: '/charters/drafts' } as const

/** The page of a text, with the end of its collective's SCID. SPEC: design.md, section 12. */
export function textPath({
  scid,
  slug,
  draftOf,
}: Pick<JointText, 'scid' | 'slug' | 'draftOf'>): string {
  return `${TEXT_ROOTS[draftOf]}/${slugName({ scid, slug })}`
}

/** One version of a text, by its statement digest. */
export function textVersionPath(
  text: Pick<JointText, 'scid' | 'slug' | 'draftOf'>,
  statement: string,
): string {
  return `${textPath(text)}?version=${statement}`
}
