import { canonicalize } from '../../src/record/canonical.ts'
import { sha256 } from '../../src/record/digest.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'
import { createProof, type DataIntegrityProof } from '../../src/record/proof.ts'
import type { TestKey } from './keys.ts'

/** A document that may say anything. */
export type LooseDocument = Readonly<Record<string, unknown>>

/** A proof by `key` whose signature is right whatever the document and the proof say. */
export function proofOf(
  document: LooseDocument,
  key: TestKey,
  members: LooseDocument = {},
): DataIntegrityProof {
  const config = {
    '@context': RECORD_CONTEXT,
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created: document['updated'] ?? document['published'],
    verificationMethod: `${key.did}#${key.multikey}`,
    proofPurpose: 'assertionMethod',
    ...members,
  }
  return createProof(
    sha256(canonicalize(document)),
    config as unknown as DataIntegrityProof,
    key.privateKey,
  )
}

/** The bytes of a document with such a proof. */
export function sealed(document: LooseDocument, key: TestKey, members: LooseDocument = {}): string {
  return canonicalize({ ...document, proof: proofOf(document, key, members) })
}

/** The text with the byte at `at` changed to another one. */
export function withByteChanged(text: string, at: number, by = 1): string {
  const bytes = Buffer.from(text)
  bytes[at] = (bytes[at] ?? 0) ^ by
  return bytes.toString()
}
