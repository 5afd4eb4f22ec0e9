import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Canary } from '../record/kinds/canary.ts'
import type { LogBranch } from '../record/log-facts.ts'

/** A canary that k members signed. */
export interface SignedCanary {
  readonly scid: Scid
  /** Of all its bytes. */
  readonly digest: Digest
  readonly record: Canary
}

/** Of one slug what is kept: the version that counts or last did, then the earlier ones; never empty. */
export type CanaryHistory = readonly [SignedCanary, ...SignedCanary[]]

/** Where canaries are read from. There is no way to write one: people sign, and `publish` publishes. */
export interface CanaryStore {
  /** By slug; none of a collective that is unknown or blocked here. */
  listHistories(scid: Scid, now: Timestamp): Promise<readonly CanaryHistory[]>
  /** The log of a collective as far as it is known here; empty if it is not. */
  branchesOf(scid: Scid): Promise<readonly LogBranch[]>
}
