import { createPrivateKey, createPublicKey, hash } from 'node:crypto'

import type { SigningKey } from '../../src/identity/log-proof.ts'
import { toMultikey } from '../../src/record/multikey.ts'

/** DER of a private key before its 32 bytes (RFC 8410, section 7). */
const ED25519_PREFIX = '302e020100300506032b657004220420'
const X25519_PREFIX = '302e020100300506032b656e04220420'

/** A key of the examples in docs/: anybody can make it, so no node and no log accepts it. */
export function sampleKey(role: string, type: 'ed25519' | 'x25519' = 'ed25519'): SigningKey {
  const prefix = type === 'ed25519' ? ED25519_PREFIX : X25519_PREFIX
  const seed = hash('sha256', `tessera sample ${role}`, 'buffer')
  const key = Buffer.concat([Buffer.from(prefix, 'hex'), seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  return { multikey: toMultikey(createPublicKey(privateKey)), privateKey }
}
