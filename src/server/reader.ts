import type { LanguageTag } from '../kernel/language-tag.ts'
import { type Catalog, type Localizer, SOURCE_LANGUAGE } from './i18n.ts'
import { languagePreferences, readableLanguages } from './language-negotiation.ts'
import { createLruCache } from './lru-cache.ts'

/** For whom a page is made. Nothing here outlives the request. */
export interface Reader {
  readonly localizer: Localizer
  /** The languages she reads, best first, those that pages do not speak included. */
  readonly wanted: readonly LanguageTag[]
  /** `/fr` if the address fixes the language, else empty. Links on the page start with it. */
  readonly prefix: string
  /** The path she asked for, without the prefix and the query. */
  readonly path: string
  readonly query: string
  /** The view named by `?view=`, which links on the page keep; null for the default one. */
  readonly view: string | null
}

export interface ReaderRequest {
  /** The request target as it was sent. */
  readonly url: string
  readonly acceptLanguage: string | undefined
}

/** Different `Accept-Language` headers that are worth remembering. */
const KNOWN_HEADERS = 500
/** Browsers' headers are shorter; nobody else's are kept in memory. */
const MAX_HEADER_LENGTH = 200

/** What a view may be called, so that nothing else gets into links. */
const VIEW = /(?:^|&)view=([a-z0-9-]{1,30})(?:&|$)/

/** The address without the language that it starts with; null for one that names none. */
export function splitLanguage(
  url: string,
  languages: readonly LanguageTag[],
): { readonly language: LanguageTag | null; readonly url: string } {
  const [, first = '', rest = ''] = /^\/([^/?#]*)(.*)$/s.exec(url) ?? []
  if (!languages.includes(first)) return { language: null, url }
  return { language: first, url: rest.startsWith('/') ? rest : `/${rest}` }
}

/** A function that finds out for whom a page is made. */
export function createReaderOf(catalog: Catalog): (request: ReaderRequest) => Reader {
  const preferences = createLruCache<readonly LanguageTag[]>(KNOWN_HEADERS)

  return ({ url, acceptLanguage = '' }) => {
    const header = acceptLanguage.slice(0, MAX_HEADER_LENGTH)
    const asked = preferences.get(header, () => languagePreferences(header))
    const { language: fixed, url: rest } = splitLanguage(url, catalog.languages)
    const wanted = fixed === null ? asked : [...new Set([fixed, ...asked])]
    const language = readableLanguages(wanted, catalog.languages)[0] ?? SOURCE_LANGUAGE
    const [path = '', query] = rest.split('?', 2)
    return {
      localizer: catalog.localizer(language),
      wanted,
      prefix: fixed === null ? '' : `/${fixed}`,
      // Two slashes would make a link to another host of it.
      path: `/${path.replace(/^[/\\]+/, '')}`,
      query: query === undefined ? '' : `?${query}`,
      view: VIEW.exec(query ?? '')?.[1] ?? null,
    }
  }
}

/** The address of a page of ours for this reader: a fixed language and a chosen view stay. */
export function linkTo(reader: Reader, path: string): string {
  if (reader.view === null) return `${reader.prefix}${path}`
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(path) ?? []
  const separator = address.includes('?') ? '&' : '?'
  return `${reader.prefix}${address}${separator}view=${reader.view}${fragment}`
}
