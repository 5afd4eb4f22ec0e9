import type { KeyObject } from 'node:crypto'

import type { Peer } from '../exchange/peer-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { unauthenticated } from './http-answer.ts'
import { checkSignature } from './http-signature.ts'
import { NODE_KEY_FRAGMENT } from './own-ids.ts'
import type { ParsedSignature, SignatureRefusal } from './parsed-signature.ts'
import type { FindPeerKey } from './peer-keys.ts'
import type { RemoteKeys } from './remote-keys.ts'

/** Who made a request. */
export interface Signer {
  readonly actor: string
  /** Null if it is no node that we exchange with. */
  readonly peer: Peer | null
}

export interface AuthenticateOptions {
  readonly findPeerKey: FindPeerKey
  readonly remoteKeys: RemoteKeys
  /** Fetches the log of a peer anew, if it was not fetched just before. */
  readonly refreshLog: (peer: Peer) => Promise<void>
  /** `listed`: nobody but peers is heard, and no key of others is asked for. */
  readonly network: 'open' | 'listed'
}

/**
 * Finds out who made a signature whose form is right. Throws `unknown_node`, `no_node_key`,
 * `not_listed`, the refusals of signatures and, for keys of other servers, those of remote keys.
 */
export type Authenticate = (parsed: ParsedSignature) => Promise<Signer>

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  return async (parsed) => {
    if (parsed.keyId.endsWith(NODE_KEY_FRAGMENT)) return await authenticatePeer(parsed, options)
    if (options.network === 'listed') throw notListed()
    return await authenticateOther(parsed, options.remoteKeys)
  }
}

/** SPEC: design.md, section 8: the key is taken from the DID log at hand. */
async function authenticatePeer(
  parsed: ParsedSignature,
  { findPeerKey, refreshLog }: AuthenticateOptions,
): Promise<Signer> {
  const actor = parsed.keyId.slice(0, -NODE_KEY_FRAGMENT.length)
  const known = await findPeerKey(actor)
  if (known === null) {
    throw unauthenticated('unknown_node', 'This node exchanges nothing with the node of that key.')
  }
  if (checkWith(parsed, known.key) === null) return { actor, peer: known.peer }
  await refreshLog(known.peer)
  const found = await findPeerKey(actor)
  const refusal = checkWith(parsed, found?.key ?? null)
  if (found === null || refusal !== null) throw refused(refusal ?? 'no_node_key')
  return { actor, peer: found.peer }
}

/** A key may have been changed since it was fetched: then it is asked for once more. */
async function authenticateOther(parsed: ParsedSignature, remoteKeys: RemoteKeys): Promise<Signer> {
  const known = await remoteKeys.find(parsed.keyId)
  if (typeof known === 'string') throw refused(known)
  if (checkSignature(parsed, known.key) === null) return { actor: known.owner, peer: null }
  const fresh = await remoteKeys.refresh(parsed.keyId)
  if (typeof fresh === 'string') throw refused(fresh)
  const refusal = checkSignature(parsed, fresh.key)
  if (refusal !== null) throw refused(refusal)
  return { actor: fresh.owner, peer: null }
}

function checkWith(
  parsed: ParsedSignature,
  key: KeyObject | null,
): SignatureRefusal | 'no_node_key' | null {
  return key === null ? 'no_node_key' : checkSignature(parsed, key)
}

/** The refusal of a request whose signature does not count. */
export function refused(code: string): TesseraError {
  return unauthenticated(code, 'The signature of this request does not count here.')
}

export function notListed(): TesseraError {
  return new TesseraError('forbidden', 'not_listed', 'This node exchanges with listed nodes only.')
}
