import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { Digest } from './digest.ts'
import type { Head } from './head.ts'
import type { LogBranch } from './log-facts.ts'
import type { ManifestItem } from './manifest.ts'
import type { Multikey } from './multikey.ts'

/** What acceptance needs to know of a record whose proofs are verified. */
export interface RecordFact {
  readonly digest: Digest
  readonly type: string
  readonly slug: string
  readonly version: number
  readonly updated: Timestamp
  readonly expires: Timestamp | null
  readonly withdrawn: boolean
  readonly signedBy: 'node' | 'members'
  readonly signers: readonly Multikey[]
}

/** The members of a head that acceptance judges. */
export type HeadFact = Omit<Head, 'scid' | 'text' | 'names'>

/** The members of a manifest that acceptance judges. */
export interface ManifestFact {
  readonly items: readonly ManifestItem[]
  readonly erased: readonly Digest[]
}

/** All that is known of one collective: verified, its own, in no order. */
export interface CollectiveFacts {
  /** Every branch of its DID log; more than one means the log is disputed. */
  readonly branches: readonly LogBranch[]
  readonly heads: readonly HeadFact[]
  readonly manifests: ReadonlyMap<Digest, ManifestFact>
  readonly records: ReadonlyMap<Digest, RecordFact>
}

/** Whether a manifest's item says of a record what the record says of itself. */
export function describes(item: ManifestItem, record: RecordFact): boolean {
  return (
    item.type === record.type &&
    item.slug === record.slug &&
    item.version === record.version &&
    (item.expires ?? null) === record.expires
  )
}

/** Of two versions of a record: higher version, then later `updated`, then higher digest. */
export function isNewer(a: RecordFact, b: RecordFact): boolean {
  if (a.version !== b.version) return a.version > b.version
  return a.updated === b.updated ? a.digest > b.digest : a.updated > b.updated
}

/** Neither expired nor ahead of its time. */
export function isInTime(record: RecordFact, now: Timestamp): boolean {
  return (record.expires === null || record.expires > now) && !isAhead(record, now)
}

/** Signed by a clock that is ahead of ours: held until its time has come. */
export function isAhead(record: RecordFact, now: Timestamp): boolean {
  return record.updated > now && record.updated > addTime(now, CLOCK_TOLERANCE)
}
