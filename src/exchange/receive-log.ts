import type { LogCheck, LogQuestion } from '../identity/check-log.ts'
import { toEntryFact } from '../identity/facts.ts'
import type { VerifiedEntry } from '../identity/log-entry.ts'
import { byPlace, type LogTexts, writeLog, writeWitnessFile } from '../identity/log-text.ts'
import { type Admission, admitEntries, type LogMerge, mergeLogs } from '../identity/merge-logs.ts'
import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { toBranches } from './branches.ts'
import type { ObjectReader, ObjectStore, ObjectWriter, StoredLog } from './object-store.ts'
import { MAX_STRANGERS } from './quota.ts'
import { settle, toCollectiveFacts } from './settle.ts'

export interface ReceiveLogDeps {
  readonly store: ObjectStore
  readonly now: () => Date
  /** Verifies a log from its sources, off the main thread. */
  readonly verify: (question: LogQuestion) => Promise<LogCheck>
  /** Collectives that are peers or in a view: the others share a quota of their own. */
  readonly familiar: () => Promise<ReadonlySet<Scid>>
}

/** What a copy of a log changed. `later` entries wait for the hour to pass. */
export type LogReceipt =
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'extended' | 'disputed'; readonly added: number; readonly later: number }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string }

/**
 * Takes in a copy of a collective's DID log from anyone: only what its members approved has any
 * effect, so it does not matter who hands it over. A shorter or older copy changes nothing; more
 * proofs of entries that are known are kept, and are no change. Throws `blocked`,
 * `too_many_strangers`, and what the verifier throws.
 */
export async function receiveLog(
  scid: Scid,
  offered: LogTexts,
  deps: ReceiveLogDeps,
): Promise<LogReceipt> {
  const isKnown = (await deps.store.findCollective(scid)) !== null
  const familiar = isKnown ? new Set([scid]) : await deps.familiar()
  await checkWelcome(deps.store, scid, familiar)
  const version = await deps.store.logVersion(scid)
  const stored = version === 0 ? null : await deps.store.findLog(scid)
  const now = toTimestamp(deps.now())
  const { receipt, entries } = await weigh(scid, { stored, offered, now, verify: deps.verify })
  const log = toStoredLog(entries, stored, now)
  if (entries.length === 0 || isSameLog(log, stored)) return receipt
  const isCurrent = await deps.store.transaction(async (writer) => {
    if ((await writer.logVersion(scid)) !== version) return false
    await checkWelcome(writer, scid, familiar)
    await keepLog(writer, { scid, log, known: stored, now })
    return true
  })
  return isCurrent ? receipt : await receiveLog(scid, offered, deps)
}

interface Weigh extends Pick<ReceiveLogDeps, 'verify'> {
  readonly stored: StoredLog | null
  readonly offered: LogTexts
  readonly now: Timestamp
}

/** What the offered copy changes, and all entries to keep now, with the proofs of both copies. */
async function weigh(
  scid: Scid,
  { stored, offered, now, verify }: Weigh,
): Promise<{ readonly receipt: LogReceipt; readonly entries: readonly VerifiedEntry[] }> {
  const sources = stored === null ? [offered] : [toTexts(stored), offered]
  const received = stored?.entries.map((entry) => entry.received) ?? []
  // What was taken in once stays, though the clock may have been set back since.
  const latest = received.reduce((a, b) => (a > b ? a : b), now)
  const check = await verify({ scid, sources, now: latest })
  const ids = new Set(stored?.entries.map((entry) => entry.versionId))
  const known = check.entries.filter((entry) => ids.has(entry.versionId))
  if (known.length < ids.size) throw new Error('a log that was kept no longer verifies')
  const merge = mergeLogs(known, check)
  const arrivals = received.filter((time) => time <= now)
  const admitted = admitEntries(known, merge.entries, { arrivals, now })
  const entries = [...known, ...admitted.now].toSorted((a, b) => byPlace(a.versionId, b.versionId))
  return { receipt: toReceipt(merge, admitted), entries }
}

function toReceipt(merge: LogMerge, { now, later }: Admission): LogReceipt {
  if (merge.outcome === 'unchanged') return { outcome: 'unchanged' }
  if (merge.outcome === 'extended' || merge.outcome === 'disputed') {
    return { outcome: merge.outcome, added: now.length, later: later.length }
  }
  const { outcome, code, message } = merge
  return { outcome, code, message }
}

/** The texts of a mirrored log as did:webvh publishes them. */
export function toTexts(log: StoredLog): LogTexts {
  return { log: writeLog(log.entries), witness: log.witness }
}

async function checkWelcome(
  reader: ObjectReader,
  scid: Scid,
  familiar: ReadonlySet<Scid>,
): Promise<void> {
  const collective = await reader.findCollective(scid)
  if (collective?.blocked === true) {
    throw new TesseraError('forbidden', 'blocked', 'This node takes nothing from that collective.')
  }
  if (collective !== null || familiar.has(scid)) return
  const collectives = await reader.listCollectives()
  const strangers = collectives.filter((one) => !one.own && !familiar.has(one.scid)).length
  if (strangers >= MAX_STRANGERS) {
    throw new TesseraError(
      'too-many',
      'too_many_strangers',
      `This node keeps at most ${MAX_STRANGERS} collectives that nobody here vouches for.`,
    )
  }
}

function toStoredLog(
  entries: readonly VerifiedEntry[],
  known: StoredLog | null,
  now: Timestamp,
): StoredLog {
  const received = new Map(known?.entries.map((entry) => [entry.versionId, entry.received]))
  return {
    entries: entries.map((entry) => ({
      versionId: entry.versionId,
      number: entry.number,
      previous: entry.previous,
      text: entry.text,
      fact: toEntryFact(entry),
      received: received.get(entry.versionId) ?? now,
    })),
    witness: writeWitnessFile(entries.flatMap((entry) => entry.approvals)),
  }
}

function isSameLog(log: StoredLog, known: StoredLog | null): boolean {
  return (
    known !== null &&
    log.witness === known.witness &&
    writeLog(log.entries) === writeLog(known.entries)
  )
}

interface Keep {
  readonly scid: Scid
  readonly log: StoredLog
  readonly known: StoredLog | null
  readonly now: Timestamp
}

/** Other proofs of known entries are no news to anyone; entries are, and may change what counts. */
async function keepLog(writer: ObjectWriter, { scid, log, known, now }: Keep): Promise<void> {
  const did = log.entries.at(-1)?.fact.did ?? ''
  await writer.addCollective({ scid, did, own: false, at: now })
  await writer.putLog(scid, log, did)
  if (log.entries.length === known?.entries.length) return
  await writer.addChange({ scid, what: 'log', at: now })
  // Not through the cache of branches: nobody else may see this log before it is committed.
  const branches = toBranches(log.entries.map((entry) => entry.fact))
  const facts = toCollectiveFacts(await writer.readFacts(scid), branches)
  await settle(writer, { scid, facts, now })
}
