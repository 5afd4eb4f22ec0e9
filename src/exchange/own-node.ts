import type { KeyObject } from 'node:crypto'

import { TesseraError } from '../kernel/errors.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { EntryFact, LogBranch } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'

/** The unlocked node key of this node's own collective. */
export interface OwnKey {
  readonly scid: Scid
  readonly multikey: Multikey
  readonly privateKey: KeyObject
}

/**
 * What this node last published, kept outside the database: a database that was put back to an
 * earlier state does not fit it, and the node then refuses to sign. SPEC: design.md, section 6, "Own
 * restore".
 */
export interface Mark {
  /** The DID log entry (its `versionId`) under which this node publishes. */
  readonly did: string
  /** Of the head; 0 before the first one under this entry. */
  readonly version: number
  /** Its state digest; null before the first one under this entry. */
  readonly head: Digest | null
  /**
   * State digest of a head that is about to be committed: after a crash the database may hold it or
   * not, and either is right. Null while nothing is under way.
   */
  readonly next: Digest | null
  /**
   * Since when the state is one that came out of a backup: nothing is signed on it before the members
   * add a DID entry with a new node key, or all peers have said that they hold nothing newer.
   */
  readonly restored?: Timestamp
}

/** Where the mark is kept; `write` returns once it is on the disk. */
export interface MarkFile {
  read(): Promise<Mark | null>
  write(mark: Mark): Promise<void>
}

/** The own log's newest entry, if it lets `key` sign. Throws `key_not_current`, `own_log_disputed`. */
export function ownEntry(branches: readonly LogBranch[], key: OwnKey): EntryFact {
  const [branch, ...others] = branches
  if (others.length > 0) {
    throw new TesseraError(
      'conflict',
      'own_log_disputed',
      'The own DID log has two branches: the members must agree first.',
    )
  }
  const newest = branch?.at(-1)
  if (newest === undefined || newest.nodeKey !== key.multikey) {
    throw new TesseraError(
      'conflict',
      'key_not_current',
      'The newest DID entry names another node key; this one signs no more.',
    )
  }
  return newest
}

/** What the own node knows of its collective, when it is about to sign. */
export interface OwnStand {
  readonly entry: EntryFact
  readonly facts: CollectiveFacts
  /** Heads in force. */
  readonly tips: readonly HeadFact[]
  readonly now: Timestamp
}

/**
 * The head to go on from: the one this node published last, or the newest entry's last good head;
 * null for the first of all. Under each DID entry it is a new beginning, whatever came before. Throws
 * `restored` on the state of a backup; `not_own_head` if the database does not hold what the mark says, or holds a head by the own key that
 * this node did not make; `clock_behind`; `last_good_head_missing`.
 */
export function ownBase(stand: OwnStand, mark: Mark | null): HeadFact | null {
  const { entry, facts, tips, now } = stand
  const [tip = null, ...others] = tips
  const under = facts.heads.filter((head) => head.did === entry.versionId)
  checkMayGoOn(stand, mark)
  if (isAhead(under, now)) throw clockBehind()
  if (others.length > 0) throw notOwnHead('Two heads by the own key are in force.')
  if (!isMarked(tip?.did === entry.versionId ? tip.stateDigest : null, stand, mark)) {
    throw notOwnHead('The newest own head is not the one that this node published last.')
  }
  const own = lineOf(tip, under)
  if (!under.every((head) => own.has(head.stateDigest))) {
    throw notOwnHead('There is a head by the own key that this node did not make.')
  }
  if (tip === null && entry.lastGoodHead !== null) throw lastGoodHeadMissing()
  return tip
}

function isAhead(heads: readonly HeadFact[], now: Timestamp): boolean {
  const latest = addTime(now, CLOCK_TOLERANCE)
  return heads.some(({ published }) => published > latest)
}

function checkMayGoOn(stand: OwnStand, mark: Mark | null): void {
  if (mark?.restored !== undefined && !isNewBeginning(stand, mark.restored)) throw isRestored()
}

/**
 * Whether the members have spoken since the backup was restored, and named a key that no earlier
 * entry has: what was prepared before the backup may have been used by the node that is lost.
 */
function isNewBeginning({ entry, facts }: OwnStand, restored: Timestamp): boolean {
  const earlier = facts.branches.flat().filter(({ number }) => number < entry.number)
  return entry.time > restored && earlier.every(({ nodeKey }) => nodeKey !== entry.nodeKey)
}

/** Whether the newest own head under the newest entry is what the mark says. */
function isMarked(newest: Digest | null, { entry, facts }: OwnStand, mark: Mark | null): boolean {
  if (mark?.did === entry.versionId) {
    return newest === mark.head || (newest !== null && newest === mark.next)
  }
  const known = facts.branches.flat().map(({ versionId }) => versionId)
  return newest === null && (mark === null || known.includes(mark.did))
}

/** State digests of a head and of those that it descends from. */
function lineOf(tip: HeadFact | null, heads: readonly HeadFact[]): ReadonlySet<Digest> {
  const previous = new Map(heads.map((head) => [head.stateDigest, head.previous]))
  const line = new Set<Digest>()
  let state = tip?.stateDigest ?? null
  while (state !== null && !line.has(state)) {
    line.add(state)
    state = previous.get(state) ?? null
  }
  return line
}

function notOwnHead(why: string): TesseraError {
  return new TesseraError(
    'conflict',
    'not_own_head',
    `${why} To avoid a fork this node signs nothing until its members add a DID entry with a new node key.`,
  )
}

function isRestored(): TesseraError {
  return new TesseraError(
    'conflict',
    'restored',
    'This node was restored from a backup, and peers may hold newer states of its own: it signs nothing until its members add a DID entry with a new node key, or all peers have confirmed this state.',
  )
}

function clockBehind(): TesseraError {
  return new TesseraError(
    'unavailable',
    'clock_behind',
    'An own head is dated ahead of the clock of this machine: set the clock, or wait.',
  )
}

function lastGoodHeadMissing(): TesseraError {
  return new TesseraError(
    'unavailable',
    'last_good_head_missing',
    'The last good head that the newest DID entry names is not at hand; sync first.',
  )
}
