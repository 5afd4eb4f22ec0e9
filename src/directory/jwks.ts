import type { KeyObject } from 'node:crypto'

import type { JSONWebKeySet, JWK } from 'jose'

import { decodeEd25519, decodeX25519, type Multikey } from '../record/multikey.ts'

/** The keys of a node that others may want to have as JWK. */
export interface NodeKeys {
  /** Ed25519: signs records, heads and requests to nodes. */
  readonly signing: Multikey
  /** X25519: for what is not public. */
  readonly agreement: Multikey | null
  /** RSA: signs requests to other servers. */
  readonly requests: KeyObject | null
}

/**
 * A node's public keys for `/.well-known/jwks.json`. The key id of a Multikey is the Multikey, which
 * is the fragment of its verification method; that of the RSA key is `main-key`.
 * SPEC: RFC 7517, section 5; RFC 8037, section 2.
 */
export async function nodeJwks(keys: NodeKeys): Promise<JSONWebKeySet> {
  const { exportJWK } = await import('jose')
  const list: JWK[] = []
  const signing = decodeEd25519(keys.signing)
  if (signing !== null) {
    const jwk = await exportJWK(signing)
    list.push({ ...jwk, kid: keys.signing, use: 'sig', alg: 'EdDSA' })
  }
  const agreement = keys.agreement === null ? null : decodeX25519(keys.agreement)
  if (keys.agreement !== null && agreement !== null) {
    const x = Buffer.from(agreement).toString('base64url')
    list.push({ kty: 'OKP', crv: 'X25519', x, kid: keys.agreement, use: 'enc', alg: 'ECDH-ES' })
  }
  if (keys.requests !== null) {
    const jwk = publicRsa(await exportJWK(keys.requests))
    list.push({ ...jwk, kid: 'main-key', use: 'sig', alg: 'RS256' })
  }
  return { keys: list }
}

/** Whatever key was given, only its public members leave. */
function publicRsa({ kty, n, e }: JWK): JWK {
  return {
    ...(kty === undefined ? {} : { kty }),
    ...(n === undefined ? {} : { n }),
    ...(e === undefined ? {} : { e }),
  }
}
