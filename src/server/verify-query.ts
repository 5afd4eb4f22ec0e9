import { isScid, type Scid } from '../record/did.ts'
import { type Digest, isDigest } from '../record/digest.ts'

/** What somebody typed to be verified. */
export type VerifyQuery =
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'record'; readonly scid: Scid; readonly type: string; readonly slug: string }
  | { readonly kind: 'collective'; readonly scid: Scid }
  | { readonly kind: 'unclear' }

const OBJECT = /\/(?:objects|charters)\/(zQm[1-9A-HJ-NP-Za-km-z]{44})(?:[/?#]|$)/
const RECORD =
  /\/records\/(Qm[1-9A-HJ-NP-Za-km-z]{44})\/([A-Za-z]{1,40})\/([a-z0-9][a-z0-9._-]{0,63})(?:[/?#]|$)/

/**
 * Reads a digest, a SCID, or the address of an object or record on any node. An address is only
 * read, never asked: what it names is looked up among what this node holds.
 */
export function parseVerifyQuery(typed: string): VerifyQuery {
  const text = typed.trim()
  if (isDigest(text)) return { kind: 'digest', digest: text }
  if (isScid(text)) return { kind: 'collective', scid: text }
  const [, digest] = OBJECT.exec(text) ?? []
  if (digest !== undefined) return { kind: 'digest', digest }
  const [, scid, type, slug] = RECORD.exec(text) ?? []
  if (scid === undefined || type === undefined || slug === undefined) return { kind: 'unclear' }
  return { kind: 'record', scid, type, slug }
}
