import type { JoinBuilder, Kysely } from 'kysely'

import type { CurrentRecord, ObjectReader, Sequenced } from '../exchange/object-store.ts'
import { hasStatement, isAmong, toRecordFact } from './rows.ts'
import type { Schema } from './schema.ts'

type Reads = 'listCurrent' | 'findByStatement' | 'listTips' | 'listMemberRecords'

/** Reads what counts now. */
export function createCurrentReader(db: Kysely<Schema>): Pick<ObjectReader, Reads> {
  return {
    async listCurrent({ scid, types, slug, signedBy }) {
      const rows = await selectCurrent(db)
        .$if(scid !== undefined, (query) => query.where('current.scid', '=', scid ?? ''))
        .$if(types !== undefined, (query) => query.where(isAmong(db, 'current.type', types ?? [])))
        .$if(slug !== undefined, (query) => query.where('current.slug', '=', slug ?? ''))
        .$if(signedBy !== undefined, (query) =>
          query.where('current.member', '=', signedBy === 'members' ? 1 : 0),
        )
        .orderBy('current.scid')
        .orderBy('current.type')
        .orderBy('current.slug')
        .execute()
      return rows.map(toCurrent)
    },
    async findByStatement(statement) {
      const row = await selectCurrent(db)
        .where(hasStatement(db, [statement]))
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : toCurrent(row)
    },
    async listTips(after, limit): Promise<readonly Sequenced[]> {
      return await db
        .selectFrom('tip')
        .innerJoin('collective', 'collective.scid', 'tip.scid')
        .innerJoin('object', 'object.digest', 'tip.digest')
        .innerJoin('head', 'head.digest', 'tip.digest')
        .select(['object.digest', 'object.scid', 'object.kind', 'object.bytes as text'])
        .select(['tip.sequence', 'head.published'])
        .where('collective.blocked', '=', 0)
        .where('tip.sequence', '>', after)
        .orderBy('tip.sequence')
        .orderBy('tip.digest')
        .limit(limit)
        .execute()
    },
    async listMemberRecords(after, limit): Promise<readonly Sequenced[]> {
      return await db
        .selectFrom('current')
        .innerJoin('collective', 'collective.scid', 'current.scid')
        .innerJoin('object', 'object.digest', 'current.digest')
        .innerJoin('record', ofCurrent)
        .select(['object.digest', 'object.scid', 'object.kind', 'object.bytes as text'])
        .select(['current.sequence', 'record.published'])
        .where('collective.blocked', '=', 0)
        .where('current.member', '=', 1)
        .where('current.sequence', '>', after)
        .orderBy('current.sequence')
        .orderBy('current.digest')
        .limit(limit)
        .execute()
    },
  }
}

/** The record that a row of `current` names. */
function ofCurrent(join: JoinBuilder<Schema, 'current' | 'record'>) {
  return join
    .onRef('record.scid', '=', 'current.scid')
    .onRef('record.digest', '=', 'current.digest')
}

/** Current records of collectives that are not blocked. */
function selectCurrent(db: Kysely<Schema>) {
  return db
    .selectFrom('current')
    .innerJoin('collective', 'collective.scid', 'current.scid')
    .innerJoin('record', ofCurrent)
    .innerJoin('object', 'object.digest', 'current.digest')
    .selectAll('record')
    .select(['current.since', 'object.bytes as text'])
    .where('collective.blocked', '=', 0)
}

type CurrentRow = Awaited<ReturnType<ReturnType<typeof selectCurrent>['executeTakeFirstOrThrow']>>

function toCurrent(row: CurrentRow): CurrentRecord {
  const { scid, statement, published, since, text } = row
  return { ...toRecordFact(row), scid, statement, published, since, text }
}
