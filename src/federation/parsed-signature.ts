import { MINUTE, SECOND } from '../kernel/time.ts'
import type { HeaderMap } from './received-request.ts'

/** RSA means RSASSA-PKCS1-v1_5 with SHA-256, the one form that the fediverse speaks. */
export type SignatureAlgorithm = 'rsa-sha256' | 'ed25519'

/** A signature whose form, coverage, time, host and digest are right; the key has yet to be asked. */
export interface ParsedSignature {
  readonly scheme: 'cavage' | 'rfc9421'
  readonly keyId: string
  /** Null if the request leaves it to the type of the key. */
  readonly algorithm: SignatureAlgorithm | null
  /** The signature base, one character per byte (Latin-1), as the header values came. */
  readonly base: string
  readonly signature: Buffer
  /** When the signature stops being accepted (milliseconds): until then a replay must be known. */
  readonly validUntil: number
}

/** Why a request does not count as signed by the key it names. */
export type SignatureRefusal =
  | 'unsigned'
  | 'repeated_header'
  | 'bad_target'
  | 'wrong_host'
  | 'malformed_signature'
  | 'several_signatures'
  | 'not_covered'
  | 'repeated_component'
  | 'missing_component'
  | 'no_digest'
  | 'wrong_digest'
  | 'bad_date'
  | 'too_old'
  | 'in_the_future'
  | 'expired'
  | 'unsupported_algorithm'
  | 'algorithm_mismatch'
  | 'wrong_signature'

/** A request whose headers are in order, and who we are: what both schemes read. */
export interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly headers: HeaderMap
  readonly body: Uint8Array
  /** Our configured origin, such as `https://a.example`. */
  readonly origin: string
  readonly host: string
  readonly now: number
}

/** The windows of the inbox gate: long enough for a queue that retries, no longer. */
const OLDEST = 15 * MINUTE
const NEWEST = 5 * MINUTE

/** A header longer than this signs nothing that we read: RSA-8192 needs 1,366 characters. */
export const MAX_SIGNATURE_HEADER = 8192
/** More covered components than any known sender has; it bounds the length of the base. */
export const MAX_COMPONENTS = 32

/** When a signature made at `created` stops being accepted, or why it is not accepted now. */
export function windowOf(
  created: number,
  now: number,
): { readonly validUntil: number } | 'too_old' | 'in_the_future' {
  if (created > now + NEWEST) return 'in_the_future'
  if (created < now - OLDEST) return 'too_old'
  return { validUntil: created + OLDEST + SECOND }
}

/** The bytes of base64 in its one canonical spelling; null for anything else. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null
}

/** Whether the digest of the body has to be part of what is signed. */
export function needsDigest({ method, body }: SignedRequest): boolean {
  return body.length > 0 || (method !== 'GET' && method !== 'HEAD')
}
