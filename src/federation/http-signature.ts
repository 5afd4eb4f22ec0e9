import { type KeyObject, verify } from 'node:crypto'

import { parseCavageSignature } from './cavage-signature.ts'
import { parseMessageSignature } from './message-signature.ts'
import type {
  ParsedSignature,
  SignatureAlgorithm,
  SignatureRefusal,
  SignedRequest,
} from './parsed-signature.ts'
import { decodeHeaders, type ReceivedRequest } from './received-request.ts'

export interface SignaturePolicy {
  /** Our configured origin without a slash at the end: what signatures have to be made for. */
  readonly origin: string
  readonly now: Date
}

/** What a request target consists of in origin form (RFC 9112, section 3.2.1). */
const TARGET = /^\/[!-"$-~]*$/

/**
 * Everything about the signature of a request that can be judged without its key: that there is
 * exactly one, made for this node, now, over what matters, and over this body. Never throws.
 * SPEC: docs/threat-model.md, the inbox gate.
 */
export function parseSignature(
  request: ReceivedRequest,
  policy: SignaturePolicy,
): ParsedSignature | SignatureRefusal {
  const { method, target, body } = request
  const headers = decodeHeaders(request.rawHeaders)
  if (headers === null) return 'repeated_header'
  if (!headers.has('signature')) return 'unsigned'
  if (!TARGET.test(target)) return 'bad_target'
  const host = hostOf(policy.origin)
  if (!isSameHost(headers.get('host'), host, policy.origin)) return 'wrong_host'
  const { origin } = policy
  const signed: SignedRequest = {
    method,
    target,
    headers,
    body,
    origin,
    host,
    now: policy.now.getTime(),
  }
  return headers.has('signature-input')
    ? parseMessageSignature(signed)
    : parseCavageSignature(signed)
}

/** What is wrong with a parsed signature under `key`, or null if `key` made it. Never throws. */
export function checkSignature(parsed: ParsedSignature, key: KeyObject): SignatureRefusal | null {
  const algorithm = algorithmOf(key)
  if (algorithm === null) return 'unsupported_algorithm'
  if (parsed.algorithm !== null && parsed.algorithm !== algorithm) return 'algorithm_mismatch'
  const base = Buffer.from(parsed.base, 'latin1')
  const hash = algorithm === 'ed25519' ? null : 'sha256'
  return verify(hash, base, key, parsed.signature) ? null : 'wrong_signature'
}

function algorithmOf(key: KeyObject): SignatureAlgorithm | null {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519'
  return key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : null
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2)
}

/** Case and a default port do not make another host (RFC 9110, section 4.2.3); a final dot does. */
function isSameHost(received: string | undefined, host: string, origin: string): boolean {
  if (received === undefined) return false
  if (received === host) return true
  const lower = received.toLowerCase()
  return lower === host || lower === `${host}:${origin.startsWith('https:') ? 443 : 80}`
}
