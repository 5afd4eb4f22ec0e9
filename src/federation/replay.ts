import { DAY, type Timestamp, toTimestamp } from '../kernel/time.ts'
import { digestOf, digestOfAll } from '../record/digest.ts'
import type { ParsedSignature } from './parsed-signature.ts'

/** How long an activity id is known after it was taken in: longer than any server retries. */
const ACTIVITY_MEMORY = 30 * DAY

/** Remembers what was taken in once, across restarts and for all processes of a node. */
export interface ReplayStore {
  /**
   * Remembers `key` until `until` at least. True if it was not known; false, and nothing changes,
   * if it was. Of two callers at once exactly one gets true.
   */
  remember(kind: 'signature' | 'activity', key: string, until: Timestamp): Promise<boolean>
}

/** A request counts once, as long as its signature would be accepted. Call it after verification. */
export function rememberSignature(store: ReplayStore, parsed: ParsedSignature): Promise<boolean> {
  const key = digestOfAll([parsed.keyId, parsed.signature.toString('base64')])
  return store.remember('signature', key, toTimestamp(parsed.validUntil))
}

/**
 * An activity takes effect once. Call it only after its id is known to have the signer's origin:
 * otherwise a stranger could use up the id of an activity that is still to come.
 */
export function rememberActivity(store: ReplayStore, id: string, now: Date): Promise<boolean> {
  return store.remember('activity', digestOf(id), toTimestamp(now.getTime() + ACTIVITY_MEMORY))
}
