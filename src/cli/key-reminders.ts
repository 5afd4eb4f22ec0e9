import { nodeKeysOf } from '../identity/create-entry.ts'
import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { OwnCollective } from './opened-node.ts'
import type { Reminder } from './reminders.ts'

/** SPEC: security-bar.md, F10: the node itself warns from 14 days before. */
export const EXPIRES_SOON = 14 * DAY

/** Members have to meet for a new node key, so they hear of its end in time. */
export function keyReminders({ entry }: OwnCollective, now: Timestamp): readonly Reminder[] {
  const expires = nodeKeysOf(entry.entry.state)?.expires ?? null
  if (expires === null || expires > addTime(now, EXPIRES_SOON)) return []
  const message =
    expires > now
      ? `The node key expires at ${expires}; members sign the entry with a new one before that.`
      : `The node key expired at ${expires}: nothing more can be published with it.`
  return [{ kind: 'node-key', message, command: 'tessera key rotate', until: expires, digests: [] }]
}
