import { type Scid, shortScid } from '../record/did.ts'
import type { CharterVersion } from './charter.ts'

/**
 * What a name in a path leads to. A slug alone belongs to nobody: it leads on where one collective
 * of the view has such a charter, and else everyone who has one is listed.
 */
export type CharterAddress =
  | { readonly kind: 'found'; readonly version: CharterVersion }
  | { readonly kind: 'lead-on'; readonly name: string }
  | { readonly kind: 'choose'; readonly versions: readonly CharterVersion[] }
  | { readonly kind: 'unknown' }

/** Slugs have no tilde, so it ends them. */
const SEPARATOR = '~'

/** The last part of a charter's canonical path: `<slug>~<last 8 of the SCID>`. */
export function charterName({ scid, charter }: CharterVersion): string {
  return `${charter.slug}${SEPARATOR}${shortScid(scid)}`
}

/**
 * Finds the charter that `<slug>`, `<slug>~<scid8>` or `<slug>~<scid>` names. The whole SCID tells
 * two collectives with one ending apart. SPEC: design.md, section 12.
 */
export function resolveCharter(
  name: string,
  versions: readonly CharterVersion[],
  shown: ReadonlySet<Scid>,
): CharterAddress {
  const [slug, ending, ...rest] = name.split(SEPARATOR)
  if (rest.length > 0) return { kind: 'unknown' }
  const named = newestEach(versions.filter(({ charter }) => charter.slug === slug))
  if (ending === undefined) return leadOn(named, shown)
  const matching = named.filter(({ scid }) => shortScid(scid) === ending || scid === ending)
  const [version, ...others] = matching
  if (version === undefined) return { kind: 'unknown' }
  return others.length === 0 ? { kind: 'found', version } : { kind: 'choose', versions: matching }
}

function leadOn(named: readonly CharterVersion[], shown: ReadonlySet<Scid>): CharterAddress {
  if (named.length === 0) return { kind: 'unknown' }
  const [one, ...others] = named.filter(({ scid }) => shown.has(scid))
  if (one === undefined || others.length > 0) return { kind: 'choose', versions: named }
  return { kind: 'lead-on', name: charterName(one) }
}

/** Of each collective its newest text: an earlier one is reached by its digest. */
function newestEach(versions: readonly CharterVersion[]): CharterVersion[] {
  const newest = new Map<Scid, CharterVersion>()
  for (const version of versions) {
    const known = newest.get(version.scid)
    if (known === undefined || version.charter.version > known.charter.version)
      newest.set(version.scid, version)
  }
  return [...newest.values()]
}
