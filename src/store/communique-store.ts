import type { Kysely } from 'kysely'

import type { CommuniqueStore, Signed, TextRecordType } from '../communique/communique-store.ts'
import type { RecordsByType } from '../record/kinds.ts'
import type { Schema } from './schema.ts'

/** Frozen texts: an endorsement or a commitment stands under the version that it names. */
const FROZEN: ReadonlySet<TextRecordType> = new Set(['Communique', 'Charter'])

/** Reads the records of texts from what counts now, and the earlier versions of frozen ones. */
export function createCommuniqueStore(db: Kysely<Schema>): CommuniqueStore {
  return {
    async list<T extends TextRecordType>(type: T): Promise<readonly Signed<T>[]> {
      const rows = await selectVersions(db, FROZEN.has(type))
        .where('current.type', '=', type)
        .execute()
      return rows.map(({ scid, statement, text }) => {
        return { scid, statement, record: JSON.parse(text) as RecordsByType[T] }
      })
    },
  }
}

/** What counts now; with `earlier` also the versions before it that are kept. */
function selectVersions(db: Kysely<Schema>, earlier: boolean) {
  return db
    .selectFrom('current')
    .innerJoin('record as newest', (join) =>
      join.onRef('newest.scid', '=', 'current.scid').onRef('newest.digest', '=', 'current.digest'),
    )
    .innerJoin('record', (join) =>
      join
        .onRef('record.scid', '=', 'current.scid')
        .onRef('record.type', '=', 'current.type')
        .onRef('record.slug', '=', 'current.slug'),
    )
    .innerJoin('object', 'object.digest', 'record.digest')
    .innerJoin('collective', 'collective.scid', 'current.scid')
    .select(['record.scid', 'record.statement', 'object.bytes as text'])
    .where('collective.blocked', '=', 0)
    .where((where) =>
      where.or([
        where('record.digest', '=', where.ref('current.digest')),
        ...(earlier ? [where('record.version', '<', where.ref('newest.version'))] : []),
      ]),
    )
    .orderBy('record.scid')
    .orderBy('record.slug')
    .orderBy('record.version')
    .orderBy('record.digest')
}
