import { nodeKeysOf } from '../identity/create-entry.ts'
import type { DidDocument, LogEntry } from '../identity/log-entry.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { hasSignersOf } from '../record/acceptance.ts'
import type { RecordFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { LogBranch } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import { toBranches } from './branches.ts'
import type { ObjectReader, StoredLog } from './object-store.ts'

/** A collective with which something is exchanged that is not public, as its DID log has it. */
export interface Correspondent {
  readonly branches: readonly LogBranch[]
  /** The DID document of the newest entry of each branch. */
  readonly documents: readonly DidDocument[]
}

/** Null where no log of that collective is kept. */
export async function findCorrespondent(
  store: Pick<ObjectReader, 'findLog'>,
  scid: Scid,
): Promise<Correspondent | null> {
  const log = await store.findLog(scid)
  return log === null ? null : toCorrespondent(log)
}

function toCorrespondent({ entries }: StoredLog): Correspondent {
  const branches = toBranches(entries.map((entry) => entry.fact))
  const texts = new Map(entries.map((entry) => [entry.versionId, entry.text]))
  const newest = branches.flatMap((branch) => texts.get(branch.at(-1)?.versionId ?? '') ?? [])
  return { branches, documents: newest.map((text) => (JSON.parse(text) as LogEntry).state) }
}

/**
 * The key to which something is sealed for a collective: that of its newest DID entry. Throws
 * `recipient_disputed`, `recipient_ended`, `recipient_key_expired`.
 */
export function agreementKeyOf(correspondent: Correspondent | null, now: Timestamp): Multikey {
  const [document, ...others] = correspondent?.documents ?? []
  if (document === undefined || others.length > 0) {
    throw cannotSeal('recipient_disputed', 'the DID log of one has several branches, or none')
  }
  const keys = nodeKeysOf(document)
  if (keys === null) throw cannotSeal('recipient_ended', 'one has no node any more')
  if (keys.expires <= now) throw cannotSeal('recipient_key_expired', 'the keys of one are over')
  return keys.agreement
}

/**
 * Whether the keys under a sealed record could speak for its collective when it came, on every branch
 * of the log: no manifest lists such a record, so what a thief sealed ends with the entry that
 * revokes the stolen key since a time before.
 */
export function couldSign(
  record: RecordFact,
  { branches, documents }: Correspondent,
  received: Timestamp,
): boolean {
  if (branches.length === 0 || !branches.every((branch) => hasSignersOf(record, [branch]))) {
    return false
  }
  return documents.every(({ verificationMethod }) =>
    record.signers.every((signer) => {
      const method = verificationMethod.find((one) => one.publicKeyMultibase === signer)
      return method !== undefined && (method.revoked === undefined || method.revoked > received)
    }),
  )
}

function cannotSeal(code: string, why: string): TesseraError {
  return new TesseraError('unavailable', code, `This cannot be sealed to all recipients: ${why}.`)
}
