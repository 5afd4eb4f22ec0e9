import { type KeyObject, sign, verify } from 'node:crypto'

import type { Timestamp } from '../kernel/time.ts'
import { decodeBase58, toBase58 } from './base58.ts'
import { canonicalize, cutMember } from './canonical.ts'
import { sha256 } from './digest.ts'

/** `assertionMethod`: the node key signs. `capabilityInvocation`: a member signs. */
export type ProofPurpose = 'assertionMethod' | 'capabilityInvocation'

/** A Data Integrity proof of suite `eddsa-jcs-2022`, with exactly these members. */
export interface DataIntegrityProof {
  readonly '@context': readonly string[]
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: 'eddsa-jcs-2022'
  readonly created: Timestamp
  /** A DID URL; its fragment is the Multikey of the signer. */
  readonly verificationMethod: string
  readonly proofPurpose: ProofPurpose
  readonly proofValue: string
}

/**
 * The proof of a document by one key. `documentHash` is sha-256 of the canonical document without
 * `proof`. SPEC: W3C vc-di-eddsa, sections 3.3.1 (create proof) and 3.3.4 (hashing).
 */
export function createProof(
  documentHash: Uint8Array,
  config: Omit<DataIntegrityProof, 'proofValue'>,
  privateKey: KeyObject,
): DataIntegrityProof {
  const signature = sign(null, hashesOf(canonicalize(config), documentHash), privateKey)
  return { ...config, proofValue: `z${toBase58(signature)}` }
}

/**
 * Whether `proofValue` is the signature of `key` over a document whose canonical form without
 * `proof` hashes to `documentHash`. All other members of the proof are part of what is signed; who
 * the key belongs to and whether it may sign is judged elsewhere.
 * SPEC: W3C vc-di-eddsa, sections 3.3.2 (verify proof) and 3.3.4 (hashing).
 */
export function verifyProof(
  documentHash: Uint8Array,
  proof: { readonly proofValue: string },
  key: KeyObject,
): boolean {
  const signature = decodeSignature(proof.proofValue)
  if (signature === null || key.asymmetricKeyType !== 'ed25519') return false
  return verify(null, hashesOf(configText(proof), documentHash), key, signature)
}

/** The 64 bytes of a multibase base58btc proof value; null if it is anything else. */
function decodeSignature(proofValue: string): Uint8Array | null {
  if (!proofValue.startsWith('z') || proofValue.length > 90) return null
  const bytes = decodeBase58(proofValue.slice(1))
  return bytes?.length === 64 ? bytes : null
}

/** The canonical proof configuration: the proof without its value. */
function configText(proof: { readonly proofValue: string }): string {
  const cut = cutMember(canonicalize(proof), 'proofValue', JSON.stringify(proof.proofValue))
  if (cut !== null) return cut
  const { proofValue: _, ...config } = proof
  return canonicalize(config)
}

/** SPEC: vc-di-eddsa 3.3.4: the hash of the proof configuration, then the hash of the document. */
function hashesOf(config: string, documentHash: Uint8Array): Buffer {
  return Buffer.concat([sha256(config), documentHash])
}
