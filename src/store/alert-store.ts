import type { Kysely } from 'kysely'

import type { AlertResponseRecord, AlertStore, AlertVersion } from '../alert/alert-store.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import type { EntryFact } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import type { Schema } from './schema.ts'

/** Reads alerts and responses from what counts now, and the earlier words of those who raised them. */
export function createAlertStore(db: Kysely<Schema>): AlertStore {
  return {
    async listAlerts() {
      const keys = await nodeKeysToday(db)
      const rows = await selectVersions(db).where('record.type', '=', 'Alert').execute()
      return rows.flatMap(({ scid, statement, signed_by, signers, text, current }) => {
        const isCurrent = current !== null
        if (!isCurrent && signed_by === 'node' && keys.get(scid) !== signers) return []
        const record = JSON.parse(text) as AlertVersion['record']
        return [{ scid, statement, signedBy: signed_by, current: isCurrent, record }]
      })
    },
    async listResponses() {
      const rows = await selectVersions(db)
        .where('record.type', '=', 'AlertResponse')
        .where('current.digest', 'is not', null)
        .execute()
      return rows.map(({ scid, statement, text }) => {
        return { scid, statement, record: JSON.parse(text) as AlertResponseRecord['record'] }
      })
    },
    async listStates() {
      const rows = await db.selectFrom('collective').select(['scid', 'state']).execute()
      return new Map(rows.map(({ scid, state }) => [scid, state as CollectiveState]))
    },
  }
}

/** All versions that are kept, of collectives that are not blocked. */
function selectVersions(db: Kysely<Schema>) {
  return db
    .selectFrom('record')
    .innerJoin('object', 'object.digest', 'record.digest')
    .innerJoin('collective', 'collective.scid', 'record.scid')
    .leftJoin('current', (join) =>
      join.onRef('current.scid', '=', 'record.scid').onRef('current.digest', '=', 'record.digest'),
    )
    .select([
      'record.scid',
      'record.statement',
      'record.signed_by',
      'record.signers',
      'object.bytes as text',
      'current.digest as current',
    ])
    .where('collective.blocked', '=', 0)
    .orderBy('record.scid')
    .orderBy('record.slug')
    .orderBy('record.version')
    .orderBy('record.digest')
}

/**
 * The node keys that speak today, of collectives of whom nothing but alerts is asked: not of those
 * whose heads or logs have come apart, where nobody knows whose word it is.
 */
async function nodeKeysToday(db: Kysely<Schema>): Promise<ReadonlyMap<Scid, Multikey>> {
  const rows = await db
    .selectFrom('did_entry')
    .innerJoin('collective', 'collective.scid', 'did_entry.scid')
    .select(['did_entry.scid', 'did_entry.fact'])
    .where('collective.state', 'not in', ['FORKED', 'DISPUTED', 'RETIRED'])
    .where('did_entry.scid', 'in', (query) =>
      query.selectFrom('record').select('record.scid').where('record.type', '=', 'Alert'),
    )
    .orderBy('did_entry.number')
    .execute()
  const keys = new Map<Scid, Multikey>()
  for (const { scid, fact } of rows) {
    const { nodeKey } = JSON.parse(fact) as EntryFact
    if (nodeKey === null) keys.delete(scid)
    else keys.set(scid, nodeKey)
  }
  return keys
}
