import type { CharterVersion, SignedCommitment } from './charter.ts'

/** Where charters and commitments are read from. Who publishes them is not this feature's affair. */
export interface CharterStore {
  /**
   * Charters that are current, and earlier texts still kept. A text that a current commitment names
   * has to be kept, or its signatories would have signed nothing.
   */
  listCharters(): Promise<readonly CharterVersion[]>
  /** Commitments that are current, withdrawn ones included. */
  listCommitments(): Promise<readonly SignedCommitment[]>
}
