import { canonicalize, cutMember, type JsonObject } from './canonical.ts'
import { decodeVerificationMethod } from './did.ts'
import { type Digest, digestOf, sha256 } from './digest.ts'
import { decodeEd25519 } from './multikey.ts'
import { type DataIntegrityProof, verifyProof } from './proof.ts'

/**
 * Whether kept bytes still are what was taken in: they have their digest, and every proof in them is
 * the signature of its key over them. Form, limits and roles were judged when they came, and are not
 * judged again, so this costs little more than the signatures.
 */
export function isIntact(text: string, digest: Digest): boolean {
  if (digestOf(text) !== digest) return false
  const value = JSON.parse(text) as JsonObject
  const proof = (value['proof'] ?? []) as unknown as DataIntegrityProof | DataIntegrityProof[]
  const proofs = Array.isArray(proof) ? proof : [proof]
  if (proofs.length === 0) return true
  const documentHash = sha256(withoutProof(text, value))
  return proofs.every((one) => {
    const method = decodeVerificationMethod(one.verificationMethod)
    const key = method === null ? null : decodeEd25519(method.multikey)
    return key !== null && verifyProof(documentHash, one, key)
  })
}

/**
 * The canonical text of an object without its proofs: what they sign. If the proofs as
 * JSON.stringify writes them stand in the canonical text, that is how they are written canonically.
 */
export function withoutProof(text: string, value: JsonObject): string {
  const cut = cutMember(text, 'proof', JSON.stringify(value['proof']))
  if (cut !== null) return cut
  const { proof: _, ...statement } = value
  return canonicalize(statement)
}
