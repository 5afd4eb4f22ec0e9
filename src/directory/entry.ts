import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Statement } from '../record/kinds/common.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Profile } from '../record/kinds/profile.ts'
import type { Service } from '../record/kinds/service.ts'
import { type Host, hostOf } from './hosts.ts'

/** A Profile or Listing, signed or not yet. */
export type EntryRecord = Statement<Profile> | Statement<Listing>

/** One service as the directory shows and filters it. */
export interface EntryService {
  readonly id: string
  readonly type: Service['type']
  readonly names: LanguageMap
  readonly summaries: LanguageMap
  readonly urls: readonly string[]
  readonly onions: readonly string[]
  readonly hosts: readonly Host[]
  readonly software: string | null
  readonly audience: Service['audience'] | null
  readonly registration: Service['registration'] | null
  readonly load: Service['load'] | null
  readonly cost: NonNullable<Service['cost']>['kind'] | null
  readonly state: NonNullable<Service['status']>['state'] | null
  readonly isTorFriendly: boolean
}

/** What the directory shows of what somebody says about a collective. */
export interface EntryContent {
  readonly names: LanguageMap
  readonly defaultLanguage: LanguageTag
  readonly alsoKnownAs: readonly string[]
  readonly taglines: LanguageMap
  readonly summaries: LanguageMap
  /** In which it answers: language tags. */
  readonly languages: readonly LanguageTag[]
  readonly regions: readonly string[]
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
  /** Places that are no country, as text. */
  readonly places: LanguageMap
  readonly websites: readonly string[]
  readonly onions: readonly string[]
  readonly status: Profile['status'] | null
  readonly services: readonly EntryService[]
}

/** Who lists a collective, and from where they know. */
export interface EntryLister {
  readonly scid: Scid
  readonly slug: string
  readonly updated: Timestamp
  readonly expires: Timestamp
  readonly sources: Listing['sources']
}

/** A host that a collective says is its own. */
export interface EntryHost {
  readonly host: Host
  readonly isProven: boolean
  /** Other collectives that claim it with a proof of their own, or whose proof came first. */
  readonly conflicting: readonly Scid[]
}

/** One line of the directory. */
export interface DirectoryEntry extends EntryContent {
  /** The SCID of a collective that speaks for itself, else `host:<host>`. */
  readonly id: string
  readonly kind: 'collective' | 'host'
  readonly scid: Scid | null
  /** Of the collective's own Profile. */
  readonly slug: string | null
  readonly hosts: readonly EntryHost[]
  /** Whether every host of its services is proven to be the collective's. */
  readonly isVerified: boolean
  /** Own entries are searched only with the collective's consent. */
  readonly isDiscoverable: boolean
  readonly listedBy: readonly EntryLister[]
  readonly updated: Timestamp
  readonly expires: Timestamp
  /** When the entry has to be merged anew, since something in it expires; null if never. */
  readonly dueAt: Timestamp | null
}

/** The part of a Profile or Listing that the directory shows in lists and searches. */
export function contentOf(record: EntryRecord): EntryContent {
  return {
    names: record.nameMap,
    defaultLanguage: record.defaultLanguage,
    alsoKnownAs: record.alsoKnownAs ?? [],
    taglines: record.taglineMap ?? {},
    summaries: record.summaryMap ?? {},
    ...reachOf(record),
    websites: websitesOf(record),
    onions: record.onions ?? [],
    status: record.status ?? null,
    services: (record.services ?? []).map(serviceOf),
  }
}

/** For whom it is there, as far as languages and places go. */
function reachOf(record: EntryRecord) {
  const office = record.officeCountry === undefined ? [] : [record.officeCountry]
  return {
    languages: (record.supportLanguages ?? []).map(({ language }) => language),
    regions: record.regionsServed ?? [],
    countries: record.countriesServed ?? office,
    places: record.regionMap ?? {},
  }
}

function websitesOf(record: EntryRecord): string[] {
  const websites = (record.websites ?? []).map(({ url }) => url)
  return record.type === 'Listing' ? unique([webAddressOf(record), ...websites]) : websites
}

function webAddressOf({ about, host }: Statement<Listing>): string {
  return about.includes('://') ? about : `https://${host}/`
}

function serviceOf(service: Service): EntryService {
  return {
    id: service.id,
    type: service.type,
    names: service.nameMap ?? {},
    summaries: service.summaryMap ?? {},
    ...addressesOf(service),
    software: service.software?.name ?? null,
    state: service.status?.state ?? null,
    isTorFriendly: service.torFriendly ?? false,
    ...termsOf(service),
  }
}

/** Its addresses, and the hosts to prove: onion services only if there are no others. */
function addressesOf({ urls = [], onions = [], hosts = [] }: Service) {
  const named = hostsOf([...urls, ...hosts])
  return { urls, onions, hosts: named.length > 0 ? named : hostsOf(onions) }
}

/** On which terms a group gets it. */
function termsOf(service: Service) {
  return {
    audience: service.audience ?? null,
    registration: service.registration ?? null,
    load: service.load ?? null,
    cost: service.cost?.kind ?? null,
  }
}

/** The hosts of addresses, each once. */
export function hostsOf(addresses: readonly string[]): Host[] {
  return unique(addresses.map(hostOf).filter((host) => host !== null))
}

/** The items of a list, each once, in order. */
export function unique<T>(items: Iterable<T>): T[] {
  return [...new Set(items)]
}
