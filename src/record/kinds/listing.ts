import { decodeHost } from './addresses.ts'
import { nodeSigned } from './common.ts'
import { checkEntryIds, entryMembers } from './entry.ts'
import { MAX_LIST, MAX_NAME, MAX_NOTE, MAX_URL } from './limits.ts'
import { badMember } from './rules.ts'
import {
  closed,
  date,
  host,
  line,
  lineMap,
  list,
  oneOf,
  optional,
  type Shape,
  textMap,
  url,
} from './shapes.ts'
import { LISTING_ORIGINS } from './vocabulary.ts'

/** An entry about a collective that has no node yet, with its sources; the collective can claim it. */
export const listingSchema = closed({
  ...nodeSigned('Listing'),
  ...entryMembers,
  /** The host or URL it is about, as it is known. */
  about: line(MAX_URL),
  /** The host of `about` in its one spelling: listings of one host are one entry. */
  host,
  origin: optional(oneOf(LISTING_ORIGINS)),
  sources: list(
    closed({
      nameMap: lineMap(MAX_NAME),
      url: optional(url),
      date,
      noteMap: optional(textMap(MAX_NOTE)),
    }),
    MAX_LIST,
  ),
})
export type Listing = Shape<typeof listingSchema>

export function checkListing(listing: Listing): void {
  checkEntryIds(listing)
  if (decodeHost(listing.about) !== listing.host)
    throw badMember('bad_host', 'host', 'is not the host of "about"')
}
