import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { RecordsByType } from '../record/kinds.ts'

/** One version of an alert whose proofs count. */
export interface AlertVersion {
  readonly scid: Scid
  /** By which responses name it. */
  readonly statement: Digest
  readonly signedBy: 'node' | 'members'
  /** It counts now; a node key's earlier words are kept beside what it says now. */
  readonly current: boolean
  readonly record: RecordsByType['Alert']
}

/** What a collective says to an alert. */
export interface AlertResponseRecord {
  readonly scid: Scid
  readonly statement: Digest
  readonly record: RecordsByType['AlertResponse']
}

/** Where alerts and responses are read from. Who publishes them is not this feature's affair. */
export interface AlertStore {
  /**
   * The versions that are kept, expired ones too: what counts now, what members signed before, and
   * what today's node key of a collective that speaks with one voice signed before.
   */
  listAlerts(): Promise<readonly AlertVersion[]>
  /** Those that count now. */
  listResponses(): Promise<readonly AlertResponseRecord[]>
  /** Of every collective that is known. */
  listStates(): Promise<ReadonlyMap<Scid, CollectiveState>>
}

/** Everything that is known of alerts; the same set in any order gives the same pages. */
export interface AlertRecords {
  readonly alerts: readonly AlertVersion[]
  readonly responses: readonly AlertResponseRecord[]
  readonly states: ReadonlyMap<Scid, CollectiveState>
}

export async function readAlertRecords(store: AlertStore): Promise<AlertRecords> {
  return {
    alerts: await store.listAlerts(),
    responses: await store.listResponses(),
    states: await store.listStates(),
  }
}

interface Dated {
  readonly statement: Digest
  readonly record: { readonly updated: Timestamp }
}

/** Older first; the digest decides between equals, so that the order is the same on every node. */
export function byAge(a: Dated, b: Dated): number {
  const [left, right] = [a.record.updated + a.statement, b.record.updated + b.statement]
  return left < right ? -1 : Number(left > right)
}

/** Signed by a clock that is ahead of ours: held until its time has come. */
export function isAhead({ record }: Dated, now: Timestamp): boolean {
  return record.updated > addTime(now, CLOCK_TOLERANCE)
}
