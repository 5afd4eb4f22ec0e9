import type { Timestamp } from '../kernel/time.ts'
import type { Digest } from '../record/digest.ts'

/** What followers were last told of a text of the own collective. */
export interface PostEntry {
  /** Statement digest of the version that it began with: its address says this for good. */
  readonly id: Digest
  /** Of the communiqué. */
  readonly slug: string
  /** Of the version that was told last. */
  readonly version: number
  readonly statement: Digest
  /** The last activity. After `Delete` nothing is said under this id again. */
  readonly type: 'Create' | 'Update' | 'Delete'
  /** When followers first heard of it. */
  readonly published: Timestamp
}

/** With the last activity about it, in the two forms that servers show: exactly as it was sent. */
export interface Post extends PostEntry {
  readonly article: string
  readonly note: string
}

/** An activity and where it goes. */
export interface OutgoingActivity {
  readonly activity: { readonly id: string; readonly body: string }
  readonly inboxes: readonly string[]
}

/** Keeps what was posted, so that nothing is told twice. */
export interface PostStore {
  /** The newest first. */
  listPosts(): Promise<readonly PostEntry[]>
  findPost(id: Digest): Promise<Post | null>
  /**
   * Keeps what is said now and queues it, in one transaction; `now` in milliseconds since 1970.
   * False, and nothing is done, if this version or a later one was told before.
   */
  putPost(post: Post, outgoing: readonly OutgoingActivity[], now: number): Promise<boolean>
}
