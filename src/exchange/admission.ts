import { TesseraError } from '../kernel/errors.ts'
import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import { hasSignersOf } from '../record/acceptance.ts'
import type { CollectiveFacts } from '../record/collective-facts.ts'
import type { Did } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { mayComeEarly } from '../record/early-records.ts'
import type { Head } from '../record/head.ts'
import type { LogBranch } from '../record/log-facts.ts'
import type { ManifestItem } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import type { SignedRecord } from '../record/record.ts'
import { isPublic } from '../record/scope.ts'

/** What of its collective an object is judged against before it is kept. */
export interface AdmissionFacts {
  /** Of its DID log; empty where no log is known. */
  readonly branches: readonly LogBranch[]
  /** Digests of manifests that heads name which may count. */
  readonly manifests: ReadonlySet<Digest>
  /** Digests of records that those manifests list. */
  readonly listed: ReadonlySet<Digest>
}

/** What grows with every object that is let in. */
export interface Expected extends AdmissionFacts {
  readonly manifests: Set<Digest>
  readonly listed: Set<Digest>
}

/** What is asked for by the heads at hand that may count, and by their manifests. */
export function expectedBy({ branches, heads, manifests }: CollectiveFacts): Expected {
  const expected: Expected = { branches, manifests: new Set(), listed: new Set() }
  for (const head of heads) if (mayCount(head, branches)) expected.manifests.add(head.manifest)
  for (const digest of expected.manifests) {
    expectItems(expected, manifests.get(digest)?.items ?? [])
  }
  return expected
}

/** A head asks for its manifest, a manifest for its records. */
export function expectAfter(object: TesseraObject, expected: Expected): void {
  if (object.kind === 'head') expected.manifests.add(object.value.manifest)
  if (object.kind === 'manifest') expectItems(expected, object.value.items)
}

function expectItems({ listed }: Expected, items: readonly ManifestItem[]): void {
  for (const item of items) listed.add(item.digest)
}

/** Rule 2: under a newest entry, or the last good head of any. SPEC: design.md, section 6. */
export function mayCount(
  head: Pick<Head, 'did' | 'stateDigest'>,
  branches: readonly LogBranch[],
): boolean {
  return branches.some(
    (branch) =>
      branch.at(-1)?.versionId === head.did ||
      branch.some((entry) => entry.lastGoodHead?.digest === head.stateDigest),
  )
}

/**
 * Refuses an object that can never count, or that nobody asked for, before it takes up room. What
 * passes may still not count: that is acceptance's to say. Throws `unknown_collective`,
 * `unknown_name`, `unknown_key`, `unknown_entry`, `key_expired`, `ahead_of_time`, `deactivated`,
 * `void_head`, `not_public`, `unlisted`.
 */
export function admit(object: TesseraObject, facts: AdmissionFacts, now: Timestamp): void {
  if (facts.branches.length === 0) {
    throw forbidden('unknown_collective', 'The DID log of this collective is not known here.')
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
    throw forbidden('unknown_name', 'It names a DID that this collective never had.')
  }
}

function admitHead(head: Head, branches: readonly LogBranch[], now: Timestamp): void {
  const entry = branches.flat().find((candidate) => candidate.versionId === head.did)
  if (entry === undefined) {
    throw forbidden('unknown_entry', 'It is signed under a DID log entry that is not known here.')
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
  if (!mayCount(head, branches)) {
    throw new TesseraError(
      'conflict',
      'void_head',
      'A later DID entry made this head void: it is not the last good one.',
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

function admitRecord(record: SignedRecord, { branches, listed }: AdmissionFacts): void {
  if (!isPublic(record.value)) throw notPublic()
  if (!hasSignersOf(record, branches)) throw unknownKey()
  const standsByItself = record.signedBy === 'members' || mayComeEarly(record, branches)
  if (!standsByItself && !listed.has(record.digest))
    throw unlisted('No known manifest lists this record.')
}

function unknownKey(): TesseraError {
  return forbidden('unknown_key', 'The DID log never gave these keys the role that this needs.')
}

/** SPEC: design.md, section 6, "What is not public": never in a manifest, never served. */
function notPublic(): TesseraError {
  return new TesseraError(
    'invalid',
    'not_public',
    'This record is not for everybody: it is sealed to whom it is for, and listed nowhere.',
  )
}

function unlisted(message: string): TesseraError {
  return new TesseraError('invalid', 'unlisted', message)
}

function forbidden(code: string, message: string): TesseraError {
  return new TesseraError('forbidden', code, message)
}
