import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { type Bitset, both, isIn, without } from './bitset.ts'
import type { EntryChange } from './directory-store.ts'
import type { DirectoryEntry } from './entry.ts'
import { createFacetIndex, type FacetIndex } from './facets.ts'
import { facetValuesOf } from './index-text.ts'
import { fold } from './search-text.ts'
import type { View } from './view.ts'

/** How an entry stands in a view. */
export type Standing =
  /** The collective itself is shown. */
  | 'shown'
  /** Somebody who is shown lists it. */
  | 'listed'
  | 'not-vouched'

/** What the catalog keeps of an entry besides its facets. */
interface Line {
  readonly id: string
  /** Its bit in every set. */
  readonly place: number
  /** Of its last change. */
  readonly sequence: number
  readonly scid: Scid | null
  readonly listedBy: readonly Scid[]
  readonly expires: Timestamp
  readonly isDiscoverable: boolean
  readonly tier: number
  readonly name: string
}

/** The whole directory in memory, as far as filtering and ordering need it. */
export interface Catalog {
  /** Takes in changes, in order of their sequence. */
  apply(changes: readonly EntryChange[]): void
  /** The sequence of the newest change taken in. */
  readonly sequence: number
  readonly facets: FacetIndex
  /** The entries whose last changes have these sequences; others are passed over. */
  changedAt(sequences: readonly number[]): Bitset
  /**
   * Ids of a page in the order of a list: verified collectives first, what is over last; among those
   * `titles`, then who speaks for itself, then listings, each by name. What comes after the page is
   * not looked at.
   */
  list(found: Bitset, page: ListedPage): string[]
  /** The entries that may be found at a time, and those of them that are vouched for in a view. */
  findable(view: View, now: Timestamp): { readonly all: Bitset; readonly vouched: Bitset }
}

export interface ListedPage {
  /** Entries from the first, up to and without the last. */
  readonly from: number
  readonly to: number
  /** What is called as was asked for, never above what is better verified (security-bar H17). */
  readonly titles: Bitset | null
}

const LAST_TIER = 2

export function createCatalog(): Catalog {
  const facets = createFacetIndex()
  const lines = new Map<string, Line>()
  const places = new Map<number, number>()
  const order = createOrder(lines)
  let sequence = 0
  let found: Findable | null = null

  function applyOne({ id, entry, sequence }: EntryChange): void {
    const old = lines.get(id)
    if (old !== undefined) places.delete(old.sequence)
    if (entry === null) {
      facets.remove(id)
      lines.delete(id)
    } else {
      const place = facets.put(id, facetValuesOf(entry))
      const line = lineOf(entry, { place, sequence })
      lines.set(id, line)
      places.set(sequence, place)
      order.add(line)
    }
  }

  return {
    apply(changes) {
      if (changes.length === 0) return
      for (const change of changes) applyOne(change)
      sequence = changes.at(-1)?.sequence ?? sequence
      order.change()
      found = null
    },
    get sequence() {
      return sequence
    },
    facets,
    changedAt: (sequences) => facets.setOf(placesOf(places, sequences)),
    list: (found, page) => listPage(order.tiers(), found, page),
    findable(view, now) {
      if (found === null || !holdsFor(found, view, now)) {
        found = findableIn(lines.values(), { view, now, facets })
      }
      return found
    },
  }
}

function placesOf(places: ReadonlyMap<number, number>, sequences: readonly number[]): number[] {
  const known: number[] = []
  for (const sequence of sequences) {
    const place = places.get(sequence)
    if (place !== undefined) known.push(place)
  }
  return known
}

/** The lines in their order; sorting again what is almost sorted takes a tenth of the time. */
function createOrder(lines: ReadonlyMap<string, Line>) {
  let sorted: readonly Line[] = []
  let added: Line[] = []
  let byTier: readonly (readonly Line[])[] | null = null
  return {
    add(line: Line): void {
      added.push(line)
    },
    change(): void {
      byTier = null
    },
    tiers(): readonly (readonly Line[])[] {
      if (byTier !== null) return byTier
      const current = [...sorted, ...added].filter((line) => lines.get(line.id) === line)
      sorted = current.toSorted(byRank)
      added = []
      byTier = [...Map.groupBy(sorted, ({ tier }) => tier).values()]
      return byTier
    },
  }
}

function listPage(
  tiers: readonly (readonly Line[])[],
  found: Bitset,
  { from, to, titles }: ListedPage,
): string[] {
  const groups = titles === null ? [found] : [both(found, titles), without(found, titles)]
  const ids: string[] = []
  let place = 0
  for (const tier of tiers) {
    for (const group of groups) {
      for (const line of tier) {
        if (place >= to) return ids
        if (!isIn(group, line.place)) continue
        if (place >= from) ids.push(line.id)
        place++
      }
    }
  }
  return ids
}

/** What may be found in a view, and how long that holds if nothing changes but the time. */
interface Findable {
  readonly view: View
  readonly from: Timestamp
  readonly until: Timestamp
  readonly all: Bitset
  readonly vouched: Bitset
}

/** Later than any time that a record may hold. */
const FOREVER = '9999-12-31T23:59:59Z'

function holdsFor(found: Findable, view: View, now: Timestamp): boolean {
  return found.view === view && found.from <= now && now < found.until
}

function findableIn(
  lines: Iterable<Line>,
  { view, now, facets }: { view: View; now: Timestamp; facets: FacetIndex },
): Findable {
  const all: number[] = []
  const vouched: number[] = []
  let until = FOREVER
  for (const line of lines) {
    if (!line.isDiscoverable || line.expires <= now) continue
    if (line.expires < until) until = line.expires
    all.push(line.place)
    if (standingIn(view, line) !== 'not-vouched') vouched.push(line.place)
  }
  return { view, from: now, until, all: facets.setOf(all), vouched: facets.setOf(vouched) }
}

/** How an entry stands in a view. */
export function standingIn(
  view: View,
  { scid, listedBy }: { readonly scid: Scid | null; readonly listedBy: readonly Scid[] },
): Standing {
  if (scid !== null && view.shown.has(scid)) return 'shown'
  return listedBy.some((lister) => view.shown.has(lister)) ? 'listed' : 'not-vouched'
}

function lineOf(entry: DirectoryEntry, at: Pick<Line, 'place' | 'sequence'>): Line {
  return {
    ...at,
    id: entry.id,
    scid: entry.scid,
    listedBy: entry.listedBy.map(({ scid }) => scid),
    expires: entry.expires,
    isDiscoverable: entry.isDiscoverable,
    tier: tierOf(entry),
    name: fold(entry.names[entry.defaultLanguage] ?? Object.values(entry.names)[0] ?? ''),
  }
}

/** What is over comes last; what nobody has proven stands after what is. SPEC: H17. */
function tierOf({ status, isVerified }: DirectoryEntry): number {
  const isOver = status?.state === 'closed' || status?.state === 'memorial'
  if (isOver) return LAST_TIER
  return isVerified ? 0 : 1
}

/** In a tier, who speaks for itself stands before what others wrote about somebody. */
function byRank(a: Line, b: Line): number {
  if (a.tier !== b.tier) return a.tier - b.tier
  const [isListing, isOtherListing] = [a.scid === null, b.scid === null]
  if (isListing !== isOtherListing) return isListing ? 1 : -1
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.id < b.id ? -1 : 1
}
