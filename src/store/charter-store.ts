import type { Kysely } from 'kysely'

import type { CharterStore } from '../charter/charter-store.ts'
import type { CharterVersion } from '../charter/charter.ts'
import type { Charter } from '../record/kinds/charter.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import { createCurrentReader } from './current-rows.ts'
import { hasStatement } from './rows.ts'
import type { Schema } from './schema.ts'

/** Reads charters and commitments from what counts now, and texts that commitments still name. */
export function createCharterStore(db: Kysely<Schema>): CharterStore {
  const { listCurrent } = createCurrentReader(db)

  async function listCommitments() {
    const records = await listCurrent({ types: ['Commitment'] })
    return records.map(({ scid, statement, text }) => {
      return { scid, statement, commitment: JSON.parse(text) as Commitment }
    })
  }

  return {
    listCommitments,
    async listCharters() {
      const current = await listCurrent({ types: ['Charter'] })
      const named = (await listCommitments()).map(({ commitment }) => commitment.charter.digest)
      const known = new Set(current.map((record) => record.statement))
      const earlier = named.filter((digest) => !known.has(digest))
      const rows = [...current, ...(await listByStatement(db, earlier))]
      return rows.map(({ scid, statement, text }): CharterVersion => {
        return { scid, statement, charter: JSON.parse(text) as Charter }
      })
    },
  }
}

/** Texts that a later version took the place of. */
async function listByStatement(db: Kysely<Schema>, statements: readonly string[]) {
  if (statements.length === 0) return []
  return await db
    .selectFrom('record')
    .innerJoin('object', 'object.digest', 'record.digest')
    .innerJoin('collective', 'collective.scid', 'record.scid')
    .select(['record.scid', 'record.statement', 'object.bytes as text'])
    .where('record.type', '=', 'Charter')
    .where(hasStatement(db, [...new Set(statements)]))
    .where('collective.blocked', '=', 0)
    .orderBy('record.statement')
    .execute()
}
