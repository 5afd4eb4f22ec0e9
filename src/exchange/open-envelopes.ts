import type { AgreementKey } from '../identity/keys.ts'
import { openSealed } from '../identity/sealing.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { isInTime, isNewer } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import { keyOf } from '../record/manifest.ts'
import { parseRecord, type SignedRecord } from '../record/record.ts'
import { audienceOf } from '../record/scope.ts'
import { couldSign, findCorrespondent } from './correspondent.ts'
import type { EnvelopeStore, StoredEnvelope } from './envelope-store.ts'
import { type Envelope, parseEnvelope, withoutFilling } from './envelope.ts'
import type { ObjectReader } from './object-store.ts'
import type { FindSealed } from './publisher.ts'

/** A sealed record that could be opened here, and counts. */
export interface OpenedRecord {
  readonly record: SignedRecord
  /** Digest of the envelope. */
  readonly envelope: Digest
  /** Whose it is: our own or another collective's. */
  readonly sender: Scid
  /** To whom it was sent. */
  readonly recipients: readonly Scid[]
  readonly received: Timestamp
}

export interface OpeningDeps {
  readonly envelopes: EnvelopeStore
  readonly store: Pick<ObjectReader, 'findLog' | 'findCollective'>
  /** The own agreement keys, the one in use and those before it. */
  readonly agreements: readonly AgreementKey[]
  readonly now: () => Date
}

/**
 * The record in an envelope, its form and proofs verified; whether its keys may speak for the sender
 * is couldSign's to say. Throws `cannot_open`, `wrong_sender`, `is_public`, `bad_envelope`, and what
 * parseRecord throws.
 */
export async function openEnvelope(
  { sealed, sender, recipients, expires }: Envelope,
  keys: readonly AgreementKey[],
): Promise<SignedRecord> {
  const content = await openSealed(sealed, keys)
  if (content === null) throw invalid('cannot_open', 'None of the keys here opens this envelope.')
  const record = parseRecord(withoutFilling(content))
  if (record.scid !== sender) {
    const message = "What a collective seals is its own; this is another's."
    throw new TesseraError('forbidden', 'wrong_sender', message)
  }
  const audience = audienceOf(record.value)
  if (audience.scope === 'public') throw isPublicRecord()
  if (record.expires !== expires) {
    throw invalid('bad_envelope', 'The envelope does not expire with the record in it.')
  }
  if (audience.scope === 'named' && !recipients.every((one) => audience.recipients.includes(one))) {
    throw invalid('bad_envelope', 'The envelope is for others than the record names.')
  }
  return record
}

export function isPublicRecord(): TesseraError {
  return invalid('is_public', 'A record for everybody is published, not sealed.')
}

/** Of each record of each sender the newest version that opens and counts. */
export async function openAll(deps: OpeningDeps, sender?: Scid): Promise<readonly OpenedRecord[]> {
  const stored = await deps.envelopes.listEnvelopes(toTimestamp(deps.now()), sender)
  const newest = new Map<string, OpenedRecord>()
  for (const [scid, envelopes] of Map.groupBy(stored, (one) => one.sender)) {
    for (const opened of await openFrom(scid, envelopes, deps)) {
      const key = `${scid} ${keyOf(opened.record)}`
      const rival = newest.get(key)
      if (rival === undefined || isNewer(opened.record, rival.record)) newest.set(key, opened)
    }
  }
  return [...newest.values()]
}

/** Finds the newest version of what the own collective has sealed. */
export function createFindSealed(deps: OpeningDeps, own: Scid): FindSealed {
  return async ({ type, slug }) => {
    const opened = await openAll(deps, own)
    const found = opened.find(({ record }) => record.type === type && record.slug === slug)
    return found === undefined ? null : (found.record.value as unknown as RecordShape)
  }
}

/** What counts of the envelopes of one sender; nothing of whoever is not known, or blocked. */
async function openFrom(
  sender: Scid,
  envelopes: readonly StoredEnvelope[],
  { store, agreements, now }: OpeningDeps,
): Promise<readonly OpenedRecord[]> {
  const collective = await store.findCollective(sender)
  const correspondent = await findCorrespondent(store, sender)
  if (collective?.blocked !== false || correspondent === null) return []
  const at = toTimestamp(now())
  const counting: OpenedRecord[] = []
  for (const envelope of envelopes) {
    const opened = await open(envelope, agreements)
    if (opened === null || !isInTime(opened.record, at)) continue
    if (couldSign(opened.record, correspondent, envelope.received)) counting.push(opened)
  }
  return counting
}

/** Null if it does not open, or not to what an envelope may hold. */
async function open(
  { digest, text, received }: StoredEnvelope,
  keys: readonly AgreementKey[],
): Promise<OpenedRecord | null> {
  try {
    const envelope = parseEnvelope(text)
    const record = await openEnvelope(envelope, keys)
    const { sender, recipients } = envelope
    return { record, envelope: digest, sender, recipients, received }
  } catch (error) {
    if (error instanceof TesseraError) return null
    throw error
  }
}
