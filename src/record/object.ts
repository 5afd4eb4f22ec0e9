import { TesseraError } from '../kernel/errors.ts'
import { parseCanonical } from './canonical.ts'
import { type Digest, digestOf } from './digest.ts'
import { type Head, parseHead } from './head.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { type SignedRecord, toSignedRecord } from './record.ts'

/** Any object of the network: canonical bytes addressed by digest. */
export type TesseraObject =
  | { readonly kind: 'record'; readonly value: SignedRecord }
  | { readonly kind: 'manifest'; readonly value: Manifest }
  | { readonly kind: 'head'; readonly value: Head }

/** No kind is larger (charters and communiqués in many languages); nothing longer is even parsed. */
export const MAX_OBJECT_SIZE = 512 * 1024

/**
 * The object that bytes are, with form, limits and signatures verified; `digest` is theirs, for who
 * has it already. Throws a refusal that names what is wrong; whether its keys may speak for the
 * collective is judged by acceptance.
 */
export function parseObject(text: string, digest: Digest = digestOf(text)): TesseraObject {
  if (text.length > MAX_OBJECT_SIZE || Buffer.byteLength(text) > MAX_OBJECT_SIZE) {
    throw new TesseraError('too-large', 'object_too_large', 'An object has at most 512 KiB.')
  }
  const value = parseCanonical(text)
  const { type } = value
  if (type === 'Head') return { kind: 'head', value: parseHead(text, value) }
  if (type === 'Manifest') return { kind: 'manifest', value: parseManifest(text, value) }
  return { kind: 'record', value: toSignedRecord(value, { text, digest }) }
}
