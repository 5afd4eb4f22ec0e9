import { createHash, hash } from 'node:crypto'

import { decodeBase58, toBase58 } from './base58.ts'

/**
 * A digest as it is written everywhere: multibase base58btc (`z`) of a sha2-256 multihash
 * (`0x12 0x20`), so always `zQm` and 44 more characters.
 */
export type Digest = string

const MULTIHASH_SHA2_256 = Uint8Array.of(0x12, 0x20)
const FORM = /^zQm[1-9A-HJ-NP-Za-km-z]{44}$/

export function sha256(data: string | Uint8Array): Buffer {
  return hash('sha256', data, 'buffer')
}

/** The digest of bytes (a text stands for its UTF-8). For a whole object this is its byte digest. */
export function digestOf(data: string | Uint8Array): Digest {
  return digestOfHash(sha256(data))
}

/** The digest that a sha2-256 hash of 32 bytes is written as. */
export function digestOfHash(hashed: Uint8Array): Digest {
  return `z${toBase58(Buffer.concat([MULTIHASH_SHA2_256, hashed]))}`
}

/** The 32 hash bytes of a digest; null if it is not one. */
export function decodeDigest(digest: string): Uint8Array | null {
  if (!isDigest(digest)) return null
  const bytes = decodeBase58(digest.slice(1))
  if (bytes === null || MULTIHASH_SHA2_256.some((byte, i) => bytes[i] !== byte)) return null
  return bytes.subarray(2)
}

export function isDigest(text: string): boolean {
  return FORM.test(text)
}

/** One digest over several texts, each with its length, so that no two lists give the same bytes. */
export function digestOfAll(texts: Iterable<string>): Digest {
  const sum = createHash('sha256')
  for (const text of texts) sum.update(`${Buffer.byteLength(text)}:`).update(text)
  return digestOfHash(sum.digest())
}
