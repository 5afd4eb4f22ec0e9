import type { Exchange } from '../exchange/exchange.ts'
import type { Peer } from '../exchange/peer-store.ts'
import type { Receipt } from '../exchange/receive.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { canonicalize, type JsonValue } from '../record/canonical.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf, isDigest } from '../record/digest.ts'
import { type Activity, isObject, originOf } from './activity-rules.ts'
import { type Delivered, OBJECTS_MEMBER } from './gate.ts'
import { ACCEPTED, type HttpAnswer, jsonAnswer, unprocessable } from './http-answer.ts'

export interface ReceiveAnnounceOptions {
  readonly exchange: Exchange
  /** Fetches a collective's log from a peer, if that was not done just before. Whether it was done. */
  readonly refreshLog: (peer: Peer, scid: Scid) => Promise<boolean>
  /** Fetches what is missing from a peer, after the answer. */
  readonly pull: (peer: Peer, wanted: Wanted) => void
}

/** What an announcement leaves to be fetched. */
export interface Wanted {
  /** Announced, and not handed over. */
  readonly digests: readonly Digest[]
  /** Whose heads or manifests came, so that what they list may be missing. */
  readonly scids: readonly Scid[]
}

/** More than any node of this kind announces at once (500). */
const MAX_ANNOUNCED = 1000
const OBJECT_PATH = '/objects/'

/** What may be different once the collective's newest log is at hand. */
const STALE_LOG = new Set(['unknown_collective', 'unknown_entry', 'unknown_name', 'unknown_key'])

/** Refusals of what was understood: 422. All others answer as their kind does. */
const UNPROCESSABLE = new Set([
  'ahead_of_time',
  'bad_validity',
  'foreign_record',
  'not_public',
  'unlisted',
])

/**
 * Takes in the objects that a peer announces. What it hands over must have the digests that it
 * announces; what is refused is named in the answer, and if nothing is left the answer is the first
 * refusal. SPEC: design.md, section 8.
 */
export function createReceiveAnnounce(options: ReceiveAnnounceOptions) {
  const { exchange, refreshLog, pull } = options

  async function receive(peer: Peer, texts: readonly string[]): Promise<Receipt[]> {
    const receipts = await exchange.receive(texts, peer.scid)
    const stale = new Set(receipts.filter(isStale).flatMap((receipt) => receipt.scid ?? []))
    const refreshed = await Promise.all([...stale].map((scid) => refreshLog(peer, scid)))
    return refreshed.includes(true) ? await exchange.receive(texts, peer.scid) : receipts
  }

  return async ({ activity, signer }: Delivered): Promise<HttpAnswer> => {
    const { peer } = signer
    const inline = activity.value[OBJECTS_MEMBER]
    if (peer === null) {
      if (inline === undefined) return ACCEPTED // somebody shares a post
      throw new TesseraError('forbidden', 'not_a_peer', 'Objects are taken from peers only.')
    }
    const announced = digestsOf(activity)
    const texts = textsOf(inline, new Set(announced))
    const receipts = await receive(peer, texts)
    const handed = new Set(receipts.map((receipt) => receipt.digest))
    const wanted = {
      digests: announced.filter((digest) => !handed.has(digest)),
      scids: [
        ...new Set(receipts.flatMap((receipt) => (isTaken(receipt) ? (receipt.scid ?? []) : []))),
      ],
    }
    if (wanted.digests.length + wanted.scids.length > 0) pull(peer, wanted)
    return answerFor(receipts)
  }
}

function isStale(receipt: Receipt): boolean {
  return receipt.outcome === 'refused' && STALE_LOG.has(receipt.refusal.code)
}

function isTaken(receipt: Receipt): boolean {
  return receipt.outcome === 'stored'
}

/** The digests of the announced objects: they are the sender's own URLs of them. */
function digestsOf({ actor, objects }: Activity): Digest[] {
  const start = `${originOf(actor)}${OBJECT_PATH}`
  const digests = objects.flatMap(({ id }) =>
    id?.startsWith(start) === true && isDigest(id.slice(start.length))
      ? [id.slice(start.length)]
      : [],
  )
  if (digests.length === 0 || digests.length !== objects.length || digests.length > MAX_ANNOUNCED) {
    throw invalid('bad_announcement', 'A peer announces objects by their URLs at its origin.')
  }
  return digests
}

/** The canonical texts of what came along. */
function textsOf(inline: JsonValue | undefined, announced: ReadonlySet<Digest>): string[] {
  if (inline === undefined) return []
  if (!Array.isArray(inline) || !inline.every(isObject)) {
    throw invalid('bad_announcement', 'Objects come as a list of JSON objects.')
  }
  const texts = inline.map((value) => canonicalize(value))
  if (!texts.every((text) => announced.has(digestOf(text)))) {
    throw unprocessable('wrong_digest', 'An object does not have any of the announced digests.')
  }
  return texts
}

function answerFor(receipts: readonly Receipt[]): HttpAnswer {
  const refusals = receipts.flatMap((receipt) =>
    receipt.outcome === 'refused' ? [{ digest: receipt.digest, refusal: receipt.refusal }] : [],
  )
  const [first] = refusals
  if (first === undefined) return ACCEPTED
  if (refusals.length === receipts.length) {
    const { code, message } = first.refusal
    throw UNPROCESSABLE.has(code) ? unprocessable(code, message) : first.refusal
  }
  const refused = refusals.map(({ digest, refusal }) => ({ digest, code: refusal.code }))
  return { ...jsonAnswer({ refused }), status: 202 }
}
