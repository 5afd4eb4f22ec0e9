import type { KeyObject } from 'node:crypto'

import { invalid } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { canonicalize, type JsonObject, parseCanonical } from './canonical.ts'
import type { RecordFact } from './collective-facts.ts'
import { type Did, type Scid, scidOf } from './did.ts'
import { type Digest, digestOf, digestOfHash, sha256 } from './digest.ts'
import { withoutProof } from './kept-object.ts'
import { checkRecord } from './kinds.ts'
import { type NodeProof, RECORD_CONTEXT } from './kinds/common.ts'
import type { RecordShape } from './kinds/unknown.ts'
import type { Multikey } from './multikey.ts'
import { createProof, type DataIntegrityProof, type ProofPurpose } from './proof.ts'
import { verifySigner } from './signer.ts'

/** A record whose form, limits and proofs are verified. */
export interface SignedRecord extends RecordFact {
  /** Of the record without `proof`: what other records refer to, the same however it is signed. */
  readonly statement: Digest
  readonly scid: Scid
  readonly published: Timestamp
  /** The DIDs it names: its owner's and its signers'. */
  readonly names: readonly Did[]
  /** Its canonical bytes. */
  readonly text: string
  readonly value: JsonObject
}

/** A key that signs, with the DID it signs for. */
export interface SigningKey {
  readonly did: Did
  readonly multikey: Multikey
  readonly privateKey: KeyObject
}

/**
 * The record that canonical bytes are. Throws `not_canonical` and its kin, what checkRecord throws,
 * `bad_proof`, `wrong_collective`. SPEC: design.md, section 5.
 */
export function parseRecord(text: string): SignedRecord {
  return toSignedRecord(parseCanonical(text), { text, digest: digestOf(text) })
}

/** As parseRecord, for who has parsed the canonical bytes and made their digest already. */
export function toSignedRecord(
  value: JsonObject,
  { text, digest }: { readonly text: string; readonly digest: Digest },
): SignedRecord {
  checkRecord(value, Buffer.byteLength(text))
  const record = value as unknown as RecordShape
  const { proof, attributedTo } = record
  const documentHash = sha256(withoutProof(text, value))
  const proofs = isSingle(proof) ? [proof] : proof
  const scid = scidOf(attributedTo)
  const signed = { documentHash, scid, created: record.updated, purpose: purposeOf(proof) }
  const signers = proofs.map((one) => verifySigner(one, signed))
  checkDistinct(proofs, signers)
  return {
    digest,
    statement: digestOfHash(documentHash),
    scid,
    type: record.type,
    slug: record.slug,
    version: record.version,
    published: record.published,
    updated: record.updated,
    expires: record.expires ?? null,
    withdrawn: record.withdrawn ?? false,
    signedBy: isSingle(proof) ? 'node' : 'members',
    signers: signers.map((signer) => signer.multikey),
    names: [...new Set([attributedTo, ...signers.map((signer) => signer.did)])],
    text,
    value,
  }
}

function isSingle(proof: RecordShape['proof']): proof is NodeProof {
  return !Array.isArray(proof)
}

function purposeOf(proof: RecordShape['proof']): ProofPurpose {
  return isSingle(proof) ? 'assertionMethod' : 'capabilityInvocation'
}

/** Sorted by verification method, each key once: signing twice adds nothing. */
function checkDistinct(
  proofs: readonly DataIntegrityProof[],
  signers: readonly { readonly multikey: Multikey }[],
): void {
  if (proofs.length === 1) return
  const methods = proofs.map((proof) => proof.verificationMethod)
  const isSorted = methods.every((method, i) => i === 0 || (methods[i - 1] ?? '') < method)
  if (!isSorted || new Set(signers.map((signer) => signer.multikey)).size !== signers.length) {
    throw invalid('bad_proof', 'Proofs are sorted by verification method, one for each member.')
  }
}

/** The statement digest of a record that is not signed yet. */
export function statementDigestOf(statement: object): Digest {
  return digestOf(canonicalize(statement))
}

/** One proof over a statement: by the node key or by one of k members. */
export function proveStatement(
  statement: { readonly updated: Timestamp },
  key: SigningKey,
  proofPurpose: ProofPurpose,
): DataIntegrityProof {
  return createProof(
    sha256(canonicalize(statement)),
    {
      '@context': RECORD_CONTEXT,
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: statement.updated,
      verificationMethod: `${key.did}#${key.multikey}`,
      proofPurpose,
    },
    key.privateKey,
  )
}

/** Signs a record with the node key; it is checked like any that comes from outside. */
export function signRecord(
  statement: { readonly updated: Timestamp },
  key: SigningKey,
): SignedRecord {
  const proof = proveStatement(statement, key, 'assertionMethod')
  return parseRecord(canonicalize({ ...statement, proof }))
}

/** The member-signed record of a statement and the proofs of k members, in any order. */
export function assembleRecord(
  statement: object,
  proofs: readonly DataIntegrityProof[],
): SignedRecord {
  const sorted = proofs.toSorted((a, b) => (a.verificationMethod < b.verificationMethod ? -1 : 1))
  return parseRecord(canonicalize({ ...statement, proof: sorted }))
}
