import type { Scid } from '../record/did.ts'
import { resolveSlug, type SlugAddress, slugName } from '../record/slug-name.ts'
import type { CharterVersion } from './charter.ts'

/** What a name in a path leads to. */
export type CharterAddress = SlugAddress<CharterVersion>

const slugged = ({ scid, charter: { slug, version } }: CharterVersion) => ({ scid, slug, version })

/** The last part of a charter's canonical path: `<slug>~<last 8 of the SCID>`. */
export function charterName(version: CharterVersion): string {
  return slugName(slugged(version))
}

/** Finds the charter that `<slug>`, `<slug>~<scid8>` or `<slug>~<scid>` names. */
export function resolveCharter(
  name: string,
  versions: readonly CharterVersion[],
  shown: ReadonlySet<Scid>,
): CharterAddress {
  return resolveSlug(name, versions, { shown, slugged })
}
