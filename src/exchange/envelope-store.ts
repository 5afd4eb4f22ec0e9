import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Envelope } from './envelope.ts'

/** An envelope as it was received or sent; what is in it stands nowhere in the clear. */
export interface StoredEnvelope extends Pick<Envelope, 'digest' | 'sender' | 'expires' | 'text'> {
  /** When it came, or was made here. */
  readonly received: Timestamp
}

/** What the worker of ENVELOPE_QUEUE does: bring an envelope to its recipients, or take it back. */
export type EnvelopeJob =
  | { readonly offer: Digest }
  | { readonly takeBack: Digest; readonly from: readonly Scid[] }

/** The queue whose jobs go to recipients, in the order in which they were left. */
export const ENVELOPE_QUEUE = 'envelope'

/** What happens to envelopes together. */
export interface EnvelopeChange {
  readonly put: StoredEnvelope | null
  readonly remove: readonly Digest[]
  readonly jobs: readonly EnvelopeJob[]
}

/** Envelopes of what is not public: those that came, and our own. */
export interface EnvelopeStore {
  /** Those that have not expired, the oldest first. */
  listEnvelopes(now: Timestamp, sender?: Scid): Promise<readonly StoredEnvelope[]>
  findEnvelope(digest: Digest): Promise<StoredEnvelope | null>
  countEnvelopes(): Promise<number>
  /** All of it or nothing. What is kept already stays as it is. */
  changeEnvelopes(change: EnvelopeChange): Promise<void>
  /** Removes what has expired; returns how many. */
  forgetEnvelopes(now: Timestamp): Promise<number>
}
