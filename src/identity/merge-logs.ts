import { addTime, HOUR, type Timestamp } from '../kernel/time.ts'
import { branchesOf, type LogCheck } from './check-log.ts'
import type { VerifiedEntry } from './log-entry.ts'
import { byPlace } from './log-text.ts'

/** Limits delay, they never decide. SPEC: design.md, section 4, "Limits". */
export const NEW_ENTRIES_AN_HOUR = 4

/** What a checked copy of a log changes in what is known of a collective. */
export type LogMerge =
  /** Nothing new and nothing wrong: the same log, or an older, shorter one (security-bar F12). */
  | { readonly outcome: 'unchanged'; readonly entries: readonly VerifiedEntry[] }
  /** New entries, one branch. `entries` is all that is to be kept now. */
  | { readonly outcome: 'extended'; readonly entries: readonly VerifiedEntry[] }
  /** New entries, more than one branch: DISPUTED (security-bar F11). */
  | { readonly outcome: 'disputed'; readonly entries: readonly VerifiedEntry[] }
  /** Nothing new, and the copy holds an entry that breaks a rule. What is known stands. */
  | {
      readonly outcome: 'refused'
      readonly entries: readonly VerifiedEntry[]
      readonly code: string
      readonly message: string
    }

/**
 * Puts what is known of a log and a checked copy of it together. `known` has to be among the
 * sources of `offered`: then the outcome depends on the set of entries alone. Under one version id
 * the bytes with the lower digest are kept, and the members' approvals of both.
 */
export function mergeLogs(known: readonly VerifiedEntry[], offered: LogCheck): LogMerge {
  const knownTexts = new Map(known.map((entry) => [entry.versionId, entry]))
  const entries = new Map(knownTexts)
  for (const entry of offered.entries) entries.set(entry.versionId, entry)
  const merged = [...entries.values()].toSorted((a, b) => byPlace(a.versionId, b.versionId))
  const isNew = merged.some(({ versionId }) => !knownTexts.has(versionId))
  if (isNew) {
    return { outcome: branchesOf(merged).length > 1 ? 'disputed' : 'extended', entries: merged }
  }
  const [refused] = offered.refused
  if (refused === undefined) return { outcome: 'unchanged', entries: merged }
  const { code, message } = refused
  return { outcome: 'refused', entries: merged, code, message }
}

/** New entries of a collective's log, by when they may be taken in. */
export interface Admission {
  readonly now: readonly VerifiedEntry[]
  readonly later: readonly VerifiedEntry[]
  /** When to look at `later` again; null if nothing waits. */
  readonly retryAt: Timestamp | null
}

/**
 * Takes in at most four new entries of one collective an hour, in their order, so that a stolen
 * quorum cannot flood every node. `arrivals` says when entries of the last hour were taken in. A
 * log that was not known at all comes in whole.
 */
export function admitEntries(
  known: readonly VerifiedEntry[],
  merged: readonly VerifiedEntry[],
  { arrivals, now }: { readonly arrivals: readonly Timestamp[]; readonly now: Timestamp },
): Admission {
  const ids = new Set(known.map(({ versionId }) => versionId))
  const fresh = merged
    .filter(({ versionId }) => !ids.has(versionId))
    .toSorted((a, b) => byPlace(a.versionId, b.versionId))
  if (known.length === 0) return { now: fresh, later: [], retryAt: null }
  const recent = arrivals.filter((time) => time > addTime(now, -HOUR)).toSorted()
  const room = Math.max(0, NEW_ENTRIES_AN_HOUR - recent.length)
  const later = fresh.slice(room)
  const oldest = recent[0] ?? now
  return {
    now: fresh.slice(0, room),
    later,
    retryAt: later.length === 0 ? null : addTime(oldest, HOUR),
  }
}
