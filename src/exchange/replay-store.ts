import type { Timestamp } from '../kernel/time.ts'

/** What is remembered: signatures of requests, and ids of activities. */
export type ReplayKind = 'signature' | 'activity'

/** What was taken in once, across restarts and for all processes of a node. */
export interface ReplayStore {
  /**
   * Remembers `key` until `until` at least. True if it was not known; false, and nothing changes,
   * if it was. Of two callers at once exactly one gets true.
   */
  remember(kind: ReplayKind, key: string, until: Timestamp): Promise<boolean>
  /** Whether `key` was remembered. */
  isKnown(kind: ReplayKind, key: string): Promise<boolean>
  /** Drops what is over. */
  forgetBefore(now: Timestamp): Promise<void>
}
