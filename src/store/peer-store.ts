import type { Kysely, Selectable } from 'kysely'

import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { PeerTable, Schema } from './schema.ts'

/** Keeps the nodes that we exchange with. */
export function createPeerStore(db: Kysely<Schema>): PeerStore {
  const peers = () => db.selectFrom('peer').selectAll()
  return {
    async listPeers() {
      const rows = await peers().orderBy('added').orderBy('scid').execute()
      return rows.map(toPeer)
    },
    async findPeer(scid) {
      const row = await peers().where('scid', '=', scid).executeTakeFirst()
      return row === undefined ? null : toPeer(row)
    },
    async findPeerByActor(actor) {
      const row = await peers().where('actor', '=', actor).executeTakeFirst()
      return row === undefined ? null : toPeer(row)
    },
    async putPeer(peer) {
      const { scid, ...rest } = rowOf(peer)
      await db
        .insertInto('peer')
        .values({ scid, ...rest })
        .onConflict((oc) => oc.column('scid').doUpdateSet(rest))
        .execute()
    },
    async removePeer(scid) {
      const result = await db.deleteFrom('peer').where('scid', '=', scid).executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
    async recordProgress(scid, { interval, lastError, cursor, lastSync }) {
      await db
        .updateTable('peer')
        .set({ interval, last_error: lastError, cursor })
        .$if(lastSync !== undefined, (query) => query.set({ last_sync: lastSync ?? null }))
        .where('scid', '=', scid)
        .execute()
    },
  }
}

function toPeer({ last_sync, last_error, ...row }: Selectable<PeerTable>): Peer {
  return { ...row, lastSync: last_sync, lastError: last_error }
}

function rowOf({ lastSync, lastError, ...peer }: Peer): Selectable<PeerTable> {
  return { ...peer, last_sync: lastSync, last_error: lastError }
}
