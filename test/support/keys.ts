import { generateKeyPairSync } from 'node:crypto'

import type { Did } from '../../src/record/did.ts'
import { toMultikey } from '../../src/record/multikey.ts'
import type { SigningKey } from '../../src/record/record.ts'

export type TestKey = SigningKey

/** A new Ed25519 key that signs for a DID. */
export function createTestKey(did: Did): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { did, multikey: toMultikey(publicKey), privateKey }
}
