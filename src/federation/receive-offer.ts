import type { Peer } from '../exchange/peer-store.ts'
import type { EnvelopeInbox } from '../exchange/receive-envelope.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { canonicalize } from '../record/canonical.ts'
import type { Scid } from '../record/did.ts'
import { digestOf, isDigest } from '../record/digest.ts'
import { isObject, originOf } from './activity-rules.ts'
import { type Delivered, ENVELOPE_MEMBER } from './gate.ts'
import { ACCEPTED, type HttpAnswer, unprocessable } from './http-answer.ts'
import { offerId } from './offer.ts'

export interface ReceiveOfferOptions {
  readonly inbox: EnvelopeInbox
  /** Fetches a collective's log from a peer, if that was not done just before. Whether it was done. */
  readonly refreshLog: (peer: Peer, scid: Scid) => Promise<boolean>
}

/** What is done about offers of envelopes; null for an offer of something else. */
export interface ReceiveOffer {
  offer(delivered: Delivered): Promise<HttpAnswer | null>
  /** An `Undo`: of an offer of an envelope, or of anything else, which it leaves alone. */
  undo(delivered: Delivered): Promise<void>
}

/**
 * Refusals of what was understood: 422. All others answer as their kind does. What lacks room is
 * among them, since it will for months: a sender that tried again would hold up what is behind it.
 */
const UNPROCESSABLE = new Set([
  'cannot_open',
  'envelopes_full',
  'is_public',
  'not_recipient',
  'quota_envelopes',
  'unknown_key',
])

/**
 * Takes envelopes from the peers that sealed them: the collective that signed the request is the
 * sender, by the node key of its DID log. Nothing is relayed. SPEC: docs/federation/envelope.md
 */
export function createReceiveOffer({ inbox, refreshLog }: ReceiveOfferOptions): ReceiveOffer {
  async function receive(text: string, peer: Peer): Promise<void> {
    try {
      await inbox.receive(text, peer.scid)
    } catch (error) {
      const isStale = error instanceof TesseraError && error.code === 'unknown_key'
      if (!isStale || !(await refreshLog(peer, peer.scid))) throw error
      await inbox.receive(text, peer.scid)
    }
  }

  return {
    async offer({ activity, signer }) {
      const value = activity.value[ENVELOPE_MEMBER]
      if (value === undefined) return null
      const { peer } = signer
      if (peer === null) {
        throw new TesseraError('forbidden', 'not_a_peer', 'Envelopes are taken from peers only.')
      }
      if (!isObject(value)) throw invalid('bad_envelope', 'An envelope is a JSON object.')
      const text = canonicalize(value)
      if (activity.id !== offerId(originOf(activity.actor) ?? '', digestOf(text))) {
        throw unprocessable('wrong_digest', 'An offer is named by the digest of its envelope.')
      }
      try {
        await receive(text, peer)
      } catch (error) {
        if (!(error instanceof TesseraError) || !UNPROCESSABLE.has(error.code)) throw error
        throw unprocessable(error.code, error.message)
      }
      return ACCEPTED
    },
    async undo({ activity, signer }) {
      const start = offerId(originOf(activity.actor) ?? '', '')
      const id = activity.objects[0]?.id ?? ''
      const digest = id.slice(start.length)
      if (signer.peer === null || !id.startsWith(start) || !isDigest(digest)) return
      await inbox.takeBack(digest, signer.peer.scid)
    },
  }
}
