import { createHash } from 'node:crypto'

/**
 * The few packets of OpenPGP that a certificate and a detached signature of an Ed25519 key need,
 * in the old forms that GnuPG 2.2 reads. SPEC: RFC 9580.
 */

/** EdDSA as old programs know it. SPEC: section 9.1. */
const EDDSA_LEGACY = 22
/** SPEC: section 9.5. Why not SHA-512, `openpgp-text.ts` says. */
const SHA256 = 8
/** SPEC: section 9.2: the object identifier of the curve, after its length. */
const ED25519_OID = Buffer.from('092b06010401da470f01', 'hex')
/** SPEC: section 11.2.2: before a point in its native form. */
const NATIVE_POINT = 0x40
const VERSION = 4

/** SPEC: section 5. */
export const PACKET = { signature: 2, publicKey: 6, userId: 13 } as const
/** SPEC: section 5.2.1. */
export const SIGNATURE_TYPE = { binary: 0x00, positiveCertification: 0x13 } as const
/** SPEC: section 5.2.3.7. */
const SUBPACKET = { created: 2, issuer: 16, keyFlags: 27, issuerFingerprint: 33 } as const
/** SPEC: section 5.2.3.29: may certify and sign, and nothing else. */
const CERTIFY_AND_SIGN = 0x03

/** The body of a public key packet. `created` counts seconds since 1970. SPEC: section 5.5.2. */
export function publicKeyBody(point: Uint8Array, created: number): Buffer {
  const algorithm = Buffer.of(EDDSA_LEGACY)
  const encoded = multiprecision(Buffer.concat([Buffer.of(NATIVE_POINT), point]))
  return Buffer.concat([Buffer.of(VERSION), uint32(created), algorithm, ED25519_OID, encoded])
}

/** What a key is hashed as. SPEC: section 5.2.4. */
export function hashedKey(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0x99), uint16(body.length), body])
}

/** What a user ID is hashed as in a certification. SPEC: section 5.2.4. */
export function hashedUserId(userId: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0xb4), uint32(userId.length), userId])
}

/** 20 bytes. SPEC: section 5.5.4.2. */
export function fingerprintOf(body: Uint8Array): Buffer {
  return createHash('sha1').update(hashedKey(body)).digest()
}

export interface SignatureOptions {
  readonly type: (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE]
  /** Seconds since 1970. */
  readonly created: number
  readonly fingerprint: Uint8Array
  /** Signs a digest of 32 bytes; gives 64. */
  readonly sign: (digest: Uint8Array) => Uint8Array
}

/** The body of a signature packet over `signed`. SPEC: sections 5.2.3 and 5.2.4. */
export function signatureBody(signed: Uint8Array, options: SignatureOptions): Buffer {
  const { type, created, fingerprint, sign } = options
  const isCertification = type === SIGNATURE_TYPE.positiveCertification
  const subpackets = Buffer.concat([
    subpacket(SUBPACKET.created, uint32(created)),
    ...(isCertification ? [subpacket(SUBPACKET.keyFlags, Buffer.of(CERTIFY_AND_SIGN))] : []),
    subpacket(SUBPACKET.issuerFingerprint, Buffer.concat([Buffer.of(VERSION), fingerprint])),
  ])
  const head = Buffer.concat([
    Buffer.of(VERSION, type, EDDSA_LEGACY, SHA256),
    uint16(subpackets.length),
    subpackets,
  ])
  const trailer = Buffer.concat([Buffer.of(VERSION, 0xff), uint32(head.length)])
  const digest = createHash('sha256').update(signed).update(head).update(trailer).digest()
  const unhashed = subpacket(SUBPACKET.issuer, fingerprint.subarray(-8))
  const signature = Buffer.from(sign(digest))
  return Buffer.concat([
    head,
    uint16(unhashed.length),
    unhashed,
    digest.subarray(0, 2),
    multiprecision(signature.subarray(0, 32)),
    multiprecision(signature.subarray(32)),
  ])
}

/** SPEC: section 4.2.1: lengths in one octet or two. Ours are never longer than 8,383 bytes. */
export function packet(tag: (typeof PACKET)[keyof typeof PACKET], body: Uint8Array): Buffer {
  const rest = body.length - 192
  const length = rest < 0 ? Buffer.of(body.length) : uint16(0xc000 + rest)
  return Buffer.concat([Buffer.of(0xc0 | tag), length, body])
}

/** SPEC: section 6.2. With the checksum that old programs look for. */
export function armor(kind: 'PUBLIC KEY BLOCK' | 'SIGNATURE', bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  const checksum = `=${uint32(crc24(bytes)).subarray(1).toString('base64')}`
  return [
    `-----BEGIN PGP ${kind}-----`,
    '',
    ...lines,
    checksum,
    `-----END PGP ${kind}-----`,
    '',
  ].join('\n')
}

/** SPEC: section 6.1.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb
    }
  }
  return crc & 0xffffff
}

/** A number without leading zeros, after its length in bits. SPEC: section 3.2. */
function multiprecision(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  if (start === -1) return uint16(0)
  const number = bytes.subarray(start)
  return Buffer.concat([uint16(8 * number.length - (Math.clz32(number[0] ?? 0) - 24)), number])
}

function subpacket(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(body.length + 1, type), body])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
