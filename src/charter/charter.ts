import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Charter } from '../record/kinds/charter.ts'
import type { Commitment } from '../record/kinds/commitment.ts'

/** A charter that a collective published. Others amend and sign it by its statement digest. */
export interface CharterVersion {
  readonly scid: Scid
  readonly statement: Digest
  readonly charter: Charter
}

/** A commitment whose proofs count, withdrawn ones included. */
export interface SignedCommitment {
  readonly scid: Scid
  readonly statement: Digest
  readonly commitment: Commitment
}

/** A clause starts with its title as a Markdown heading of the first level. */
const TITLE = /^# ([^\n]+)(?:\n+|$)/

/** The title and the text of a clause; the title is null if the clause has none. */
export function splitClause(content: string): {
  readonly title: string | null
  readonly text: string
} {
  const [heading = '', title] = TITLE.exec(content) ?? []
  return { title: title?.trim() ?? null, text: content.slice(heading.length) }
}

/** The text of a clause with its title, as records carry it. */
export function joinClause(title: string, text: string): string {
  return `# ${title}\n\n${text}`
}

/** The languages in which a whole charter can be read and signed: the authoritative ones first. */
export function languagesOf(
  charter: Pick<Charter, 'authoritativeLanguages' | 'digests'>,
): LanguageTag[] {
  const others = Object.keys(charter.digests).toSorted()
  return [...new Set([...charter.authoritativeLanguages, ...others])]
}

/**
 * The languages of a charter that are not authoritative. Their texts have digests and are signed
 * with the rest, but where they differ from an authoritative one, that one decides.
 */
export function translationsOf(
  charter: Pick<Charter, 'authoritativeLanguages' | 'digests'>,
): LanguageTag[] {
  return languagesOf(charter).filter((tag) => !charter.authoritativeLanguages.includes(tag))
}
