import type { Timestamp } from '../kernel/time.ts'
import type { Digest } from '../record/digest.ts'

/** A record that waits for its time; what it says stands nowhere in the clear. */
export interface ScheduledRecord {
  /** Of the record. */
  readonly digest: Digest
  readonly type: string
  readonly due: Timestamp
  readonly expires: Timestamp | null
  /** An age file, in base64. */
  readonly sealed: string
  /** The code of why it was not published when it was due; null: it waits. */
  readonly problem: string | null
}

/** What waits to be published. */
export interface ScheduleStore {
  /** Adds a record, or gives the one with that digest its new time. */
  putScheduled(record: ScheduledRecord): Promise<void>
  /** The next first. */
  listScheduled(): Promise<readonly ScheduledRecord[]>
  markProblem(digest: Digest, problem: string): Promise<void>
  removeScheduled(digest: Digest): Promise<void>
}
