import type { Kysely } from 'kysely'

import type { Timestamp } from '../kernel/time.ts'
import { canonicalize, parseCanonical, type JsonObject } from '../record/canonical.ts'
import { digestOf, type Digest } from '../record/digest.ts'
import type { ActTable, Schema } from './schema.ts'
import { transaction } from './transaction.ts'

/** Acts read by one statement. */
const PAGE = 500

/** Something this node did in its collective's name: published, rotated a key, blocked a peer, ... */
export interface Act {
  /** From 1, without gaps. */
  readonly seq: number
  readonly at: Timestamp
  readonly what: string
  readonly detail: JsonObject
  /** Covers this act and, through it, all before. */
  readonly hash: Digest
}

export interface NewAct {
  readonly at: Timestamp
  /** A constant word, like `head_published`. */
  readonly what: string
  /** Never names of persons, addresses or texts of others (design.md, section 11). */
  readonly detail: JsonObject
}

/**
 * How the log stands: whole, with the hash of its last act (null while there is none), or broken at
 * an act that was changed, taken out or put in. That acts are missing at the *end* shows only to
 * who noted an earlier last hash.
 */
export type ActLogState =
  | { readonly whole: true; readonly length: number; readonly lastHash: Digest | null }
  | { readonly whole: false; readonly brokenAt: number }

/** Adds an act, in the caller's transaction if `db` is one, so that it is told if and only if done. */
export function appendAct(db: Kysely<Schema>, { at, what, detail }: NewAct): Promise<Act> {
  return transaction(db, async (trx) => {
    const last = await trx
      .selectFrom('act')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const content = {
      seq: (last?.seq ?? 0) + 1,
      at,
      what,
      detail: canonicalize(detail),
      previous: last?.hash ?? '',
    }
    const hash = hashOf(content)
    await trx
      .insertInto('act')
      .values({ ...content, hash })
      .execute()
    return { seq: content.seq, at, what, detail, hash }
  })
}

/** The newest acts first; `before` goes on from an earlier page. */
export async function listActs(
  db: Kysely<Schema>,
  { before, limit = PAGE }: { readonly before?: number; readonly limit?: number } = {},
): Promise<readonly Act[]> {
  const rows = await db
    .selectFrom('act')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(Math.min(limit, PAGE))
    .execute()
  return rows.map(({ seq, at, what, detail, hash }) => {
    return { seq, at, what, detail: parseCanonical(detail), hash }
  })
}

/** Reckons the whole chain again. */
export async function verifyActs(db: Kysely<Schema>): Promise<ActLogState> {
  let length = 0
  let lastHash = ''
  while (true) {
    const rows = await pageAfter(db, length)
    for (const row of rows) {
      const isNext = row.seq === length + 1 && row.previous === lastHash
      if (!isNext || row.hash !== hashOf(row)) return { whole: false, brokenAt: length + 1 }
      length = row.seq
      lastHash = row.hash
    }
    if (rows.length < PAGE) return { whole: true, length, lastHash: lastHash || null }
  }
}

function pageAfter(db: Kysely<Schema>, seq: number): Promise<ActTable[]> {
  return db
    .selectFrom('act')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(PAGE)
    .execute()
}

function hashOf({ seq, at, what, detail, previous }: Omit<ActTable, 'hash'>): Digest {
  return digestOf(canonicalize({ seq, at, what, detail, previous }))
}
