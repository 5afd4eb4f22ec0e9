import type { LanguageMap } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import {
  type DirectoryEntry,
  type EntryContent,
  type EntryHost,
  type EntryLister,
  unique,
} from './entry.ts'
import { type HostJudgment, judgeProofs, nearestJudgment } from './host-proof.ts'
import type { Host } from './hosts.ts'
import { type EntryPart, hostEntryId, type ListingPart, type ProfilePart } from './parts.ts'

/** What merging needs to know besides the parts. */
export interface MergeOptions {
  readonly now: Timestamp
  /** Whether a collective is shown in any view of this node. */
  readonly isShown: (scid: Scid) => boolean
}

/**
 * The entries that parts make, by id; the same for any order of the parts. A Profile is an entry.
 * Listings about a host that a Profile's collective has proven only add who lists it: what the
 * collective says itself wins. Other listings of one host are one entry. A Profile that merely
 * names a host takes nothing over. SPEC: design.md, section 9; security-bar.md, F07, H17.
 */
export function mergeParts(
  parts: Iterable<EntryPart>,
  options: MergeOptions,
): Map<string, DirectoryEntry> {
  const profiles: ProfilePart[] = []
  const listings: ListingPart[] = []
  for (const part of parts) {
    if (part.kind === 'profile') profiles.push(part)
    else listings.push(part)
  }
  const judgments = judgeHosts(profiles, options.now)
  const owners = ownersOf(profiles, judgments)
  const byEntry = Map.groupBy(listings, ({ host }) => owners.get(host) ?? hostEntryId(host))
  const entries = new Map<string, DirectoryEntry>()
  for (const profile of profiles) {
    const current = (byEntry.get(profile.by) ?? []).filter(({ expires }) => expires > options.now)
    const about = listersOf(current, options)
    entries.set(profile.by, profileEntry(profile, about, judgments))
    byEntry.delete(profile.by)
  }
  for (const [id, about] of byEntry) entries.set(id, hostEntry(id, about, options))
  return entries
}

function judgeHosts(
  profiles: readonly ProfilePart[],
  now: Timestamp,
): ReadonlyMap<Host, HostJudgment> {
  const proofs = Map.groupBy(
    profiles.flatMap((profile) => profile.proofs),
    ({ host }) => host,
  )
  return new Map([...proofs].map(([host, ofHost]) => [host, judgeProofs(ofHost, now)]))
}

/** Who has which host, among the hosts that Profiles name. */
function ownersOf(
  profiles: readonly ProfilePart[],
  judgments: ReadonlyMap<Host, HostJudgment>,
): ReadonlyMap<Host, Scid> {
  const owners = new Map<Host, Scid>()
  for (const { hosts, by } of profiles) {
    for (const host of hosts) {
      if (nearestJudgment(host, judgments)?.owner === by) owners.set(host, by)
    }
  }
  return owners
}

/** Those whose word counts: unexpired ones if there are any, of them shown ones if there are any. */
function listersOf(listings: readonly ListingPart[], options: MergeOptions): ListingPart[] {
  const current = preferred(listings, ({ expires }) => expires > options.now)
  return preferred(current, ({ by }) => options.isShown(by)).toSorted(byRank)
}

function preferred<T>(items: readonly T[], isBetter: (item: T) => boolean): readonly T[] {
  const better = items.filter(isBetter)
  return better.length > 0 ? better : items
}

/** The newest first; at one time by who says it. */
function byRank(a: ListingPart, b: ListingPart): number {
  if (a.updated !== b.updated) return a.updated > b.updated ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function profileEntry(
  profile: ProfilePart,
  listings: readonly ListingPart[],
  judgments: ReadonlyMap<Host, HostJudgment>,
): DirectoryEntry {
  const hosts = profile.hosts.map((host) =>
    hostOfEntry(host, profile.by, nearestJudgment(host, judgments)),
  )
  return {
    ...profile.content,
    id: profile.by,
    kind: 'collective',
    scid: profile.by,
    slug: profile.slug,
    hosts,
    isVerified: hosts.length > 0 && hosts.every(({ isProven }) => isProven),
    isDiscoverable: profile.isDiscoverable,
    listedBy: listings.map(listerOf),
    updated: profile.updated,
    expires: profile.expires,
    dueAt: earliest(listings.map(({ expires }) => expires)),
  }
}

function hostOfEntry(host: Host, scid: Scid, judgment: HostJudgment | null): EntryHost {
  if (judgment === null) return { host, isProven: false, conflicting: [] }
  const { owner, isProven, conflicting } = judgment
  if (owner === scid) return { host, isProven, conflicting }
  return { host, isProven: false, conflicting: owner === null ? [] : [owner] }
}

function hostEntry(
  id: string,
  about: readonly ListingPart[],
  options: MergeOptions,
): DirectoryEntry {
  const listings = listersOf(about, options)
  const expires = listings.map((listing) => listing.expires)
  return {
    ...mergeContents(listings.map(({ content }) => content)),
    id,
    kind: 'host',
    scid: null,
    slug: null,
    hosts: unique(listings.map(({ host }) => host)).map((host) => ({
      host,
      isProven: false,
      conflicting: [],
    })),
    isVerified: false,
    isDiscoverable: true,
    listedBy: listings.map(listerOf),
    updated: listings[0]?.updated ?? options.now,
    expires: expires.toSorted().at(-1) ?? options.now,
    dueAt: earliest(expires.filter((time) => time > options.now)),
  }
}

function listerOf({ by, slug, updated, expires, sources }: ListingPart): EntryLister {
  return { scid: by, slug, updated, expires, sources }
}

function earliest(times: readonly Timestamp[]): Timestamp | null {
  return times.toSorted()[0] ?? null
}

/** One content of several, the first of which decides where they differ. */
function mergeContents(contents: readonly EntryContent[]): EntryContent {
  const [first, ...others] = contents
  if (first === undefined) throw new Error('an entry is merged from at least one part')
  if (others.length === 0) return first
  const all = <T>(listOf: (content: EntryContent) => readonly T[]): T[] =>
    unique(contents.flatMap((content) => listOf(content)))
  const services = contents.flatMap((content) => content.services)
  return {
    ...first,
    names: withMissing(contents.map(({ names }) => names)),
    alsoKnownAs: unique([
      ...all(({ alsoKnownAs }) => alsoKnownAs),
      ...others.flatMap(({ names }) => Object.values(names)),
    ]).filter((name) => !Object.values(first.names).includes(name)),
    languages: all(({ languages }) => languages),
    regions: all(({ regions }) => regions),
    countries: all(({ countries }) => countries),
    websites: all(({ websites }) => websites),
    onions: all(({ onions }) => onions),
    services: services.filter(
      ({ type }, at) => services.findIndex((other) => other.type === type) === at,
    ),
  }
}

/** The languages of all maps; where two have a text, the first one's. */
function withMissing(maps: readonly LanguageMap[]): LanguageMap {
  return Object.assign({}, ...maps.toReversed()) as LanguageMap
}
