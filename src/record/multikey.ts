import { createPublicKey, type KeyObject } from 'node:crypto'

import { invalid } from '../kernel/errors.ts'
import { decodeBase58, toBase58 } from './base58.ts'

/**
 * A public key as a Multikey text (W3C Controlled Identifiers 1.0, section 2.2.2): `z6Mk...` for
 * Ed25519, `z6LS...` for X25519.
 */
export type Multikey = string

const ED25519 = Uint8Array.of(0xed, 0x01)
const X25519 = Uint8Array.of(0xec, 0x01)

/**
 * Encodings of the eight points of small order and their non-canonical twins: a signature under
 * such a key says nothing about who made it. SPEC: RFC 8032, section 5.1.7; the list is that of
 * libsodium's ge25519_has_small_order.
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

/** Keys are parsed once; a full cache starts anew, so a stranger cannot make it grow. */
const CACHE_LIMIT = 10_000
const cache = new Map<Multikey, KeyObject>()

/** The Ed25519 key that a Multikey text names; null if it is none or one of small order. */
export function decodeEd25519(multikey: Multikey): KeyObject | null {
  const known = cache.get(multikey)
  if (known !== undefined) return known
  const raw = rawKey(multikey, ED25519)
  if (raw === null || isSmallOrder(raw)) return null
  const key = createPublicKey(pemOf(raw))
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(multikey, key)
  return key
}

/** The 32 bytes of an X25519 Multikey; null if it is none. */
export function decodeX25519(multikey: Multikey): Uint8Array | null {
  return rawKey(multikey, X25519)
}

/** The Multikey text of an Ed25519 or X25519 public key; throws `bad_key` for any other. */
export function toMultikey(key: KeyObject): Multikey {
  const { crv, x } = key.export({ format: 'jwk' })
  if (x === undefined || (crv !== 'Ed25519' && crv !== 'X25519')) {
    throw invalid('bad_key', 'Only Ed25519 and X25519 keys are written as a Multikey here.')
  }
  const code = crv === 'Ed25519' ? ED25519 : X25519
  return `z${toBase58(Buffer.concat([code, Buffer.from(x, 'base64url')]))}`
}

function rawKey(multikey: Multikey, code: Uint8Array): Uint8Array | null {
  if (multikey.length > 60 || !multikey.startsWith('z')) return null
  const bytes = decodeBase58(multikey.slice(1))
  if (bytes?.length !== 34 || bytes[0] !== code[0] || bytes[1] !== code[1]) return null
  return toBase58(bytes) === multikey.slice(1) ? bytes.subarray(2) : null
}

function isSmallOrder(raw: Uint8Array): boolean {
  const unsigned = Uint8Array.from(raw)
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f
  return SMALL_ORDER.has(Buffer.from(unsigned).toString('hex'))
}

/** What precedes an Ed25519 key in a SubjectPublicKeyInfo. SPEC: RFC 8410, section 4. */
const SPKI_PREFIX = Uint8Array.of(
  0x30,
  0x2a,
  0x30,
  0x05,
  0x06,
  0x03,
  0x2b,
  0x65,
  0x70,
  0x03,
  0x21,
  0,
)

/** Node.js reads this text much faster than the same key as JWK or DER. */
function pemOf(raw: Uint8Array): string {
  const body = Buffer.concat([SPKI_PREFIX, raw]).toString('base64')
  return `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`
}
