import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import { base58 } from '@scure/base'
import * as fc from 'fast-check'
import t from 'tap'

import { canonicalize } from '../../src/record/canonical.ts'
import { sha256 } from '../../src/record/digest.ts'
import { decodeEd25519 } from '../../src/record/multikey.ts'
import { createProof, type DataIntegrityProof, verifyProof } from '../../src/record/proof.ts'
import { always } from '../support/always.ts'
import { refusedAs } from '../support/refusal.ts'
import vectors from '../vectors/eddsa-jcs-2022.json' with { type: 'json' }

/** RFC 8410: what stands before the 32 secret bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function secretKey(multibase: string): KeyObject {
  const raw = base58.decode(multibase.slice(1)).subarray(2)
  return createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' })
}

function publicKey(multikey: string): KeyObject {
  const key = decodeEd25519(multikey)
  if (key === null) throw new Error('no key')
  return key
}

t.test('published proofs verify, and are made again byte by byte', async (t) => {
  for (const {
    source,
    document,
    proof,
    publicKey: multikey,
    secretKey: secret,
    ...rest
  } of vectors) {
    const canonical = rest.canonical ?? canonicalize(document)
    const hash = sha256(canonical)
    t.ok(verifyProof(hash, proof, publicKey(multikey)), source)
    const { proofValue, ...config } = proof
    const made = createProof(hash, config as unknown as DataIntegrityProof, secretKey(secret))
    t.equal(made.proofValue, proofValue, source)
  }
})

t.test('hashes of document and proof are those that are published', async (t) => {
  const [w3c] = vectors
  if (w3c?.documentHash === undefined) return t.fail()
  const { proofValue: _, ...config } = w3c.proof
  t.equal(canonicalize(w3c.document), w3c.canonical)
  t.equal(sha256(canonicalize(w3c.document)).toString('hex'), w3c.documentHash)
  t.equal(sha256(canonicalize(config)).toString('hex'), w3c.proofHash)
})

t.test('a published document with fractions has no place in records', async (t) => {
  const fractions = vectors.filter(({ hasFractions }) => hasFractions)
  t.equal(fractions.length, 1)
  for (const { document } of fractions) {
    t.equal(
      refusedAs(() => canonicalize(document)),
      'bad_number',
    )
  }
})

const { publicKey: key, privateKey } = generateKeyPairSync('ed25519')
const documentHash = sha256('{"a":1}')
const proof = createProof(
  documentHash,
  {
    '@context': ['https://www.w3.org/ns/activitystreams'],
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created: '2026-11-22T09:00:00Z',
    verificationMethod: 'did:example:a#key',
    proofPurpose: 'assertionMethod',
  },
  privateKey,
)

t.test('a proof verifies with its key and document only', async (t) => {
  t.ok(verifyProof(documentHash, proof, key))
  t.notOk(verifyProof(sha256('{"a":2}'), proof, key))
  t.notOk(verifyProof(documentHash, proof, generateKeyPairSync('ed25519').publicKey))
})

t.test('every member of a proof is signed', async (t) => {
  for (const name of Object.keys(proof).filter((name) => name !== 'proofValue')) {
    t.notOk(verifyProof(documentHash, { ...proof, [name]: 'changed' }, key), `${name} changed`)
    t.notOk(verifyProof(documentHash, { ...proof, [name]: undefined }, key), `${name} left out`)
  }
  const withDomain = { ...proof, domain: 'a' }
  t.notOk(verifyProof(documentHash, withDomain, key), 'one added')
})

t.test('a copy of its value inside a proof is signed like the rest', async (t) => {
  const copy = { ...proof, copy: { proofValue: proof.proofValue } }
  t.notOk(verifyProof(documentHash, copy, key))
})

const signature = base58.decode(proof.proofValue.slice(1))
const withSignature = (bytes: Uint8Array) => ({ ...proof, proofValue: `z${base58.encode(bytes)}` })

t.test('a signature with any bit changed is refused', async (t) => {
  t.ok(verifyProof(documentHash, withSignature(signature), key))
  for (let bit = 0; bit < 512; bit++) {
    const changed = Uint8Array.from(signature)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    if (verifyProof(documentHash, withSignature(changed), key)) t.fail(`bit ${bit}`)
  }
})

t.test('a document hash with any bit changed is refused', async () => {
  always([fc.nat({ max: 255 })], (bit) => {
    const changed = Buffer.from(documentHash)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return !verifyProof(changed, proof, key)
  })
})

/** The order of the group, 2^252 + 27742317777372353535851937790883648493. SPEC: RFC 8032, 5.1. */
const L = (1n << 252n) + 27742317777372353535851937790883648493n

t.test('S + L verifies the same equation and is refused (E10)', async (t) => {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString('hex')}`)
  t.ok(s < L)
  const bigger = Buffer.from((s + L).toString(16).padStart(64, '0'), 'hex').toReversed()
  const twin = Uint8Array.from([...signature.subarray(0, 32), ...bigger])
  t.equal(twin.length, 64)
  t.notOk(verifyProof(documentHash, withSignature(twin), key))
})

t.test('a signature of zeros, or of another length, is refused (E10)', async (t) => {
  for (const length of [0, 32, 63, 64, 65, 66]) {
    t.notOk(verifyProof(documentHash, withSignature(new Uint8Array(length)), key), `${length}`)
  }
  t.notOk(verifyProof(documentHash, withSignature(signature.subarray(0, 63)), key))
  t.notOk(verifyProof(documentHash, withSignature(Uint8Array.from([...signature, 0])), key))
})

t.test('a proof value that is not multibase base58btc is refused', async (t) => {
  const { proofValue } = proof
  const others = [
    '',
    'z',
    proofValue.slice(1),
    `u${Buffer.from(signature).toString('base64url')}`,
    `${proofValue.slice(0, -1)}0`,
    `z ${proofValue.slice(1)}`,
    `z${'2'.repeat(100)}`,
  ]
  for (const other of others) {
    t.notOk(verifyProof(documentHash, { ...proof, proofValue: other }, key), other)
  }
})

t.test('a key of another kind verifies nothing', async (t) => {
  for (const { publicKey } of [
    generateKeyPairSync('ed448'),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ]) {
    t.notOk(verifyProof(documentHash, proof, publicKey))
  }
})
