import type { Digest } from '../record/digest.ts'
import type { CharterVersion } from './charter.ts'

/** A version of a charter in its place among the others. */
export interface CharterNode extends CharterVersion {
  /** The statement digest of the first version of its tree. */
  readonly root: Digest
  /** How many amendments lie between the first version and this one. */
  readonly depth: number
  /** It amends a text that is not at hand, and so starts a tree. */
  readonly amendsUnknown: boolean
  /** Nobody has amended it: the latest of its branch. */
  readonly latest: boolean
}

/**
 * The versions of charters as trees, as a list in reading order: each before those that amend it,
 * older ones first. A version stands below the one whose statement digest it `amends`, whoever
 * published either: nobody owns a charter, so there may be several next versions and none is the
 * right one. Withdrawn versions are left out; what amends them starts a tree.
 */
export function charterTree(versions: Iterable<CharterVersion>): readonly CharterNode[] {
  const known = new Map<Digest, CharterVersion>()
  for (const version of versions) {
    if (version.charter.withdrawn !== true) known.set(version.statement, version)
  }
  const parentOf = ({ charter: { amends } }: CharterVersion) =>
    amends !== undefined && known.has(amends) ? amends : null
  // Newest first, since the list of what is to be visited is taken from its end. A version names
  // the digest of what it amends, so a circle would be a collision of sha-256.
  const below = Map.groupBy([...known.values()].toSorted(byAge).toReversed(), parentOf)
  const waiting = (below.get(null) ?? []).map((version) => ({
    version,
    root: version.statement,
    depth: 0,
  }))
  const nodes: CharterNode[] = []
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { version, root, depth } = next
    const amendedBy = below.get(version.statement) ?? []
    const amendsUnknown = depth === 0 && version.charter.amends !== undefined
    nodes.push({ ...version, root, depth, amendsUnknown, latest: amendedBy.length === 0 })
    waiting.push(...amendedBy.map((amendment) => ({ version: amendment, root, depth: depth + 1 })))
  }
  return nodes
}

/** Published first comes first; the digest decides between equals, the same on every node. */
function byAge(a: CharterVersion, b: CharterVersion): number {
  const [left, right] = [a.charter.published + a.statement, b.charter.published + b.statement]
  return left < right ? -1 : Number(left > right)
}
