import type { DeliveryStore } from '../exchange/delivery-store.ts'
import type { EnvelopeJob, EnvelopeStore } from '../exchange/envelope-store.ts'
import { type Envelope, parseEnvelope } from '../exchange/envelope.ts'
import type { PeerStore } from '../exchange/peer-store.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { ENVELOPE_MEMBER } from './gate.ts'
import type { OwnIds } from './own-ids.ts'

export interface CarrierOptions {
  readonly envelopes: Pick<EnvelopeStore, 'findEnvelope'>
  readonly peers: PeerStore
  readonly deliveries: DeliveryStore
  readonly own: OwnIds
  readonly now: () => Date
  /** Lets the sender look at once. */
  readonly wake: () => void
}

const OFFER_PATH = '/offers/'
const ENVELOPE_PATH = '/envelopes/'
const CONTEXT = [
  'https://www.w3.org/ns/activitystreams',
  { tessera: 'https://w3id.org/tessera/v1#' },
]

/**
 * Brings envelopes to their recipients, and to nobody else, or takes them back. To be called by the
 * worker of ENVELOPE_QUEUE, any number of times for one job. Who is no peer any more is left out.
 */
export function createCarrier(options: CarrierOptions): (job: EnvelopeJob) => Promise<void> {
  const { envelopes, peers, deliveries, own, now, wake } = options

  async function deliver(activity: ReturnType<typeof writeOffer>, to: readonly Scid[]) {
    const recipients = (await peers.listPeers()).filter(({ scid }) => to.includes(scid))
    const inboxes = recipients.map(({ inbox }) => inbox)
    await deliveries.enqueueDeliveries(activity, inboxes, now().getTime())
    wake()
  }

  return async (job) => {
    if ('takeBack' in job) return await deliver(writeTakeBack(job.takeBack, own), job.from)
    const stored = await envelopes.findEnvelope(job.offer)
    if (stored === null) return // taken back since, or followed by the next version
    const envelope = parseEnvelope(stored.text)
    await deliver(writeOffer(envelope, own), envelope.recipients)
  }
}

/** SPEC: docs/federation/envelope.md */
export function writeOffer(
  { digest, text }: Pick<Envelope, 'digest' | 'text'>,
  { origin, actor }: Pick<OwnIds, 'origin' | 'actor'>,
): { readonly id: string; readonly body: string } {
  const id = offerId(origin, digest)
  const object = `${origin}${ENVELOPE_PATH}${digest}`
  const offer = JSON.stringify({ '@context': CONTEXT, id, type: 'Offer', actor, object })
  // The text goes in as it is kept: nothing is parsed and written again.
  return { id, body: `${offer.slice(0, -1)},"${ENVELOPE_MEMBER}":${text}}` }
}

export function writeTakeBack(
  digest: Digest,
  { origin, actor }: Pick<OwnIds, 'origin' | 'actor'>,
): { readonly id: string; readonly body: string } {
  const object = offerId(origin, digest)
  const id = `${object}/undo`
  return {
    id,
    body: JSON.stringify({ '@context': CONTEXT[0], id, type: 'Undo', actor, object }),
  }
}

/** The id of the activity that offers an envelope. */
export function offerId(origin: string, digest: Digest): string {
  return `${origin}${OFFER_PATH}${digest}`
}
