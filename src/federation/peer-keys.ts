import type { KeyObject } from 'node:crypto'

import type { ObjectReader } from '../exchange/object-store.ts'
import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { BranchesOf } from '../exchange/settle.ts'
import { toTimestamp } from '../kernel/time.ts'
import { decodeEd25519 } from '../record/multikey.ts'

/** A peer, and the key that its DID log gives its node now; null if it gives none. */
export interface PeerKey {
  readonly peer: Peer
  readonly key: KeyObject | null
}

export interface PeerKeysOptions {
  readonly peers: PeerStore
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly now: () => Date
}

/** Finds the node key of a peer by its actor; null for whoever is no peer. */
export type FindPeerKey = (actor: string) => Promise<PeerKey | null>

/**
 * Node keys come from the DID logs at hand and are never fetched: what is revoked there is revoked
 * here. Where a log is in dispute, a key counts if it is the newest on every branch.
 */
export function createPeerKeys({ peers, store, branchesOf, now }: PeerKeysOptions): FindPeerKey {
  return async (actor) => {
    const peer = await peers.findPeerByActor(actor)
    if (peer === null) return null
    const branches = await branchesOf(store, peer.scid)
    const newest = branches.map((branch) => branch.at(-1))
    const [first] = newest
    if (first === undefined || newest.some((entry) => entry?.nodeKey !== first.nodeKey)) {
      return { peer, key: null }
    }
    const { nodeKey, nodeKeyExpires } = first
    const isOver = nodeKeyExpires !== null && nodeKeyExpires <= toTimestamp(now())
    return { peer, key: nodeKey === null || isOver ? null : decodeEd25519(nodeKey) }
  }
}
