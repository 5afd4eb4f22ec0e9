import type { LanguageTag } from '../kernel/language-tag.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import { toCsv } from './csv.ts'
import type { FoundEntry } from './directory.ts'
import { type DirectoryEntry, unique } from './entry.ts'
import { facetValuesOf } from './index-text.ts'

type Column = (found: FoundEntry, languages: readonly LanguageTag[]) => string

/** Several values in one cell. */
const SEPARATOR = '; '

const facetColumn =
  (facet: keyof ReturnType<typeof facetValuesOf>): Column =>
  ({ entry }) =>
    facetValuesOf(entry)[facet].join(SEPARATOR)

/** The columns, in order; scripts read them by name. */
const COLUMNS: Readonly<Record<string, Column>> = {
  id: ({ entry }) => entry.id,
  name: ({ entry }, languages) => textIn(entry.names, entry, languages),
  standing: ({ standing }) => standing,
  verified: ({ entry }) => (entry.isVerified ? 'yes' : 'no'),
  status: ({ entry }) => entry.status?.state ?? '',
  summary: ({ entry }, languages) =>
    textIn(entry.taglines, entry, languages) || textIn(entry.summaries, entry, languages),
  services: facetColumn('service'),
  languages: ({ entry }) => entry.languages.join(SEPARATOR),
  places: ({ entry }, languages) =>
    [...entry.regions, ...entry.countries, textIn(entry.places, entry, languages)]
      .filter((place) => place !== '')
      .join(SEPARATOR),
  audience: facetColumn('audience'),
  registration: facetColumn('registration'),
  load: facetColumn('load'),
  cost: facetColumn('cost'),
  websites: ({ entry }) => entry.websites.join(SEPARATOR),
  onions: ({ entry }) =>
    unique([...entry.onions, ...entry.services.flatMap(({ onions }) => onions)]).join(SEPARATOR),
  'listed by': ({ entry }) => entry.listedBy.map(({ scid }) => scid).join(SEPARATOR),
  updated: ({ entry }) => entry.updated,
  expires: ({ entry }) => entry.expires,
}

/** The directory as CSV, texts in the first of the reader's languages that they have. */
export function directoryCsv(
  entries: Iterable<FoundEntry>,
  languages: readonly LanguageTag[],
): string {
  const rows = [Object.keys(COLUMNS)]
  for (const found of entries) {
    rows.push(Object.values(COLUMNS).map((column) => column(found, languages)))
  }
  return toCsv(rows)
}

function textIn(
  map: LanguageMap,
  { defaultLanguage }: DirectoryEntry,
  languages: readonly LanguageTag[],
): string {
  return pickLanguage(map, languages, defaultLanguage)?.text ?? ''
}

/** The directory as one JSON value, with all languages. */
export interface DirectoryExport {
  readonly generated: Timestamp
  /** Who exports: the view is this node's, another one may show others. */
  readonly origin: string
  readonly entries: readonly FoundEntry[]
}

export function directoryJson(
  entries: Iterable<FoundEntry>,
  { origin, now }: { readonly origin: string; readonly now: Timestamp },
): DirectoryExport {
  return { generated: now, origin, entries: [...entries] }
}
