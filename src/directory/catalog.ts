import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Bitset } from './bitset.ts'
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
  /** Every id in the order of a list: verified collectives first, then by name. */
  ordered(): readonly string[]
  /** 0 for what is verified, 1 for what is not, 2 for what is over. */
  tierOf(id: string): number
  /** The entries that may be found at a time, and those of them that are vouched for in a view. */
  findable(view: View, now: Timestamp): { readonly all: Bitset; readonly vouched: Bitset }
}

const LAST_TIER = 2

export function createCatalog(): Catalog {
  const facets = createFacetIndex()
  const lines = new Map<string, Line>()
  let sequence = 0
  let order: readonly string[] | null = null
  let found: Findable | null = null

  function applyOne({ id, entry }: EntryChange): void {
    if (entry === null) {
      facets.remove(id)
      lines.delete(id)
    } else {
      facets.put(id, facetValuesOf(entry))
      lines.set(id, lineOf(entry))
    }
  }

  return {
    apply(changes) {
      if (changes.length === 0) return
      for (const change of changes) applyOne(change)
      sequence = changes.at(-1)?.sequence ?? sequence
      order = null
      found = null
    },
    get sequence() {
      return sequence
    },
    facets,
    ordered() {
      order ??= [...lines.values()].toSorted(byRank).map(({ id }) => id)
      return order
    },
    tierOf: (id) => lines.get(id)?.tier ?? LAST_TIER,
    findable(view, now) {
      if (found === null || !holdsFor(found, view, now)) {
        found = findableIn(lines.values(), { view, now, facets })
      }
      return found
    },
  }
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
  const all: string[] = []
  const vouched: string[] = []
  let until = FOREVER
  for (const line of lines) {
    if (!line.isDiscoverable || line.expires <= now) continue
    if (line.expires < until) until = line.expires
    all.push(line.id)
    if (standingIn(view, line) !== 'not-vouched') vouched.push(line.id)
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

function lineOf(entry: DirectoryEntry): Line {
  return {
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

function byRank(a: Line, b: Line): number {
  if (a.tier !== b.tier) return a.tier - b.tier
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.id < b.id ? -1 : 1
}
