import type { CharterVersion } from '../../../charter/charter.ts'

/** The page of exactly one text, whatever its collective says later. */
export function versionPath({ statement }: Pick<CharterVersion, 'statement'>): string {
  return `/charters/${statement}`
}
