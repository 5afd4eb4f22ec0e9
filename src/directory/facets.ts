import {
  addAll,
  addTo,
  type Bitset,
  both,
  countBoth,
  emptySet,
  grown,
  isIn,
  removeFrom,
} from './bitset.ts'

/** What the directory is filtered by. */
export const FACETS = [
  'service',
  'language',
  'place',
  'audience',
  'registration',
  'load',
  'cost',
  'tor',
] as const
export type Facet = (typeof FACETS)[number]

/** The values of one entry, by facet. */
export type FacetValues = Readonly<Record<Facet, readonly string[]>>

/** What is asked for: any of the values of a facet, and that for each facet that names some. */
export type FacetSelection = Readonly<Partial<Record<Facet, readonly string[]>>>

/** How many entries each value would give, by facet, the most frequent first. */
export type FacetCounts = Readonly<Record<Facet, ReadonlyMap<string, number>>>

export interface FacetIndex {
  /** Puts an entry in, in place of what was known of it; its place in sets until it is removed. */
  put(id: string, values: FacetValues): number
  remove(id: string): void
  /** The set of the entries at these places. */
  setOf(places: readonly number[]): Bitset
  /** The ids of a set, in the order in which they were first put in. */
  idsOf(set: Bitset): string[]
  /** The entries within `within` (all if it is missing) that match. */
  matches(selection: FacetSelection, within?: Bitset): Bitset
  /** For each facet the counts with all other filters on and its own off. */
  counts(selection: FacetSelection, within?: Bitset): FacetCounts
  readonly size: number
}

/** Room grows by doubling from here. */
const FIRST_ROOM = 1024

/**
 * The directory's facets in memory: a bitset for each value, so that a filter with all its counts
 * is a few hundred thousand word operations at 10,000 entries. Entries are put in one by one.
 */
export function createFacetIndex(): FacetIndex {
  const index: Index = {
    places: new Map(),
    ids: [],
    free: [],
    sets: new Map(FACETS.map((facet) => [facet, new Map()])),
    all: emptySet(FIRST_ROOM),
  }
  return {
    put: (id, values) => put(index, id, values),
    remove: (id) => remove(index, id),
    setOf: (places) => setOf(index, places),
    idsOf: (set) =>
      index.ids.flatMap((id, place) => (id !== undefined && isIn(set, place) ? [id] : [])),
    matches: (selection, within = index.all) => matches(index, { selection, within }),
    counts: (selection, within = index.all) => counts(index, { selection, within }),
    get size() {
      return index.places.size
    },
  }
}

interface Index {
  /** Which bit stands for an entry. */
  readonly places: Map<string, number>
  /** The id at each place. */
  readonly ids: (string | undefined)[]
  /** Places whose entry has gone. */
  readonly free: number[]
  readonly sets: ReadonlyMap<Facet, Map<string, Bitset>>
  all: Bitset
}

interface Question {
  readonly selection: FacetSelection
  readonly within: Bitset
}

function put(index: Index, id: string, values: FacetValues): number {
  remove(index, id)
  const place = index.free.pop() ?? index.ids.length
  if (place >= roomOf(index)) makeRoom(index)
  index.places.set(id, place)
  index.ids[place] = id
  addTo(index.all, place)
  for (const [facet, sets] of index.sets) {
    for (const value of values[facet]) {
      const set = sets.get(value) ?? emptySet(roomOf(index))
      addTo(set, place)
      sets.set(value, set)
    }
  }
  return place
}

function remove(index: Index, id: string): void {
  const place = index.places.get(id)
  if (place === undefined) return
  for (const sets of index.sets.values()) {
    for (const set of sets.values()) removeFrom(set, place)
  }
  removeFrom(index.all, place)
  index.places.delete(id)
  index.ids[place] = undefined
  index.free.push(place)
}

function roomOf(index: Index): number {
  return index.all.length * 32
}

function makeRoom(index: Index): void {
  const room = roomOf(index) * 2
  index.all = grown(index.all, room)
  for (const sets of index.sets.values()) {
    for (const [value, set] of sets) sets.set(value, grown(set, room))
  }
}

function setOf(index: Index, places: readonly number[]): Bitset {
  const set = emptySet(roomOf(index))
  for (const place of places) addTo(set, place)
  return set
}

function matches(index: Index, { selection, within }: Question, except?: Facet): Bitset {
  let result = both(index.all, within)
  for (const [facet, sets] of index.sets) {
    const values = facet === except ? [] : (selection[facet] ?? [])
    if (values.length > 0) result = both(result, unionOf(sets, values, result.length))
  }
  return result
}

function unionOf(
  sets: ReadonlyMap<string, Bitset>,
  values: readonly string[],
  length: number,
): Bitset {
  const union: Bitset = new Uint32Array(length)
  for (const value of values) {
    const set = sets.get(value)
    if (set !== undefined) addAll(union, set)
  }
  return union
}

function counts(index: Index, question: Question): FacetCounts {
  const base = matches(index, question)
  const byFacet = FACETS.map((facet) => {
    const isFiltered = (question.selection[facet] ?? []).length > 0
    const others = isFiltered ? matches(index, question, facet) : base
    return [facet, countsOf(index.sets.get(facet) ?? new Map(), others)] as const
  })
  return Object.fromEntries(byFacet) as unknown as FacetCounts
}

function countsOf(sets: ReadonlyMap<string, Bitset>, base: Bitset): ReadonlyMap<string, number> {
  const found: (readonly [string, number])[] = []
  for (const [value, set] of sets) {
    const count = countBoth(base, set)
    if (count > 0) found.push([value, count])
  }
  return new Map(found.toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)))
}
