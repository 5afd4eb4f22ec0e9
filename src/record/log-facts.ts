import type { Timestamp } from '../kernel/time.ts'
import type { Did } from './did.ts'
import type { Digest } from './digest.ts'
import type { Multikey } from './multikey.ts'

/** The state of a collective's node-signed records that its members vouch for in a DID log entry. */
export interface GoodHead {
  readonly version: number
  /** A state digest (head.ts). */
  readonly digest: Digest
}

/** What acceptance needs to know of one verified entry of a DID log. */
export interface EntryFact {
  readonly versionId: string
  /** 1, 2, ...: its place in the log. */
  readonly number: number
  /** The `versionId` of the entry before it; null for the first. */
  readonly previous: string | null
  readonly time: Timestamp
  /** The collective's DID as of this entry (it changes when the collective moves). */
  readonly did: Did
  readonly members: readonly Multikey[]
  /** k: how many members speak for the collective. */
  readonly threshold: number
  /** Null once the collective is deactivated. */
  readonly nodeKey: Multikey | null
  readonly nodeKeyExpires: Timestamp | null
  readonly lastGoodHead: GoodHead | null
  readonly deactivated: boolean
}

/** One way through a DID log, from its first entry to one that none follows; never empty. */
export type LogBranch = readonly EntryFact[]
