import { type Scid, shortScid } from './did.ts'

/** What has a slug among those of its collective. */
export interface Slugged {
  readonly scid: Scid
  readonly slug: string
  /** Of several with one slug the highest is meant. */
  readonly version: number
}

/**
 * What a name in a path leads to. A slug alone belongs to nobody: it leads on where one collective
 * of the view has it, and else everyone who has it is listed.
 */
export type SlugAddress<T> =
  | { readonly kind: 'found'; readonly found: T }
  | { readonly kind: 'lead-on'; readonly name: string }
  | { readonly kind: 'choose'; readonly among: readonly T[] }
  | { readonly kind: 'unknown' }

/** Slugs have no tilde, so it ends them. */
const SEPARATOR = '~'

/** The last part of a canonical path: `<slug>~<last 8 of the SCID>`. SPEC: design.md, section 12. */
export function slugName({ scid, slug }: Omit<Slugged, 'version'>): string {
  return `${slug}${SEPARATOR}${shortScid(scid)}`
}

/**
 * Finds what `<slug>`, `<slug>~<scid8>` or `<slug>~<scid>` names among `items`. The whole SCID tells
 * two collectives with one ending apart. SPEC: design.md, section 12.
 */
export function resolveSlug<T>(
  name: string,
  items: readonly T[],
  { shown, slugged }: { readonly shown: ReadonlySet<Scid>; readonly slugged: (item: T) => Slugged },
): SlugAddress<T> {
  const [slug, ending, ...rest] = name.split(SEPARATOR)
  if (rest.length > 0) return { kind: 'unknown' }
  const named = newestEach(
    items.map((item) => ({ item, ...slugged(item) })).filter((one) => one.slug === slug),
  )
  if (ending === undefined) return leadOn(named, shown)
  const matching = named.filter(({ scid }) => shortScid(scid) === ending || scid === ending)
  const [one, ...others] = matching
  if (one === undefined) return { kind: 'unknown' }
  return others.length === 0 ? { kind: 'found', found: one.item } : choose(matching)
}

type Candidate<T> = Slugged & { readonly item: T }

function leadOn<T>(named: readonly Candidate<T>[], shown: ReadonlySet<Scid>): SlugAddress<T> {
  if (named.length === 0) return { kind: 'unknown' }
  const [one, ...others] = named.filter(({ scid }) => shown.has(scid))
  if (one === undefined || others.length > 0) return choose(named)
  return { kind: 'lead-on', name: slugName(one) }
}

function choose<T>(candidates: readonly Candidate<T>[]): SlugAddress<T> {
  return { kind: 'choose', among: candidates.map(({ item }) => item) }
}

/** Of each collective its newest: an earlier one is reached by its digest. */
function newestEach<T>(candidates: readonly Candidate<T>[]): Candidate<T>[] {
  const newest = new Map<Scid, Candidate<T>>()
  for (const candidate of candidates) {
    const known = newest.get(candidate.scid)
    if (known === undefined || candidate.version > known.version)
      newest.set(candidate.scid, candidate)
  }
  return [...newest.values()]
}
