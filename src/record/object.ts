import { TesseraError } from '../kernel/errors.ts'
import { parseCanonical } from './canonical.ts'
import { type Digest, digestOf } from './digest.ts'
import { type Head, parseHead } from './head.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { parseRecord, type SignedRecord } from './record.ts'

/** Any object of the network: canonical bytes addressed by digest. */
export type TesseraObject =
  | { readonly kind: 'record'; readonly value: SignedRecord }
  | { readonly kind: 'manifest'; readonly value: Manifest }
  | { readonly kind: 'head'; readonly value: Head }

/** No kind is larger (charters and communiqués in many languages); nothing longer is even parsed. */
export const MAX_OBJECT_SIZE = 512 * 1024
const HEAD_START = '"type":"Head"'
const MANIFEST_START = '"type":"Manifest"'

/**
 * The object that bytes are, with form, limits and signatures verified; `digest` is theirs, for who
 * has it already. Throws a refusal that names what is wrong; whether its keys may speak for the
 * collective is judged by acceptance.
 */
export function parseObject(text: string, digest: Digest = digestOf(text)): TesseraObject {
  if (text.length > MAX_OBJECT_SIZE || Buffer.byteLength(text) > MAX_OBJECT_SIZE) {
    throw new TesseraError('too-large', 'object_too_large', 'An object has at most 512 KiB.')
  }
  switch (typeIn(text)) {
    case 'Head':
      return { kind: 'head', value: parseHead(text) }
    case 'Manifest':
      return { kind: 'manifest', value: parseManifest(text) }
    default:
      return { kind: 'record', value: parseRecord(text, digest) }
  }
}

/** The type, where it may be other than a record's: a record can hold these words in an object of its own. */
function typeIn(text: string): unknown {
  if (!text.includes(HEAD_START) && !text.includes(MANIFEST_START)) return undefined
  return parseCanonical(text)['type']
}
