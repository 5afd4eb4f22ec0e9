import type { ReplayStore } from '../exchange/replay-store.ts'
import { DAY, toTimestamp } from '../kernel/time.ts'
import { digestOf, digestOfAll } from '../record/digest.ts'
import type { ParsedSignature } from './parsed-signature.ts'

/** How long an activity id is known after it was taken in: longer than any server retries. */
const ACTIVITY_MEMORY = 30 * DAY

/** A request counts once, as long as its signature would be accepted. Call it after verification. */
export function rememberSignature(store: ReplayStore, parsed: ParsedSignature): Promise<boolean> {
  const key = digestOfAll([parsed.keyId, parsed.signature.toString('base64')])
  return store.remember('signature', key, toTimestamp(parsed.validUntil))
}

/** Whether an activity has taken effect already. */
export function isActivityKnown(store: ReplayStore, id: string): Promise<boolean> {
  return store.isKnown('activity', digestOf(id))
}

/**
 * An activity takes effect once. Call it after its effect, which has to be one that may be repeated:
 * a crash in between then loses nothing. Its id has to be known to have the signer's origin, or a
 * stranger could use up the id of an activity that is still to come.
 */
export function rememberActivity(store: ReplayStore, id: string, now: Date): Promise<boolean> {
  return store.remember('activity', digestOf(id), toTimestamp(now.getTime() + ACTIVITY_MEMORY))
}
