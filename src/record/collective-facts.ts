import type { Timestamp } from '../kernel/time.ts'
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
