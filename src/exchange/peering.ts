import type { Did, Scid } from '../record/did.ts'
import type { Multikey } from '../record/multikey.ts'
import type { Peer } from './peer-store.ts'

/** A node that was looked at, before anybody trusts it. */
export interface PeerOffer {
  readonly scid: Scid
  readonly did: Did
  /** Its node key: people compare it, and the SCID, by another channel. */
  readonly nodeKey: Multikey
  readonly origin: string
  readonly actor: string
  readonly inbox: string
  /** What it calls itself, in any language; null if it has published no profile. */
  readonly name: string | null
}

/** What one round of sync with a peer brought. */
export interface SyncReport {
  readonly scid: Scid
  readonly outcome: 'synced' | 'failed'
  /** Objects and logs that were new here. */
  readonly received: number
  readonly refused: number
  /** One plain sentence; null where it went well. */
  readonly error: string | null
}

/** What an operator does with other nodes. */
export interface Peering {
  /**
   * Fetches and verifies who answers at an address; keeps nothing. Throws `not_a_node`,
   * `own_address`, and what the fetcher throws.
   */
  look(address: string): Promise<PeerOffer>
  /** Makes it a peer: its log is kept, changes are sent to it and fetched from it. */
  add(offer: PeerOffer): Promise<Peer>
  /** Throws `peer_not_found`. */
  remove(scid: Scid): Promise<void>
  /** A round of sync with one peer, or with all. */
  sync(scid?: Scid): Promise<readonly SyncReport[]>
}
