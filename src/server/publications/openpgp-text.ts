import { createPublicKey, type KeyObject, sign } from 'node:crypto'

import { parseTimestamp, SECOND, type Timestamp } from '../../kernel/time.ts'
import {
  armor,
  fingerprintOf,
  hashedKey,
  hashedUserId,
  PACKET,
  packet,
  publicKeyBody,
  SIGNATURE_TYPE,
  signatureBody,
} from './openpgp-packets.ts'

/** The node key as an OpenPGP certificate, for those who verify with the tools they have. */
export interface OpenPgpKey {
  /** What people import: `gpg --import`. */
  readonly publicKeyArmored: string
  /** 40 hexadecimal digits in upper case. */
  readonly fingerprint: string
  /** Seconds since 1970. */
  readonly created: number
  readonly privateKey: KeyObject
}

export interface OpenPgpKeyOptions {
  /** When the node key appeared in the DID log: the fingerprint depends on it. */
  readonly created: Timestamp
  /** Names the node, never a person and no mailbox: `Tessera node <https://host>`. */
  readonly userId: string
}

/**
 * The Ed25519 node key as a version 4 certificate; the same key, time and user ID give the same
 * bytes. It certifies itself and signs plain texts, no more. That it is a node's key, and until
 * when, the DID log tells.
 *
 * That one key signs here and in records is safe because no message of one kind is one of another:
 * a signature of this file signs a SHA-256 digest, 32 bytes; a proof of the suite
 * `eddsa-jcs-2022` two of them, 64 bytes; an HTTP signature a longer text that begins with a
 * quotation mark (RFC 9421, section 2.5). With SHA-512, which most programs would take for
 * Ed25519, a digest would be as long as what a proof signs.
 *
 * SPEC: RFC 9580, sections 5.5.2 and 10.1.
 */
export function toOpenPgpKey(
  privateKey: KeyObject,
  { created, userId }: OpenPgpKeyOptions,
): OpenPgpKey {
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error('Only an Ed25519 key becomes an OpenPGP key of this kind.')
  const seconds = parseTimestamp(created) / SECOND
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const body = publicKeyBody(Buffer.from(x, 'base64url'), seconds)
  const name = Buffer.from(userId)
  const certification = signatureBody(Buffer.concat([hashedKey(body), hashedUserId(name)]), {
    type: SIGNATURE_TYPE.positiveCertification,
    created: seconds,
    fingerprint: fingerprintOf(body),
    sign: (digest) => sign(null, digest, privateKey),
  })
  const certificate = Buffer.concat([
    packet(PACKET.publicKey, body),
    packet(PACKET.userId, name),
    packet(PACKET.signature, certification),
  ])
  return {
    publicKeyArmored: armor('PUBLIC KEY BLOCK', certificate),
    fingerprint: fingerprintOf(body).toString('hex').toUpperCase(),
    created: seconds,
    privateKey,
  }
}

/**
 * An armored detached signature over exactly the UTF-8 bytes of `text`, dated `at` (never before
 * the key). The same text, key and time give the same bytes. It proves that the node gave out this
 * text, and nothing about who endorsed it: that the proofs of the records say.
 */
export function signDetached(text: string, key: OpenPgpKey, at: Timestamp): string {
  const body = signatureBody(Buffer.from(text), {
    type: SIGNATURE_TYPE.binary,
    created: Math.max(key.created, parseTimestamp(at) / SECOND),
    fingerprint: Buffer.from(key.fingerprint, 'hex'),
    sign: (digest) => sign(null, digest, key.privateKey),
  })
  return armor('SIGNATURE', packet(PACKET.signature, body))
}
