import type { Scid } from '../record/did.ts'
import type { EntryFact, LogBranch } from '../record/log-facts.ts'
import type { ObjectReader } from './object-store.ts'
import type { BranchesOf } from './settle.ts'

/** Logs are small, but there are many; a full cache starts anew. */
const CACHE_LIMIT = 20_000

/**
 * Every way through a log from its first entry to one that none follows. SPEC: design.md, section 4,
 * "Several branches of one log".
 */
export function toBranches(entries: readonly EntryFact[]): LogBranch[] {
  const followers = Map.groupBy(entries, (entry) => entry.previous)
  const branches: LogBranch[] = []
  const open: LogBranch[] = (followers.get(null) ?? []).map((entry) => [entry])
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    const next = followers.get(branch.at(-1)?.versionId ?? null) ?? []
    if (next.length === 0) branches.push(branch)
    for (const entry of next) open.push([...branch, entry])
  }
  return branches
}

/** Reads branches through a cache that follows the log's version in the store. */
export function createBranchesOf(): BranchesOf {
  const cache = new Map<
    Scid,
    { readonly version: number; readonly branches: readonly LogBranch[] }
  >()
  return async (reader: ObjectReader, scid: Scid) => {
    const version = await reader.logVersion(scid)
    const known = cache.get(scid)
    if (known?.version === version) return known.branches
    const log = version === 0 ? null : await reader.findLog(scid)
    const branches = toBranches(log?.entries.map((entry) => entry.fact) ?? [])
    if (cache.size >= CACHE_LIMIT) cache.clear()
    cache.set(scid, { version, branches })
    return branches
  }
}
