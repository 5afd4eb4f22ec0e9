import { invalid, TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { type Did, decodeVerificationMethod, type Scid } from './did.ts'
import { decodeEd25519, type Multikey } from './multikey.ts'
import { type DataIntegrityProof, type ProofPurpose, verifyProof } from './proof.ts'

/** What a proof has to fit. */
export interface Signed {
  /** sha-256 of the canonical document without `proof`. */
  readonly documentHash: Uint8Array
  /** Whose document it is: the key has to be one of theirs. */
  readonly scid: Scid
  readonly created: Timestamp
  readonly purpose: ProofPurpose
}

/**
 * Who made a proof, once it is verified against the document. The key comes from the proof itself
 * (the fragment of a verification method is its Multikey); whether the collective's log ever gave
 * that key this role is judged by acceptance. Throws `bad_proof`, `wrong_collective`.
 */
export function verifySigner(
  proof: DataIntegrityProof,
  signed: Signed,
): { readonly did: Did; readonly multikey: Multikey } {
  const method = decodeVerificationMethod(proof.verificationMethod)
  if (method === null)
    throw invalid('bad_proof', 'The verification method is not <did>#<multikey>.')
  if (method.scid !== signed.scid) {
    throw new TesseraError(
      'forbidden',
      'wrong_collective',
      'The proof is by a key of another collective.',
    )
  }
  if (proof.created !== signed.created)
    throw invalid('bad_proof', '"proof.created" has to be the time of the document.')
  if (proof.proofPurpose !== signed.purpose)
    throw invalid('bad_proof', 'The proof has the purpose of another role.')
  const key = decodeEd25519(method.multikey)
  if (key === null || !verifyProof(signed.documentHash, proof, key)) {
    throw new TesseraError(
      'unauthenticated',
      'bad_proof',
      'The proof is not the signature of its key over these bytes.',
    )
  }
  return { did: method.did, multikey: method.multikey }
}
