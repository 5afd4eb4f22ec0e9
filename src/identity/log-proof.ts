import { type KeyObject, sign } from 'node:crypto'

import { isTimestamp, type Timestamp } from '../kernel/time.ts'
import { toBase58 } from '../record/base58.ts'
import { canonicalize } from '../record/canonical.ts'
import { digestOf, sha256 } from '../record/digest.ts'
import { decodeEd25519, type Multikey } from '../record/multikey.ts'
import { verifyProof } from '../record/proof.ts'
import {
  didKeyMethod,
  type LogEntry,
  type LogProof,
  type UnsignedEntry,
  type WitnessProof,
} from './log-entry.ts'

/** A private Ed25519 key and the Multikey of its public half. */
export interface SigningKey {
  readonly multikey: Multikey
  readonly privateKey: KeyObject
}

/**
 * Signs a log entry with the controller key.
 * SPEC: https://identity.foundation/didwebvh/v1.0/, "Data Integrity Proof Generation".
 */
export function signEntry(entry: UnsignedEntry, controller: SigningKey): LogEntry {
  return { ...entry, proof: [createLogProof(entry, controller, entry.versionTime)] }
}

/**
 * A member's approval of an entry. `created` is the entry's time, so that one member's proof has
 * the same bytes wherever and however often she signs.
 * SPEC: https://identity.foundation/didwebvh/v1.0/, "DID Witnesses".
 */
export function createWitnessProof(entry: UnsignedEntry, member: SigningKey): WitnessProof {
  const { versionId, versionTime } = entry
  return { versionId, proof: createLogProof({ versionId }, member, versionTime) }
}

/** Whether the proof of an entry is its controller's. */
export function isSignedBy(entry: LogEntry, controller: Multikey): boolean {
  const { proof, ...unsigned } = entry
  return proof.every((one) => verifyLogProof(sha256(canonicalize(unsigned)), one, controller))
}

/**
 * The approvals that count for one entry: verified, by distinct approvers, one each. Of several
 * proofs by one member (with other times) the one with the lowest digest is kept, so the outcome
 * does not depend on the order in which they came.
 */
export function approvalsOf(
  versionId: string,
  proofs: readonly WitnessProof[],
  approvers: readonly Multikey[],
): readonly WitnessProof[] {
  const approved = sha256(canonicalize({ versionId }))
  return approvers.flatMap((member) => {
    const own = proofs.filter(
      ({ proof }) => isTimestamp(proof.created) && verifyLogProof(approved, proof, member),
    )
    return own.toSorted(byDigest).slice(0, 1)
  })
}

function byDigest(a: WitnessProof, b: WitnessProof): number {
  return digestOf(canonicalize(a.proof)) < digestOf(canonicalize(b.proof)) ? -1 : 1
}

function verifyLogProof(documentHash: Uint8Array, proof: LogProof, signer: Multikey): boolean {
  const key = decodeEd25519(signer)
  return (
    key !== null &&
    proof.verificationMethod === didKeyMethod(signer) &&
    verifyProof(documentHash, proof, key)
  )
}

/** SPEC: W3C vc-di-eddsa 3.3.4: the hash of the proof configuration, then the hash of the document. */
function createLogProof(document: object, key: SigningKey, created: Timestamp): LogProof {
  const config = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created,
    verificationMethod: didKeyMethod(key.multikey),
    proofPurpose: 'assertionMethod',
  } as const
  const hashes = Buffer.concat([sha256(canonicalize(config)), sha256(canonicalize(document))])
  return { ...config, proofValue: `z${toBase58(sign(null, hashes, key.privateKey))}` }
}
