import { Type } from 'typebox'

import { invalid } from '../kernel/errors.ts'
import { createCheck } from '../record/check.ts'
import { decodeHost, decodeUrl } from '../record/kinds/addresses.ts'
import type { Listing } from '../record/kinds/listing.ts'
import { closed, date, type Shape } from '../record/kinds/shapes.ts'
import { SERVICE_TYPES } from '../record/kinds/vocabulary.ts'
import type { Host } from './hosts.ts'
import type { ListingContent } from './record-content.ts'
import { whereabouts } from './whereabouts.ts'

const knownHost = closed({
  name: Type.String({ minLength: 1 }),
  url: Type.String({ minLength: 1 }),
  region: Type.Union([Type.String(), Type.Null()]),
  serviceTypes: Type.Array(Type.String()),
  languages: Type.Array(Type.String()),
  /** Which list, and its date: `Riseup, "Radical Servers" (en), 2024-10-22`. */
  source: Type.String({ pattern: '^.+, \\d{4}-\\d{2}-\\d{2}$' }),
})

/** One host of a published list, as `content/known-hosts.json` holds it. */
export type KnownHost = Shape<typeof knownHost>

const checkKnownHosts: (value: unknown) => asserts value is KnownHost[] = createCheck(
  Type.Array(knownHost),
  'bad_known_hosts',
)
const checkDate: (value: unknown) => asserts value is string = createCheck(date, 'bad_known_hosts')

/**
 * The known hosts of a JSON text. Throws `bad_known_hosts` naming the place of what is wrong;
 * nothing is taken from a list that is wrong somewhere.
 */
export function parseKnownHosts(text: string): KnownHost[] {
  const list: unknown = parseJson(text)
  checkKnownHosts(list)
  for (const { name, url, source } of list) {
    if (decodeUrl(url) === null) throw invalid('bad_known_hosts', `The URL of "${name}" is none.`)
    checkDate(source.slice(-10))
  }
  return list
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalid('bad_known_hosts', 'The list of known hosts is not JSON.', cause)
  }
}

/** The listings that known hosts make: one for each host, sorted by slug. */
export function listingsOf(known: readonly KnownHost[]): ListingContent[] {
  const byHost = Map.groupBy(known, ({ url }) => decodeHost(url) ?? '')
  return [...byHost]
    .flatMap(([host, [first, ...others]]) =>
      host === '' || first === undefined ? [] : [listingOf(host, first, others)],
    )
    .toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
}

/** Records are in some language; these lists are in English, and so are their names for places. */
const LANGUAGE = 'en'
/** What slugs may be long. */
const MAX_SLUG = 64

function listingOf(host: Host, first: KnownHost, others: readonly KnownHost[]): ListingContent {
  const entries = [first, ...others]
  const about = decodeUrl(first.url) ?? `https://${host}/`
  return {
    type: 'Listing',
    slug: host.slice(0, MAX_SLUG),
    defaultLanguage: LANGUAGE,
    about,
    host,
    origin: 'imported',
    websites: [{ url: about, kind: 'home' }],
    ...standingOf(first, host),
    ...languagesOf(entries),
    ...servicesOf(entries),
    sources: entries.map(({ source }) => sourceOf(source)),
  }
}

/** The name, the places and whether it is still there for anyone. */
function standingOf({ name, region }: KnownHost, host: Host) {
  const { isMemorial, ...places } = whereabouts(region)
  const open = name.replace(/\s*\(closed to new \w+\)$/i, '')
  const isUrl = /^https?:\/\//.test(open)
  const nameMap = { [LANGUAGE]: (isUrl ? host : open).normalize('NFC') }
  if (isMemorial) return { nameMap, status: { state: 'memorial' as const } }
  if (open === name) return { nameMap, ...places }
  return { nameMap, ...places, status: { state: 'closed-to-new' as const } }
}

function languagesOf(entries: readonly KnownHost[]) {
  const languages = [...new Set(entries.flatMap((entry) => entry.languages))].toSorted()
  if (languages.length === 0) return {}
  // Nobody has asked them how well they speak it.
  return { supportLanguages: languages.map((language) => ({ language, level: 'some' as const })) }
}

function servicesOf(entries: readonly KnownHost[]) {
  const named = new Set(entries.flatMap(({ serviceTypes }) => serviceTypes))
  const services = SERVICE_TYPES.filter((type) => named.has(type))
  return services.length === 0 ? {} : { services: services.map((type) => ({ id: type, type })) }
}

/** The list and the day at the end of a source. */
function sourceOf(source: string): Listing['sources'][number] {
  return { nameMap: { [LANGUAGE]: source.slice(0, -12) }, date: source.slice(-10) }
}
