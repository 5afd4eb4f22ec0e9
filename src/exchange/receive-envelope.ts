import { TesseraError } from '../kernel/errors.ts'
import { addTime, DAY, toTimestamp } from '../kernel/time.ts'
import { isNewer } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { keyOf } from '../record/manifest.ts'
import { couldSign, findCorrespondent } from './correspondent.ts'
import { type Envelope, parseEnvelope } from './envelope.ts'
import { openAll, openEnvelope, type OpeningDeps } from './open-envelopes.ts'
import { blocked } from './take-in.ts'

/** The longest that a record of any kind is valid (kinds.ts), and a clock may be ahead besides. */
const LONGEST_VALIDITY = 401 * DAY
/** More than one collective drafts at a time; all of one sender's are opened for each that comes. */
export const MAX_OF_SENDER = 200
/** 400 MB if all of them are as large as they may be, and a fortieth of that as they are. */
export const MAX_ENVELOPES = 2_000

/** Takes sealed records from the collectives that sealed them. */
export interface EnvelopeInbox {
  /**
   * Keeps an envelope as it came, if the record in it opens and counts; an older version of that
   * record goes. `sender` is who delivered it, proven by the node key. Throws what parseEnvelope and
   * openEnvelope throw, `wrong_sender`, `not_recipient`, `expired`, `bad_envelope`, `blocked`,
   * `unknown_key`, `superseded`, `quota_envelopes`, `envelopes_full`.
   */
  receive(text: string, sender: Scid): Promise<'stored' | 'known'>
  /** Removes what its sender takes back; nothing if it is not here, or not that sender's. */
  takeBack(digest: Digest, sender: Scid): Promise<void>
}

export interface EnvelopeInboxDeps extends OpeningDeps {
  /** Who we are. */
  readonly scid: Scid
}

export function createEnvelopeInbox(deps: EnvelopeInboxDeps): EnvelopeInbox {
  const { envelopes } = deps
  return {
    async receive(text, sender) {
      const envelope = parseEnvelope(text)
      checkOutside(envelope, sender, deps)
      if ((await envelopes.findEnvelope(envelope.digest)) !== null) return 'known'
      return await takeEnvelope(envelope, deps)
    },
    async takeBack(digest, sender) {
      const stored = await envelopes.findEnvelope(digest)
      if (stored?.sender !== sender) return
      await envelopes.changeEnvelopes({ put: null, remove: [digest], jobs: [] })
    },
  }
}

/** What can be judged without opening it. */
function checkOutside(
  { sender, recipients, expires }: Envelope,
  deliveredBy: Scid,
  { scid, now }: EnvelopeInboxDeps,
): void {
  const at = toTimestamp(now())
  if (sender !== deliveredBy || sender === scid) {
    throw new TesseraError('forbidden', 'wrong_sender', 'Only its sender may deliver an envelope.')
  }
  if (!recipients.includes(scid)) {
    throw new TesseraError('invalid', 'not_recipient', 'This envelope is not for this collective.')
  }
  if (expires <= at) throw new TesseraError('gone', 'expired', 'This envelope has expired.')
  if (expires > addTime(at, LONGEST_VALIDITY)) {
    throw new TesseraError('invalid', 'bad_envelope', 'It is valid for longer than any record.')
  }
}

async function takeEnvelope(envelope: Envelope, deps: EnvelopeInboxDeps): Promise<'stored'> {
  const { envelopes, store, agreements } = deps
  const { digest, sender, expires, text } = envelope
  const received = toTimestamp(deps.now())
  const collective = await store.findCollective(sender)
  if (collective?.blocked === true) throw blocked()
  const record = await openEnvelope(envelope, agreements)
  const correspondent = await findCorrespondent(store, sender)
  if (correspondent === null || !couldSign(record, correspondent, received)) throw unknownKey()
  const others = await openAll(deps, sender)
  const before = others.find((other) => keyOf(other.record) === keyOf(record))
  if (before !== undefined && isNewer(before.record, record)) throw superseded()
  if (before === undefined) await checkRoom(others.length, deps)
  await envelopes.changeEnvelopes({
    put: { digest, sender, received, expires, text },
    remove: before === undefined ? [] : [before.envelope],
    jobs: [],
  })
  return 'stored'
}

async function checkRoom(ofSender: number, { envelopes }: EnvelopeInboxDeps): Promise<void> {
  if (ofSender >= MAX_OF_SENDER) {
    throw new TesseraError(
      'too-many',
      'quota_envelopes',
      'This sender has too many envelopes here.',
    )
  }
  if ((await envelopes.countEnvelopes()) >= MAX_ENVELOPES) {
    throw new TesseraError('full', 'envelopes_full', 'There is no room for more envelopes here.')
  }
}

function unknownKey(): TesseraError {
  return new TesseraError(
    'forbidden',
    'unknown_key',
    'The DID log of the sender does not let these keys speak for it.',
  )
}

function superseded(): TesseraError {
  return new TesseraError('conflict', 'superseded', 'A newer version of this record is here.')
}
