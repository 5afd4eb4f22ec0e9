import { TesseraError } from '../kernel/errors.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import { hasSignersOf } from '../record/acceptance.ts'
import type { Did } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Head } from '../record/head.ts'
import type { LogBranch } from '../record/log-facts.ts'
import type { TesseraObject } from '../record/object.ts'
import type { SignedRecord } from '../record/record.ts'

/** What of its collective an object is judged against before it is kept. */
export interface AdmissionFacts {
  /** Of its DID log; empty where no log is known. */
  readonly branches: readonly LogBranch[]
  /** Digests of manifests that known or accompanying heads name. */
  readonly manifests: ReadonlySet<Digest>
  /** Digests of records that known or accompanying manifests list. */
  readonly listed: ReadonlySet<Digest>
}

/** Records that take effect before their head does (design.md, section 6). */
const URGENT = new Set(['Alert', 'AlertResponse'])

/**
 * Refuses an object that can never count, or that nobody asked for, before it takes up room. What
 * passes may still not count: that is acceptance's to say. Throws `unknown_collective`,
 * `unknown_name`, `unknown_key`, `unknown_entry`, `key_expired`, `ahead_of_time`, `deactivated`,
 * `unlisted`.
 */
export function admit(object: TesseraObject, facts: AdmissionFacts, now: Timestamp): void {
  if (facts.branches.length === 0) {
    throw new TesseraError(
      'forbidden',
      'unknown_collective',
      'The DID log of this collective is not known here.',
    )
  }
  if (object.kind === 'manifest') {
    if (!facts.manifests.has(object.value.digest))
      throw unlisted('No known head names this manifest.')
    return
  }
  checkNames(object.value.names, facts.branches)
  if (object.kind === 'head') admitHead(object.value, facts.branches, now)
  else admitRecord(object.value, facts)
}

/** SPEC: design.md, section 4: the DID must be an `id` that the log had in some entry. */
function checkNames(names: readonly Did[], branches: readonly LogBranch[]): void {
  const known = new Set(branches.flatMap((branch) => branch.map((entry) => entry.did)))
  if (!names.every((name) => known.has(name))) {
    throw new TesseraError(
      'forbidden',
      'unknown_name',
      'It names a DID that this collective never had.',
    )
  }
}

function admitHead(head: Head, branches: readonly LogBranch[], now: Timestamp): void {
  const entry = branches.flat().find((candidate) => candidate.versionId === head.did)
  if (entry === undefined) {
    throw new TesseraError(
      'forbidden',
      'unknown_entry',
      'It is signed under a DID log entry that is not known here.',
    )
  }
  if (entry.deactivated) {
    throw new TesseraError('gone', 'deactivated', 'This collective has ended; no head can follow.')
  }
  if (entry.nodeKey !== head.signer) throw unknownKey()
  if (entry.nodeKeyExpires !== null && head.published >= entry.nodeKeyExpires) {
    throw new TesseraError(
      'unauthenticated',
      'key_expired',
      'The node key had expired when this was signed.',
    )
  }
  if (head.published > addTime(now, CLOCK_TOLERANCE)) {
    throw new TesseraError(
      'invalid',
      'ahead_of_time',
      'It is published more than 10 minutes ahead of the clock here.',
    )
  }
}

function admitRecord(record: SignedRecord, facts: AdmissionFacts): void {
  if (!hasSignersOf(record, facts.branches)) throw unknownKey()
  if (record.signedBy === 'members' || URGENT.has(record.type)) return
  if (!facts.listed.has(record.digest)) throw unlisted('No known manifest lists this record.')
}

function unknownKey(): TesseraError {
  return new TesseraError(
    'forbidden',
    'unknown_key',
    'The DID log never gave these keys the role that this needs.',
  )
}

function unlisted(message: string): TesseraError {
  return new TesseraError('invalid', 'unlisted', message)
}
