import { invalid } from '../kernel/errors.ts'
import type { Multikey } from './multikey.ts'

/** A did:webvh DID: `did:webvh:<scid>:<host>[%3A<port>]`. */
export type Did = string

/** What a collective is known and compared by: the SCID of its DID (`Qm` and 44 more characters). */
export type Scid = string

const SCID = /^Qm[1-9A-HJ-NP-Za-km-z]{44}$/
/** Host names in lower case (punycode for others), an optional port; no path: one node, one origin. */
const DID =
  /^did:webvh:(Qm[1-9A-HJ-NP-Za-km-z]{44}):((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:%3A[1-9]\d{0,4})?)$/
/** DNS allows 253; with a port and the SCID a DID stays under this. */
const MAX_DID_LENGTH = 330

export function isScid(text: string): boolean {
  return SCID.test(text)
}

/** A record names its DID several times, and few DIDs are in use; a full cache starts anew. */
const CACHE_LIMIT = 1_000
const cache = new Map<string, DidParts>()

interface DidParts {
  readonly scid: Scid
  /** With `:port` if it has one. */
  readonly host: string
}

/** The parts of a DID in our profile of did:webvh; null if it is none. */
export function decodeDid(did: string): DidParts | null {
  if (did.length > MAX_DID_LENGTH) return null
  const known = cache.get(did)
  if (known !== undefined) return known
  const [, scid, host] = DID.exec(did) ?? []
  if (scid === undefined || host === undefined) return null
  const parts = { scid, host: host.replace('%3A', ':') }
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(did, parts)
  return parts
}

/** The SCID of a DID; throws `bad_did`. */
export function scidOf(did: string): Scid {
  const parts = decodeDid(did)
  if (parts === null)
    throw invalid('bad_did', 'A did:webvh DID with a host (and maybe a port) is expected here.')
  return parts.scid
}

/** The DID of a collective at an origin such as `https://a.example` or `http://localhost:8081`. */
export function didAt(scid: Scid, origin: string): Did {
  return `did:webvh:${scid}:${new URL(origin).host.replace(':', '%3A')}`
}

/** The DID and the Multikey that a verification method `<did>#<multikey>` names; null if it is none. */
export function decodeVerificationMethod(
  id: string,
): { readonly did: Did; readonly scid: Scid; readonly multikey: Multikey } | null {
  const at = id.indexOf('#')
  if (at < 0) return null
  const did = id.slice(0, at)
  const parts = decodeDid(did)
  return parts === null ? null : { did, scid: parts.scid, multikey: id.slice(at + 1) }
}

/** The last eight characters of a SCID: enough to tell slugs of two collectives apart in a path. */
export function shortScid(scid: Scid): string {
  return scid.slice(-8)
}
