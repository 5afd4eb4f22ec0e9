import type { Timestamp } from '../kernel/time.ts'

/** What was taken in once, across restarts and for all processes of a node. */
export interface ReplayStore {
  /**
   * Remembers `key` until `until` at least. True if it was not known; false, and nothing changes,
   * if it was. Of two callers at once exactly one gets true.
   */
  remember(kind: 'signature' | 'activity', key: string, until: Timestamp): Promise<boolean>
  /** Drops what is over. */
  forgetBefore(now: Timestamp): Promise<void>
}
