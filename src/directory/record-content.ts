import { canonicalize } from '../record/canonical.ts'
import type { Statement } from '../record/kinds/common.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Profile } from '../record/kinds/profile.ts'

/** The members that publishing adds. */
type Envelope = '@context' | 'id' | 'attributedTo' | 'version' | 'published' | 'updated' | 'expires'

/** What a Profile says, as it is edited: publishing adds the rest. */
export type ProfileContent = Omit<Statement<Profile>, Envelope>
export type ListingContent = Omit<Statement<Listing>, Envelope>

/** What a published record says, without what publishing added. */
export function contentOfProfile(profile: Statement<Profile>): ProfileContent {
  const { '@context': _c, id: _i, attributedTo: _a, version: _v, published: _p, ...rest } = profile
  const { updated: _u, expires: _e, ...content } = rest
  return withoutProof(content)
}

export function contentOfListing(listing: Statement<Listing>): ListingContent {
  const { '@context': _c, id: _i, attributedTo: _a, version: _v, published: _p, ...rest } = listing
  const { updated: _u, expires: _e, ...content } = rest
  return withoutProof(content)
}

function withoutProof<T extends object>(content: T): T {
  const { proof: _, ...rest } = content as T & { readonly proof?: unknown }
  return rest as unknown as T
}

/** Whether two contents would be published as the same words. */
export function sameContent(a: object, b: object): boolean {
  return canonicalize(a) === canonicalize(b)
}
