import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { Statement } from '../record/kinds/common.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Host } from './hosts.ts'
import { type KnownHost, listingsOf } from './known-host-list.ts'
import { contentOfListing, type ListingContent, sameContent } from './record-content.ts'

/** What an import would do. */
export interface ImportPlan {
  /** To publish, sorted by slug; new ones and new versions. */
  readonly publish: readonly ListingContent[]
  readonly created: readonly Host[]
  readonly changed: readonly Host[]
  /** Said already, but about to expire: published again. */
  readonly renewed: readonly Host[]
  readonly unchanged: readonly Host[]
  readonly skipped: readonly { readonly host: Host; readonly reason: SkipReason }[]
}

export type SkipReason =
  /** The collective speaks for itself. */
  | 'has-profile'
  /** Our listing of it was made or changed by hand. */
  | 'edited-here'

export interface ImportFacts {
  /** All current Listings of our own. */
  readonly own: readonly Statement<Listing>[]
  /** Hosts that a Profile names, or at which a known collective has its DID. */
  readonly profileHosts: ReadonlySet<Host>
  readonly now: Timestamp
}

/** Listings last 200 days; this is when one is worth saying again. */
const RENEW_BEFORE = 60 * DAY

/**
 * What an import of known hosts would publish. Importing the same list again changes nothing; what
 * was edited by hand is left alone, and nothing is listed about those who speak for themselves.
 */
export function planImport(known: readonly KnownHost[], facts: ImportFacts): ImportPlan {
  const own = new Map(facts.own.map((listing) => [listing.host, listing]))
  const publish: ListingContent[] = []
  const hosts = { created: [], changed: [], renewed: [], unchanged: [] } as {
    [K in 'created' | 'changed' | 'renewed' | 'unchanged']: Host[]
  }
  const skipped: { host: Host; reason: SkipReason }[] = []
  for (const content of listingsOf(known)) {
    const { host } = content
    const current = own.get(host)
    const reason = skipReason(host, current, facts.profileHosts)
    if (reason !== null) {
      skipped.push({ host, reason })
      continue
    }
    // The slug of what is published already stays: it is the record's name.
    const next = { ...content, slug: current?.slug ?? content.slug }
    const what = fateOf(next, current, facts.now)
    hosts[what].push(host)
    if (what !== 'unchanged') publish.push(next)
  }
  return { publish, ...hosts, skipped }
}

function skipReason(
  host: Host,
  current: Statement<Listing> | undefined,
  profileHosts: ReadonlySet<Host>,
): SkipReason | null {
  if (profileHosts.has(host)) return 'has-profile'
  return current !== undefined && current.origin !== 'imported' ? 'edited-here' : null
}

function fateOf(
  next: ListingContent,
  current: Statement<Listing> | undefined,
  now: Timestamp,
): 'created' | 'changed' | 'renewed' | 'unchanged' {
  if (current === undefined) return 'created'
  if (!sameContent(contentOfListing(current), next)) return 'changed'
  return current.expires < addTime(now, RENEW_BEFORE) ? 'renewed' : 'unchanged'
}
