import type { LogCheck, LogQuestion } from '../identity/check-log.ts'
import { toEntryFact } from '../identity/facts.ts'
import type { VerifiedEntry } from '../identity/log-entry.ts'
import { type LogTexts, writeLog, writeWitnessFile } from '../identity/log-text.ts'
import { admitEntries, mergeLogs } from '../identity/merge-logs.ts'
import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { ObjectStore, ObjectWriter, StoredEntry, StoredLog } from './object-store.ts'
import { MAX_STRANGERS } from './quota.ts'
import { type BranchesOf, settle } from './settle.ts'

export interface ReceiveLogDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
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
 * effect, so it does not matter who hands it over. A shorter or older copy changes nothing. Throws
 * `blocked`, `too_many_strangers`, and what the verifier throws.
 */
export async function receiveLog(
  scid: Scid,
  offered: LogTexts,
  deps: ReceiveLogDeps,
): Promise<LogReceipt> {
  await checkWelcome(scid, deps)
  const version = await deps.store.logVersion(scid)
  const stored = version === 0 ? null : await deps.store.findLog(scid)
  const now = toTimestamp(deps.now())
  const { merge, admission } = await weigh(scid, { stored, offered, now, verify: deps.verify })
  if (merge.outcome === 'unchanged') return { outcome: 'unchanged' }
  if (merge.outcome === 'refused') return merge
  const added = admission.entries.length - (stored?.entries.length ?? 0)
  const receipt = { outcome: merge.outcome, added, later: admission.later } as const
  if (added === 0) return receipt
  const isCurrent = await deps.store.transaction(async (writer) => {
    if ((await writer.logVersion(scid)) !== version) return false
    await keepLog(writer, { scid, entries: admission.entries, known: stored, now })
    await settle(writer, scid, { branchesOf: deps.branchesOf, now })
    return true
  })
  return isCurrent ? receipt : await receiveLog(scid, offered, deps)
}

interface Weigh extends Pick<ReceiveLogDeps, 'verify'> {
  readonly stored: StoredLog | null
  readonly offered: LogTexts
  readonly now: Timestamp
}

/** What the offered copy adds, and what of it may come in now: all entries to keep. */
async function weigh(scid: Scid, { stored, offered, now, verify }: Weigh) {
  const sources = stored === null ? [offered] : [toTexts(stored), offered]
  const check = await verify({ scid, sources, now })
  const ids = new Set(stored?.entries.map((entry) => entry.versionId))
  const known = check.entries.filter((entry) => ids.has(entry.versionId))
  const merge = mergeLogs(known, check)
  const arrivals = stored?.entries.map((entry) => entry.received) ?? []
  const admitted = admitEntries(known, merge.entries, { arrivals, now })
  return {
    merge,
    admission: { entries: [...known, ...admitted.now], later: admitted.later.length },
  }
}

/** The texts of a mirrored log as did:webvh publishes them. */
export function toTexts(log: StoredLog): LogTexts {
  return { log: writeLog(log.entries), witness: log.witness }
}

async function checkWelcome(scid: Scid, { store, familiar }: ReceiveLogDeps): Promise<void> {
  const collective = await store.findCollective(scid)
  if (collective?.blocked === true) {
    throw new TesseraError('forbidden', 'blocked', 'This node takes nothing from that collective.')
  }
  const known = collective === null ? await familiar() : null
  if (known === null || known.has(scid)) return
  const collectives = await store.listCollectives()
  const strangers = collectives.filter((one) => !one.own && !known.has(one.scid)).length
  if (strangers >= MAX_STRANGERS) {
    throw new TesseraError(
      'too-many',
      'too_many_strangers',
      `This node keeps at most ${MAX_STRANGERS} collectives that nobody here vouches for.`,
    )
  }
}

interface Keep {
  readonly scid: Scid
  readonly entries: readonly VerifiedEntry[]
  readonly known: StoredLog | null
  readonly now: Timestamp
}

async function keepLog(writer: ObjectWriter, { scid, entries, known, now }: Keep): Promise<void> {
  const newest = entries.at(-1)
  if (newest === undefined) return
  const received = new Map(known?.entries.map((entry) => [entry.versionId, entry.received]))
  const stored = entries.map((entry): StoredEntry => ({
    versionId: entry.versionId,
    number: entry.number,
    previous: entry.previous,
    text: entry.text,
    fact: toEntryFact(entry),
    received: received.get(entry.versionId) ?? now,
  }))
  const witness = writeWitnessFile(entries.flatMap((entry) => entry.approvals))
  await writer.addCollective({ scid, did: newest.did, own: false, at: now })
  await writer.putLog(scid, { entries: stored, witness }, newest.did)
  await writer.addChange({ scid, what: 'log', at: now })
}
