import { Type, type Static } from 'typebox'

import { invalid, TesseraError } from '../kernel/errors.ts'
import { isTimestamp, type Timestamp } from '../kernel/time.ts'
import { canonicalize, parseCanonical } from '../record/canonical.ts'
import { createCheck } from '../record/check.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { SCID_PATTERN } from '../record/patterns.ts'

const KIB = 1024
/** Records are filled up to 4, 8, 16 ... 128 KiB, so that the length of an envelope tells little. */
const SMALLEST_STEP = 4 * KIB
/** Twice the largest kind that is ever sealed; as base64 it fits into what an inbox reads. */
const MAX_SEALED_SIZE = 128 * KIB
/** Far more peers than a collective looks after; what is for more is better public. */
export const MAX_RECIPIENTS = 256
/** age: a stanza of about 100 bytes for each key, and a tag of 16 bytes for each 64 KiB. */
const MAX_AGE_OVERHEAD = 32 * KIB
const MAX_CIPHERTEXT = Math.ceil((MAX_SEALED_SIZE + MAX_AGE_OVERHEAD) / 3) * 4
const FILL = ' '

/** A sealed record on its way: who sends it to whom is in the clear, what it says is not. */
export interface Envelope {
  readonly digest: Digest
  readonly sender: Scid
  /** Sorted; the sender, who can open it too, is not among them. */
  readonly recipients: readonly Scid[]
  /** When the record in it expires. */
  readonly expires: Timestamp
  /** An age file. */
  readonly sealed: Buffer
  /** Its canonical bytes. */
  readonly text: string
}

const SCID = Type.String({ pattern: SCID_PATTERN })
const EnvelopeSchema = Type.Object(
  {
    type: Type.Literal('Envelope'),
    sender: SCID,
    recipients: Type.Array(SCID, { minItems: 1, maxItems: MAX_RECIPIENTS }),
    expires: Type.String({ maxLength: 20 }),
    ciphertext: Type.String({ maxLength: MAX_CIPHERTEXT }),
  },
  { additionalProperties: false },
)
type EnvelopeValue = Static<typeof EnvelopeSchema>

const checkEnvelope: (value: unknown) => asserts value is EnvelopeValue = createCheck(
  EnvelopeSchema,
  'bad_envelope',
)

/**
 * The envelope that canonical bytes are; what is in it is not looked at. Throws `not_canonical` and
 * its kin, `bad_envelope`. SPEC: docs/federation/envelope.md
 */
export function parseEnvelope(text: string): Envelope {
  const value = parseCanonical(text)
  checkEnvelope(value)
  const { sender, recipients, expires, ciphertext } = value
  const sealed = Buffer.from(ciphertext, 'base64')
  if (sealed.toString('base64') !== ciphertext) throw badEnvelope('"ciphertext" is not base64.')
  if (!isTimestamp(expires)) throw badEnvelope('"expires" is not a time.')
  if (!recipients.every((one, i) => i === 0 || (recipients[i - 1] ?? '') < one)) {
    throw badEnvelope('"recipients" are not sorted, each once.')
  }
  if (recipients.includes(sender)) throw badEnvelope('The sender is not a recipient.')
  return { digest: digestOf(text), sender, recipients, expires, sealed, text }
}

/** The envelope around a sealed record. */
export function createEnvelope(
  { sender, recipients, expires }: Pick<Envelope, 'sender' | 'recipients' | 'expires'>,
  sealed: Buffer,
): Envelope {
  return parseEnvelope(
    canonicalize({
      type: 'Envelope',
      sender,
      recipients: recipients.toSorted(),
      expires,
      ciphertext: sealed.toString('base64'),
    }),
  )
}

/** Throws `record_too_large` for what no inbox would take. */
export function checkSealedSize(text: string): void {
  if (Buffer.byteLength(text) <= MAX_SEALED_SIZE) return
  const message = `A record that is sealed has at most ${MAX_SEALED_SIZE / KIB} KiB.`
  throw new TesseraError('too-large', 'record_too_large', message)
}

/** A record's text filled up with spaces to the next step. */
export function fillUp(text: string): string {
  const size = Buffer.byteLength(text)
  let step = SMALLEST_STEP
  while (step < size) step *= 2
  return text + FILL.repeat(step - size)
}

/** The text that was filled up: canonical JSON ends with a brace, so what follows is filling. */
export function withoutFilling(content: string): string {
  return content.slice(0, content.lastIndexOf('}') + 1)
}

function badEnvelope(message: string): TesseraError {
  return invalid('bad_envelope', message)
}
