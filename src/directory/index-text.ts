import type { LanguageTag } from '../kernel/language-tag.ts'
import type { DirectoryEntry, EntryService } from './entry.ts'
import { unique } from './entry.ts'
import type { FacetValues } from './facets.ts'
import { typeToken } from './query.ts'
import { tokensIn } from './search-text.ts'

/** What the full-text index holds of an entry: tokens, with single spaces. */
export interface IndexText {
  /** What the collective is called: found here counts more. */
  readonly title: string
  /** Everything that can be found, the title included. */
  readonly all: string
}

/** An entry that says more is found by its first words; keeps one entry from filling the index. */
const MAX_TOKENS = 3_000

export function indexTextOf(entry: DirectoryEntry): IndexText {
  const title = tokensIn(titlesOf(entry))
  const types = unique(entry.services.map(({ type }) => type))
  const tokens = new Set([...title, ...types.map(typeToken)])
  for (const token of tokensIn([...types, ...placesOf(entry), ...wordsFor(entry)])) {
    tokens.add(token)
  }
  return { title: [...title].join(' '), all: [...tokens].slice(0, MAX_TOKENS).join(' ') }
}

function titlesOf(entry: DirectoryEntry): string[] {
  return [
    ...Object.values(entry.names),
    ...entry.alsoKnownAs,
    ...(entry.slug === null ? [] : [entry.slug]),
    ...entry.hosts.map(({ host }) => host),
  ]
}

function wordsFor(entry: DirectoryEntry): string[] {
  return [
    ...Object.values(entry.taglines),
    ...Object.values(entry.summaries),
    ...entry.services.flatMap(({ names, summaries, software }) => [
      ...Object.values(names),
      ...Object.values(summaries),
      software ?? '',
    ]),
  ]
}

/** Languages and countries by name, in English and in the languages that the entry is written in. */
function placesOf(entry: DirectoryEntry): string[] {
  const names = unique(['en', ...Object.keys(entry.names)]).flatMap((reader) => [
    ...entry.languages.map((tag) => nameIn(reader, 'language', tag)),
    ...entry.countries.map((code) => nameIn(reader, 'region', code)),
  ])
  return [...names, ...entry.regions, ...Object.values(entry.places)]
}

/** Asking ICU takes longer than all the rest of indexing an entry; a full cache starts anew. */
const NAMES_LIMIT = 10_000
const names = new Map<string, string>()

function nameIn(reader: LanguageTag, type: 'language' | 'region', code: string): string {
  const key = `${reader} ${type} ${code}`
  const known = names.get(key)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames([reader], { type }).of(code) ?? ''
  if (names.size >= NAMES_LIMIT) names.clear()
  names.set(key, name)
  return name
}

/** What an entry is filtered by. */
export function facetValuesOf(entry: DirectoryEntry): FacetValues {
  const services = entry.services.filter(({ state }) => state !== 'ended')
  const termOf = (term: (service: EntryService) => string | null | undefined): string[] =>
    unique(services.map(term).filter((value) => typeof value === 'string'))
  return {
    service: termOf(({ type }) => type),
    // Variants of a language share a value: a reader of one can write in it.
    language: unique(entry.languages.map((tag) => tag.split('-')[0] ?? tag)),
    place: unique([...entry.regions, ...entry.countries]),
    audience: termOf(({ audience }) => audience),
    registration: termOf(({ registration }) => registration),
    load: termOf(({ load }) => load),
    cost: termOf(({ cost }) => cost),
    tor: torOf(entry),
  }
}

function torOf({ services, onions }: DirectoryEntry): string[] {
  const values: string[] = []
  if (onions.length > 0 || services.some((service) => service.onions.length > 0))
    values.push('onion')
  if (services.some(({ isTorFriendly }) => isTorFriendly)) values.push('friendly')
  return values
}
