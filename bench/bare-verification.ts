import { verify } from 'node:crypto'

import { decodeBase58 } from '../src/record/base58.ts'
import { canonicalize } from '../src/record/canonical.ts'
import { sha256 } from '../src/record/digest.ts'
import { decodeEd25519 } from '../src/record/multikey.ts'

interface Signed {
  readonly proof: { readonly verificationMethod: string; readonly proofValue: string }
}

/** Verifies signatures of records, of which all but the verification itself is done beforehand. */
export function createBareVerification(texts: readonly string[]): (count: number) => void {
  const prepared = texts.map(prepare)
  return (count) => {
    for (let i = 0; i < count; i++) {
      const one = prepared[i % prepared.length]
      if (one === undefined || !verify(null, one.data, one.key, one.signature)) {
        throw new Error('a signature does not hold')
      }
    }
  }
}

function prepare(text: string) {
  const { proof, ...statement } = JSON.parse(text) as Signed
  const { proofValue, ...config } = proof
  const key = decodeEd25519(proof.verificationMethod.split('#')[1] ?? '')
  const signature = decodeBase58(proofValue.slice(1))
  if (key === null || signature === null) throw new Error('this is no signed record')
  const data = Buffer.concat([sha256(canonicalize(config)), sha256(canonicalize(statement))])
  return { key, signature, data }
}
