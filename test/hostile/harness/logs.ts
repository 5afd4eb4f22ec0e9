import { checkLog } from '../../../src/identity/check-log.ts'
import { createNextEntry, type EntryChange } from '../../../src/identity/create-entry.ts'
import { versionIdAfter } from '../../../src/identity/entry-rules.ts'
import { createAgreementKey, createSigningKey } from '../../../src/identity/keys.ts'
import type { LogEntry, UnsignedEntry, VerifiedEntry } from '../../../src/identity/log-entry.ts'
import { createWitnessProof, type SigningKey, signEntry } from '../../../src/identity/log-proof.ts'
import { type LogTexts, writeWitnessFile } from '../../../src/identity/log-text.ts'
import { addTime, DAY, MINUTE, toTimestamp } from '../../../src/kernel/time.ts'
import { canonicalize } from '../../../src/record/canonical.ts'
import type { Alter, LooseEntry } from '../../support/altered-entry.ts'
import type { TestCollective } from '../../support/collective.ts'

export interface NextOptions {
  readonly change?: Partial<EntryChange>
  /** Spoils the entry before it gets its hash and its proof. */
  readonly alter?: Alter
  /** Spoils it after that. */
  readonly spoil?: (entry: Record<string, unknown>) => object
  readonly controller?: SigningKey
  readonly approvers?: readonly SigningKey[]
  /** For collectives of another time than today. */
  readonly now?: Date
}

/** The entries of a log, all of which have to hold. */
export function entriesOf(
  { scid, log }: TestCollective,
  now = new Date(),
): readonly VerifiedEntry[] {
  const { entries, refused } = checkLog({ scid, sources: [log], now: toTimestamp(now) })
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
  return entries
}

/** A new node key, and an entry's change that puts it in the place of the old one. */
export function rotation(): { readonly node: SigningKey; readonly change: Partial<EntryChange> } {
  const node = createSigningKey()
  const expires = addTime(toTimestamp(new Date()), 90 * DAY)
  const agreement = createAgreementKey().multikey
  return { node, change: { nodeKeys: { node: node.multikey, expires, agreement } } }
}

/** The log of a collective with one more entry, honest but for what the options spoil. */
export function extendedLog(collective: TestCollective, options: NextOptions = {}): LogTexts {
  const { controller = collective.controller, approvers = collective.members.slice(0, 2) } = options
  const before = entriesOf(collective, options.now)
  const last = before.at(-1)
  if (last === undefined) throw new Error('a log has an entry')
  const time = addTime(last.entry.versionTime, MINUTE)
  const next = createNextEntry(last, { time, lastGoodHead: null, ...options.change })
  const entry = signEntry(altered(next, last, options.alter), controller)
  const proofs = [
    ...before.flatMap(({ approvals }) => approvals),
    ...approvers.map((member) => createWitnessProof(entry, member)),
  ]
  const line = canonicalize(options.spoil?.({ ...entry }) ?? entry)
  return { log: `${collective.log.log}${line}\n`, witness: writeWitnessFile(proofs) }
}

/** The same collective with another log. */
export function withLog(collective: TestCollective, log: LogTexts): TestCollective {
  return { ...collective, log }
}

function altered(
  entry: UnsignedEntry,
  last: VerifiedEntry,
  alter: Alter | undefined,
): UnsignedEntry {
  if (alter === undefined) return entry
  const loose = structuredClone(entry) as unknown as LooseEntry
  alter(loose)
  const changed = loose as unknown as LogEntry
  return { ...changed, versionId: versionIdAfter(changed, last.versionId, last.number + 1) }
}
