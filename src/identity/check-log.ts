import { TesseraError } from '../kernel/errors.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { firstParameters, judgeEntry, versionIdAfter } from './entry-rules.ts'
import { numberOf, type VerifiedEntry, type WitnessProof } from './log-entry.ts'
import { approvalsOf } from './log-proof.ts'
import { byPlace, type LogLine, type LogTexts, parseLog, parseWitnessFile } from './log-text.ts'

/** More branches than this say nothing new: the log is in dispute. SPEC: design.md, section 4. */
export const MAX_BRANCHES = 9

/** An entry that does not count, and why. */
export interface RefusedEntry {
  /** Null where the line is no entry at all. */
  readonly versionId: string | null
  readonly code: string
  readonly message: string
}

/** What a DID log is worth: a function of the set of its entries and proofs, and of the clock. */
export interface LogCheck {
  readonly scid: Scid
  /** A tree, sorted by number, then by version id. Empty if not even the first entry holds. */
  readonly entries: readonly VerifiedEntry[]
  /** Entries whose time has not come yet; they may be offered again. */
  readonly held: readonly string[]
  readonly refused: readonly RefusedEntry[]
}

/** Whose log, from which copies, as of when. */
export interface LogQuestion {
  readonly scid: Scid
  /** What is known and what others offer: entries and proofs of all copies are put together. */
  readonly sources: readonly LogTexts[]
  readonly now: Timestamp
}

/**
 * Verifies a DID log by every rule of our profile, before any library sees it. An entry that breaks
 * a rule is left out with all that follows it; the others stand. Throws only for what makes a copy
 * unreadable as a whole: `log_too_large`, `bad_witness_file`.
 */
export function checkLog({ scid, sources, now }: LogQuestion): LogCheck {
  const parsed = sources.map(({ log }) => parseLog(log))
  const proofs = Map.groupBy(
    sources.flatMap(({ witness }) => parseWitnessFile(witness)),
    ({ versionId }) => versionId,
  )
  const lines = new Map(parsed.flatMap((one) => one.lines).map((line) => [line.digest, line]))
  const walk: Walk = { scid, proofs, latest: addTime(now, CLOCK_TOLERANCE), held: [], refused: [] }
  const levels = Map.groupBy(lines.values(), ({ entry }) => numberOf(entry.versionId))
  const entries: VerifiedEntry[] = []
  let parents: readonly VerifiedEntry[] = []
  for (const number of [...levels.keys()].toSorted((a, b) => a - b)) {
    const follows = number === 1 || numberOf(parents[0]?.versionId ?? '0') === number - 1
    parents = judgeLevel(levels.get(number) ?? [], follows ? parents : [], walk)
    entries.push(...parents)
  }
  const bad = parsed.flatMap((one) => one.bad).map((line) => ({ ...line, versionId: null }))
  return { scid, entries, held: walk.held, refused: [...bad, ...walk.refused] }
}

/** The SCID that a log claims in its first line; null if it has none. For logs of strangers. */
export function scidOfLog(log: string): Scid | null {
  const [first] = parseLog(log).lines
  return first === undefined ? null : (firstParameters(first.entry)?.scid ?? null)
}

interface Walk {
  readonly scid: Scid
  readonly proofs: ReadonlyMap<string, readonly WitnessProof[]>
  readonly latest: Timestamp
  readonly held: string[]
  readonly refused: RefusedEntry[]
}

/** Entries with one number that follow one of `parents`, ascending, at most `MAX_BRANCHES`. */
function judgeLevel(
  lines: readonly LogLine[],
  parents: readonly VerifiedEntry[],
  walk: Walk,
): readonly VerifiedEntry[] {
  const kept = new Map<string, VerifiedEntry>()
  // Of several valid proofs under one version id the line with the lowest digest is the entry.
  for (const line of lines.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))) {
    const { versionId } = line.entry
    if (kept.has(versionId)) continue
    try {
      const verified = judgeLine(line, parents, walk)
      if (verified !== null) kept.set(versionId, verified)
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      walk.refused.push({ versionId, code: error.code, message: error.message })
    }
  }
  const all = [...kept.values()].toSorted((a, b) => byPlace(a.versionId, b.versionId))
  for (const { versionId } of all.slice(MAX_BRANCHES)) {
    const message = `Of a log in dispute ${MAX_BRANCHES} branches are kept.`
    walk.refused.push({ versionId, code: 'too_many_branches', message })
  }
  return all.slice(0, MAX_BRANCHES)
}

/** Null if the entry has to wait for its time. */
function judgeLine(
  line: LogLine,
  parents: readonly VerifiedEntry[],
  walk: Walk,
): VerifiedEntry | null {
  const { entry } = line
  const previous = findPrevious(line, parents, walk.scid)
  const judged = judgeEntry(entry, previous)
  if (entry.versionTime > walk.latest) {
    walk.held.push(entry.versionId)
    return null
  }
  const proofs = walk.proofs.get(entry.versionId) ?? []
  const approvals = approvalsOf(entry.versionId, proofs, judged.approvers)
  if (approvals.length < judged.approversNeeded) {
    throw new TesseraError(
      'forbidden',
      'not_approved',
      `${judged.approversNeeded} members have to approve this entry; ${approvals.length} did.`,
    )
  }
  return {
    scid: walk.scid,
    did: entry.state.id,
    versionId: entry.versionId,
    number: numberOf(entry.versionId),
    previous: previous?.versionId ?? null,
    entry,
    text: line.text,
    approvals,
    controller: judged.controller,
    members: judged.members,
    threshold: judged.threshold,
    retired: judged.retired,
  }
}

/** The entry that a line follows, found by its hash; null for the first entry of this log. */
function findPrevious(
  { entry }: LogLine,
  parents: readonly VerifiedEntry[],
  scid: Scid,
): VerifiedEntry | null {
  const number = numberOf(entry.versionId)
  if (number === 1) {
    if (firstParameters(entry)?.scid !== scid) {
      throw new TesseraError('invalid', 'wrong_scid', 'This is the log of another collective.')
    }
    if (versionIdAfter(entry, scid, number) === entry.versionId) return null
  }
  const previous = parents.find(
    (parent) => versionIdAfter(entry, parent.versionId, number) === entry.versionId,
  )
  if (previous === undefined) {
    throw new TesseraError(
      'invalid',
      'bad_chain',
      'No entry at hand gives this one its hash: it is wrong, or the one before it is missing.',
    )
  }
  return previous
}

/**
 * Every way through a log, from its first entry to one that none follows. More than one: DISPUTED.
 * Takes entries in any order; those whose predecessors are missing are left out.
 */
export function branchesOf(
  entries: readonly VerifiedEntry[],
): readonly (readonly VerifiedEntry[])[] {
  const after = Map.groupBy(
    entries.toSorted((a, b) => byPlace(a.versionId, b.versionId)),
    ({ previous }) => previous,
  )
  const walk = (path: readonly VerifiedEntry[]): (readonly VerifiedEntry[])[] => {
    const next = after.get(path.at(-1)?.versionId ?? null) ?? []
    if (next.length === 0) return path.length === 0 ? [] : [path]
    return next.flatMap((entry) => walk([...path, entry]))
  }
  return walk([]).slice(0, MAX_BRANCHES)
}
