import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'

/** A node we exchange with. */
export interface Peer {
  readonly scid: Scid
  /** Its origin, without a slash at the end. */
  readonly origin: string
  readonly actor: string
  readonly inbox: string
  readonly added: Timestamp
  /** When a round of sync with it last ended well; null before the first. */
  readonly lastSync: Timestamp | null
  /** Milliseconds between two rounds: doubled by rounds without gain. */
  readonly interval: number
  /** One plain sentence, null after a round that went well. */
  readonly lastError: string | null
  /** Where the next round goes on in the peer's changes; null from the start. */
  readonly cursor: string | null
}

/** What a round of sync changes. */
export type PeerProgress = Pick<Peer, 'interval' | 'lastError' | 'cursor'> & {
  /** Left out where the round failed. */
  readonly lastSync?: Timestamp
}

export interface PeerStore {
  listPeers(): Promise<readonly Peer[]>
  findPeer(scid: Scid): Promise<Peer | null>
  findPeerByActor(actor: string): Promise<Peer | null>
  /** Adds a peer, or moves a known one to its new origin. */
  putPeer(peer: Peer): Promise<void>
  /** Whether there was one. */
  removePeer(scid: Scid): Promise<boolean>
  recordProgress(scid: Scid, progress: PeerProgress): Promise<void>
}
