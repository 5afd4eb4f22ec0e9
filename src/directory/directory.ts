import { invalid } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { isScid } from '../record/did.ts'
import { type Bitset, both, sizeOf } from './bitset.ts'
import { type Catalog, createCatalog, type Standing, standingIn } from './catalog.ts'
import type { DirectoryReader, EntryChange, StoredEntry } from './directory-store.ts'
import type { DirectoryEntry } from './entry.ts'
import { FACETS, type Facet, type FacetCounts, type FacetSelection } from './facets.ts'
import { parseQuery, type TextQuery } from './query.ts'
import { createSynonyms } from './synonyms.ts'
import type { View } from './view.ts'

export interface DirectoryDeps {
  readonly store: DirectoryReader
  readonly now: () => Date
}

export interface DirectoryQuery {
  /** As typed. */
  readonly text?: string
  readonly facets?: FacetSelection
  readonly view: View
  /** Also what nobody in the view vouches for or lists. */
  readonly withNotVouched?: boolean
  /** From 1. */
  readonly page?: number
  /** Entries on a page; more than 100 are cut to that. */
  readonly pageSize?: number
}

export interface FoundEntry {
  readonly entry: DirectoryEntry
  readonly standing: Standing
  readonly isExpired: boolean
}

/** What could be left out when nothing was found. */
export interface ZeroResultHints {
  /** What would be found among collectives that nobody vouches for. */
  readonly notVouched: number
  /** What would be found without the filter of one facet. */
  readonly withoutFacet: Readonly<Partial<Record<Facet, number>>>
  /** What would be found without the words. */
  readonly withoutText: number
}

export interface DirectoryPage {
  readonly entries: readonly FoundEntry[]
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly counts: FacetCounts
  /** The words that were looked for, as they were understood. */
  readonly words: readonly string[]
  /** Null unless nothing was found. */
  readonly hints: ZeroResultHints | null
}

export interface Directory {
  /**
   * Takes what was changed into memory, in steps between which others get their turn. Searches do
   * so too, but keep whoever asks waiting.
   */
  refresh(): Promise<void>
  /** Throws `query_too_long`, `bad_page`. */
  search(query: DirectoryQuery): Promise<DirectoryPage>
  /**
   * The entries that a name in a path means: a SCID, an id, `slug~` with the end of the SCID, or a
   * slug, which several collectives may have. Expired ones are among them and say so.
   */
  find(name: string, view: View): Promise<FoundEntry[]>
  /** All entries in the order of their ids, for exports; `after` is the last id of the page before. */
  list(view: View, after: string | null): Promise<FoundEntry[]>
  /** What changed since a cursor of an earlier answer, the oldest first. Throws `bad_cursor`. */
  changesSince(cursor: string | null): Promise<DirectoryChanges>
}

export interface DirectoryChanges {
  readonly changes: readonly EntryChange[]
  readonly cursor: string
}

const DEFAULT_PAGE_SIZE = 20
/** SPEC: security-bar.md, K09. */
const MAX_PAGE_SIZE = 100
/** Entries that an export takes at a time. */
const BATCH = 1_000
/** Changes taken in at a time, in a few milliseconds; a node that starts takes in everything. */
const STEP = 100
/** More ids than any directory has entries; keeps one look-up from filling the memory. */
const MAX_FOUND = 100_000

export function createDirectory({ store, now }: DirectoryDeps): Directory {
  const catalog = createCatalog()
  const findSynonym = createSynonyms()
  const time = (): Timestamp => toTimestamp(now())
  const found = (stored: readonly StoredEntry[], view: View): FoundEntry[] =>
    stored.map(({ entry }) => toFound(entry, view, time()))

  return {
    refresh: () => catchUp(store, catalog),
    async search(query) {
      const page = wholeNumber(query.page ?? 1)
      const size = Math.min(wholeNumber(query.pageSize ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE)
      const text = parseQuery(query.text ?? '', findSynonym)
      const matches = await lookUp(store, catalog, text)
      const range = { from: (page - 1) * size, to: page * size }
      const { ids, ...result } = searchCatalog(catalog, { query, matches, time: time(), range })
      return {
        entries: found(await store.findEntries(ids), query.view),
        total: result.total,
        page,
        pages: Math.ceil(result.total / size),
        counts: result.counts,
        words: text.terms.map(({ folded }) => folded),
        hints: result.hints,
      }
    },
    find: async (name, view) => found(await store.findEntries(await idsNamed(store, name)), view),
    list: async (view, after) => found(await store.listEntries(after, BATCH), view),
    async changesSince(cursor) {
      const after = parseCursor(cursor)
      const changes = await store.changesSince(after, MAX_PAGE_SIZE)
      return { changes, cursor: String(changes.at(-1)?.sequence ?? after) }
    },
  }
}

/** What the index found; null if the query had no words. */
interface TextMatches {
  readonly inTitle: Bitset
  readonly inAll: Bitset
}

/** The catalog and the index are those of the same moment. */
async function lookUp(
  store: DirectoryReader,
  catalog: Catalog,
  text: TextQuery,
): Promise<TextMatches | null> {
  await catchUp(store, catalog)
  if (text.terms.length === 0) return null
  for (;;) {
    const { sequence } = catalog
    const inTitle = await store.searchEntries(text, 'title', MAX_FOUND)
    const inAll = await store.searchEntries(text, 'all', MAX_FOUND)
    await catchUp(store, catalog)
    if (catalog.sequence !== sequence) continue
    return { inTitle: catalog.changedAt(inTitle), inAll: catalog.changedAt(inAll) }
  }
}

/** Takes the changes of this and other processes into memory. */
async function catchUp(store: DirectoryReader, catalog: Catalog): Promise<void> {
  for (;;) {
    const changes = await store.changesSince(catalog.sequence, STEP)
    // Another search may have taken them in meanwhile.
    catalog.apply(changes.filter(({ sequence }) => sequence > catalog.sequence))
    if (changes.length < STEP) return
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

interface CatalogSearch {
  readonly query: DirectoryQuery
  readonly matches: TextMatches | null
  readonly time: Timestamp
  readonly range: Range
}

/** Which of the results are wanted: from the first, up to and without the last. */
interface Range {
  readonly from: number
  readonly to: number
}

/** Nothing here waits: bits stand for the same entries from beginning to end. */
function searchCatalog(catalog: Catalog, { query, matches, time, range }: CatalogSearch) {
  const { facets } = catalog
  const { all, vouched } = catalog.findable(query.view, time)
  const selection = query.facets ?? {}
  const withText = (set: Bitset): Bitset => (matches === null ? set : both(set, matches.inAll))
  const visible = query.withNotVouched === true ? all : vouched
  const within = withText(visible)
  const found = facets.matches(selection, within)
  const total = sizeOf(found)
  const count = (selected: FacetSelection, set: Bitset): number =>
    sizeOf(facets.matches(selected, set))
  return {
    total,
    ids: catalog.list(found, { ...range, titles: matches?.inTitle ?? null }),
    counts: facets.counts(selection, within),
    hints:
      total > 0
        ? null
        : {
            notVouched: count(selection, withText(all)),
            withoutFacet: withoutFacet(selection, (less) => count(less, within)),
            withoutText: matches === null ? 0 : count(selection, visible),
          },
  }
}

/** For each facet that is filtered by, what there would be without it. */
function withoutFacet(
  selection: FacetSelection,
  count: (selection: FacetSelection) => number,
): Partial<Record<Facet, number>> {
  const counts: Partial<Record<Facet, number>> = {}
  for (const facet of FACETS) {
    if ((selection[facet] ?? []).length > 0) counts[facet] = count({ ...selection, [facet]: [] })
  }
  return counts
}

async function idsNamed(store: DirectoryReader, name: string): Promise<string[]> {
  if (isScid(name) || name.startsWith('host:')) return [name]
  const [slug = '', scid8] = name.split('~')
  return store.findIds(scid8 === undefined ? { slug } : { scid8 })
}

function toFound(entry: DirectoryEntry, view: View, time: Timestamp): FoundEntry {
  const listedBy = entry.listedBy.map(({ scid }) => scid)
  return {
    entry,
    standing: standingIn(view, { scid: entry.scid, listedBy }),
    isExpired: entry.expires <= time,
  }
}

function wholeNumber(value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw invalid('bad_page', 'Pages are numbered 1, 2, 3.')
}

function parseCursor(cursor: string | null): number {
  if (cursor === null) return 0
  if (/^(?:0|[1-9]\d{0,14})$/.test(cursor)) return Number(cursor)
  throw invalid('bad_cursor', 'This cursor is not one that was given out here.')
}
