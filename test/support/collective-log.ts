import { checkLog, type LogCheck } from '../../src/identity/check-log.ts'
import {
  createFirstEntry,
  createNextEntry,
  type EntryChange,
  type FirstEntryOptions,
  type NodeKeyChoice,
} from '../../src/identity/create-entry.ts'
import { firstParameters } from '../../src/identity/entry-rules.ts'
import { createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'
import type { LogEntry, UnsignedEntry, VerifiedEntry } from '../../src/identity/log-entry.ts'
import { createWitnessProof, type SigningKey, signEntry } from '../../src/identity/log-proof.ts'
import { type LogTexts, writeWitnessFile } from '../../src/identity/log-text.ts'
import { addTime, DAY, HOUR, type Timestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'

export const LOG_START: Timestamp = '2024-01-05T10:00:00Z'
export const LOG_NOW: Timestamp = '2024-11-22T09:00:00Z'

/** An honest collective whose log is built entry by entry. */
export interface CollectiveLog {
  readonly scid: string
  readonly controller: SigningKey
  readonly members: readonly SigningKey[]
  readonly entries: readonly VerifiedEntry[]
}

export interface CollectiveOptions {
  readonly host?: string
  readonly memberCount?: number
  readonly threshold?: number
  readonly options?: Partial<FirstEntryOptions>
  /** The clock by which the first entry is checked. */
  readonly now?: Timestamp
}

export function nodeKeyChoice(expires: Timestamp = addTime(LOG_START, 300 * DAY)): NodeKeyChoice {
  return {
    node: createSigningKey().multikey,
    agreement: createAgreementKey().multikey,
    expires,
  }
}

export function byMultikey(a: SigningKey, b: SigningKey): number {
  return a.multikey < b.multikey ? -1 : 1
}

/** A collective with the first entry of its log: 3 members, 2 of whom decide. */
export function createCollectiveLog({
  host = 'harbor-commons.example',
  memberCount = 3,
  threshold = 2,
  options = {},
  now = LOG_NOW,
}: CollectiveOptions = {}): CollectiveLog {
  const controller = createSigningKey()
  const members = Array.from({ length: memberCount }, createSigningKey).toSorted(byMultikey)
  const entry = createFirstEntry({
    time: LOG_START,
    origins: [`https://${host}`],
    controller: controller.multikey,
    members: { keys: members.map(({ multikey }) => multikey), threshold },
    nodeKeys: nodeKeyChoice(),
    ...options,
  })
  const scid = firstParameters(entry)?.scid ?? ''
  return extendedWith({ scid, controller, members, entries: [] }, entry, now)
}

/** The log with one more honest entry; a change of keys is made by who passes the new ones. */
export function extendLog(
  log: CollectiveLog,
  change: Partial<EntryChange> = {},
  keys: { readonly members?: readonly SigningKey[]; readonly controller?: SigningKey } = {},
): CollectiveLog {
  const last = newestOf(log)
  const entry = createNextEntry(last, {
    time: addTime(last.entry.versionTime, HOUR),
    lastGoodHead: null,
    ...change,
  })
  const next = extendedWith(log, entry)
  return {
    ...next,
    members: (keys.members ?? log.members).toSorted(byMultikey),
    controller: keys.controller ?? log.controller,
  }
}

export function newestOf({ entries }: { entries: readonly VerifiedEntry[] }): VerifiedEntry {
  const last = entries.at(-1)
  if (last === undefined) throw new Error('the log is empty')
  return last
}

/** The two files of one entry, approved by the given members. */
export function textsOf(entry: LogEntry, approvers: readonly SigningKey[]): LogTexts {
  const proofs = approvers.map((member) => createWitnessProof(entry, member))
  return { log: `${canonicalize(entry)}\n`, witness: writeWitnessFile(proofs) }
}

/** The two files of verified entries. */
export function textsOfEntries(entries: readonly VerifiedEntry[]): LogTexts {
  return {
    log: entries.map(({ text }) => `${text}\n`).join(''),
    witness: writeWitnessFile(entries.flatMap(({ approvals }) => approvals)),
  }
}

/** What becomes of a log if `entry`, approved by `approvers`, is offered too. */
export function offer(
  log: CollectiveLog,
  entry: LogEntry,
  approvers: readonly SigningKey[] = log.members,
  now: Timestamp = LOG_NOW,
): LogCheck {
  const sources = [textsOfEntries(log.entries), textsOf(entry, approvers)]
  return checkLog({ scid: log.scid, sources, now })
}

/** An entry signed by the collective's controller. */
export function signed(log: CollectiveLog, entry: UnsignedEntry): LogEntry {
  return signEntry(entry, log.controller)
}

function extendedWith(
  log: CollectiveLog,
  entry: UnsignedEntry,
  now: Timestamp = LOG_NOW,
): CollectiveLog {
  const threshold = log.entries.at(-1)?.threshold ?? entry.state.tessera.memberThreshold
  const check = offer(log, signed(log, entry), log.members.slice(0, threshold), now)
  if (check.refused.length > 0) throw new Error(JSON.stringify(check.refused))
  return { ...log, entries: check.entries }
}
