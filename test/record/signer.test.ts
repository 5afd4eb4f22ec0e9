import t from 'tap'

import { canonicalize } from '../../src/record/canonical.ts'
import { sha256 } from '../../src/record/digest.ts'
import { type Signed, verifySigner } from '../../src/record/signer.ts'
import { createTestKey } from '../support/keys.ts'
import { proofOf } from '../support/objects.ts'
import { harborDid, harborScid, nubeScid } from '../support/records.ts'
import { refusalFrom } from '../support/refusal.ts'

const key = createTestKey(harborDid)
const document = { updated: '2026-11-22T09:00:00Z' }
const proof = proofOf(document, key)
const signed: Signed = {
  documentHash: sha256(canonicalize(document)),
  scid: harborScid,
  created: document.updated,
  purpose: 'assertionMethod',
}

t.test('the signer is the key that the proof names', async (t) => {
  t.strictSame(verifySigner(proof, signed), { did: harborDid, multikey: key.multikey })
})

t.test('what does not fit is refused', async (t) => {
  const cases = [
    ['a method without a key', { verificationMethod: harborDid }, {}, 'invalid', 'bad_proof'],
    ['a method without a DID', { verificationMethod: '#a' }, {}, 'invalid', 'bad_proof'],
    ['another collective', {}, { scid: nubeScid }, 'forbidden', 'wrong_collective'],
    ['another time', {}, { created: '2026-11-22T09:00:01Z' }, 'invalid', 'bad_proof'],
    ['another role', {}, { purpose: 'capabilityInvocation' }, 'invalid', 'bad_proof'],
    ['no key', { verificationMethod: `${harborDid}#z6Mk` }, {}, 'unauthenticated', 'bad_proof'],
    ['another document', {}, { documentHash: sha256('{}') }, 'unauthenticated', 'bad_proof'],
    ['no signature', { proofValue: 'z2' }, {}, 'unauthenticated', 'bad_proof'],
  ] as const
  for (const [what, ofProof, ofSigned, kind, code] of cases) {
    const refusal = refusalFrom(() =>
      verifySigner({ ...proof, ...ofProof }, { ...signed, ...ofSigned }),
    )
    t.match(refusal, { kind, code }, what)
  }
})
