import type { Kysely } from 'kysely'

import type { ReplayKind, ReplayStore } from '../exchange/replay-store.ts'
import { parseTimestamp, type Timestamp } from '../kernel/time.ts'
import type { Schema } from './schema.ts'
import { createTogether } from './together.ts'

const TABLES = { signature: 'signature_seen', activity: 'activity_seen' } as const

interface Memory {
  readonly kind: ReplayKind
  readonly hash: string
  readonly until: number
}

/**
 * Remembers what was taken in. Whatever comes in one turn of the event loop is written by one
 * statement: an inbox under load then waits for the disk once for many requests.
 */
export function createReplayStore(db: Kysely<Schema>): ReplayStore {
  const rememberTogether = createTogether<Memory, boolean>((memories) => rememberAll(db, memories))
  return {
    remember: (kind, key, until) =>
      rememberTogether({ kind, hash: key, until: parseTimestamp(until) }),
    async isKnown(kind, key) {
      const row = await db
        .selectFrom(TABLES[kind])
        .select('hash')
        .where('hash', '=', key)
        .executeTakeFirst()
      return row !== undefined
    },
    async forgetBefore(now: Timestamp) {
      const at = parseTimestamp(now)
      for (const table of Object.values(TABLES)) {
        await db.deleteFrom(table).where('until', '<', at).execute()
      }
    },
  }
}

/** For each memory whether it is new; of two with one hash the first. */
async function rememberAll(db: Kysely<Schema>, memories: readonly Memory[]): Promise<boolean[]> {
  const fresh = new Set<string>()
  for (const [kind, some] of Map.groupBy(memories, (memory) => memory.kind)) {
    const rows = new Map(some.map(({ hash, until }) => [hash, { hash, until }]))
    const inserted = await db
      .insertInto(TABLES[kind])
      .values([...rows.values()])
      .onConflict((oc) => oc.column('hash').doNothing())
      .returning('hash')
      .execute()
    for (const { hash } of inserted) fresh.add(`${kind} ${hash}`)
  }
  return memories.map(({ kind, hash }) => fresh.delete(`${kind} ${hash}`))
}
