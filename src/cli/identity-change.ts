import { prepareEntry } from '../identity/ceremony.ts'
import { createNextEntry, type EntryChange, type NodeKeyChoice } from '../identity/create-entry.ts'
import { createNodeKeys } from '../identity/keys.ts'
import { addTime, DAY, SECOND, type Timestamp, toTimestamp } from '../kernel/time.ts'
import { type Context, ownCollective } from './context.ts'
import type { SigningKeyFlags } from './flags.ts'
import { NODE_KEY_LIFE } from './founding.ts'
import { findGoodHead, recordsToSignAgain } from './good-head.ts'
import { keepNextNodeKey } from './node-key.ts'
import { settlePrepared } from './prepared-files.ts'
import { restoredAt } from './restored-at.ts'

/** What a change of the identity is, besides the time and the last good state. */
export interface IdentityChange extends Omit<EntryChange, 'time' | 'lastGoodHead' | 'nodeKeys'> {
  /** Makes new node keys that live so many days; null leaves the keys as they are. */
  readonly newNodeKeyDays: number | null
  /** Version or state digest of the last good head; the one in force where it is left out. */
  readonly lastGood?: string | undefined
}

/** Prepares the next entry of the own identity, and goes on as far as the keys at hand allow. */
export async function changeIdentity(
  context: Context,
  { newNodeKeyDays, lastGood, ...change }: IdentityChange,
  keys: SigningKeyFlags,
): Promise<void> {
  const node = await context.node()
  const { scid, entry } = await ownCollective(node)
  const good = await findGoodHead(node, scid, lastGood)
  const { versionTime } = entry.entry
  const restored = await restoredAt(node.files)
  const before = restored === null || restored < versionTime ? versionTime : restored
  const time = timeAfter(before, node.now())
  const nodeKeys = newNodeKeyDays === null ? null : await newKeys(context, newNodeKeyDays, time)
  const next = createNextEntry(entry, {
    ...change,
    time,
    lastGoodHead: good === null ? null : { version: good.version, digest: good.digest },
    ...(nodeKeys === null ? {} : { nodeKeys }),
  })
  if (change.members !== undefined) {
    for (const record of await recordsToSignAgain(node, scid, good)) {
      context.output.warn(`${record} has to be signed again by the new members.`)
    }
  }
  await settlePrepared(context, prepareEntry(next, entry), keys)
}

export const NODE_KEY_DAYS = NODE_KEY_LIFE / DAY

/** New node keys, kept until the entry that names them is published. */
async function newKeys(context: Context, days: number, now: Timestamp): Promise<NodeKeyChoice> {
  const keys = await context.progress('Making new node keys', createNodeKeys)
  await keepNextNodeKey(context, keys)
  return {
    node: keys.node.multikey,
    agreement: keys.agreement.multikey,
    expires: addTime(now, days * DAY),
  }
}

/** Entries are at least a second apart, and after a restore, however fast they are made. */
function timeAfter(previous: Timestamp, now: Date): Timestamp {
  const [time, least] = [toTimestamp(now), addTime(previous, SECOND)]
  return time < least ? least : time
}
