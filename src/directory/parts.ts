import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Statement } from '../record/kinds/common.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Profile } from '../record/kinds/profile.ts'
import { contentOf, type EntryContent, type EntryRecord, hostsOf, unique } from './entry.ts'
import type { HostProof } from './host-proof.ts'
import type { Host } from './hosts.ts'

interface PartMembers {
  /** Unique: who says it and in which record. */
  readonly id: string
  readonly by: Scid
  readonly slug: string
  readonly updated: Timestamp
  readonly expires: Timestamp
  readonly content: EntryContent
}

/** What a collective says about itself. */
export interface ProfilePart extends PartMembers {
  readonly kind: 'profile'
  /** Every host that it says is its own. */
  readonly hosts: readonly Host[]
  /** The proofs of hosts that it names, past ones too. */
  readonly proofs: readonly HostProof[]
  readonly isDiscoverable: boolean
}

/** What a collective says about another that has no node. */
export interface ListingPart extends PartMembers {
  readonly kind: 'listing'
  readonly host: Host
  readonly sources: Listing['sources']
}

/** What one collective says about one subject: entries are merged from parts. */
export type EntryPart = ProfilePart | ListingPart

/** All current records of one collective that the directory is made of. */
export interface CollectiveSays {
  readonly scid: Scid
  readonly profile: Statement<Profile> | null
  readonly listings: readonly Statement<Listing>[]
}

/** A current Profile or Listing as it is kept. */
export interface SaidRecord {
  readonly digest: Digest
  readonly type: string
  readonly slug: string
  /** Its canonical bytes. */
  readonly text: string
}

/** The id of the part that a record makes. */
export function partIdOf(by: Scid, { type, slug }: Pick<SaidRecord, 'type' | 'slug'>): string {
  return `${by}/${type}/${slug}`
}

/** The part that a record makes; `proofs` are those of its collective's hosts. */
export function partOf(by: Scid, { text }: SaidRecord, proofs: readonly HostProof[]): EntryPart {
  const record = JSON.parse(text) as EntryRecord
  return record.type === 'Listing' ? listingPart(by, record) : profilePart(by, record, proofs)
}

/** The parts that the records of a collective make; `proofs` are those of its hosts. */
export function partsOf(says: CollectiveSays, proofs: readonly HostProof[]): EntryPart[] {
  const { scid, profile, listings } = says
  const parts: EntryPart[] = listings.map((listing) => listingPart(scid, listing))
  if (profile !== null) parts.push(profilePart(scid, profile, proofs))
  return parts
}

function membersOf(by: Scid, record: EntryRecord): PartMembers {
  return {
    id: partIdOf(by, record),
    by,
    slug: record.slug,
    updated: record.updated,
    expires: record.expires,
    content: contentOf(record),
  }
}

function listingPart(by: Scid, listing: Statement<Listing>): ListingPart {
  const { host, sources } = listing
  return { ...membersOf(by, listing), kind: 'listing', host, sources }
}

function profilePart(
  by: Scid,
  profile: Statement<Profile>,
  proofs: readonly HostProof[],
): ProfilePart {
  const hosts = hostsNamedIn(profile)
  return {
    ...membersOf(by, profile),
    kind: 'profile',
    hosts,
    proofs: proofsOf(by, hosts, proofs),
    isDiscoverable: profile.discoverable ?? false,
  }
}

/** A part with what is known of its hosts by now. */
export function withProofs(part: EntryPart, proofs: readonly HostProof[]): EntryPart {
  if (part.kind === 'listing') return part
  return { ...part, proofs: proofsOf(part.by, part.hosts, proofs) }
}

/** The proofs of hosts that the collective names: once it no longer does, they say nothing. */
function proofsOf(by: Scid, hosts: readonly Host[], proofs: readonly HostProof[]): HostProof[] {
  return proofs.filter((proof) => proof.scid === by && hosts.includes(proof.host))
}

/** Every host that a Profile says is the collective's: these are the ones to check. */
export function hostsNamedIn(profile: Statement<Profile>): Host[] {
  const home = (profile.websites ?? []).filter(({ kind }) => kind === 'home')
  const services = contentOf(profile).services.flatMap(({ hosts }) => hosts)
  return unique([...hostsOf(home.map(({ url }) => url)), ...services])
}

/** The id of the entry about a host that nobody has proven. */
export function hostEntryId(host: Host): string {
  return `host:${host}`
}

/**
 * What a part is about: parts that share a key have to be merged together. The store finds parts
 * by these.
 */
export function keysOf(part: EntryPart): string[] {
  if (part.kind === 'listing') return [hostEntryId(part.host)]
  return [part.by, ...part.hosts.map(hostEntryId)]
}
