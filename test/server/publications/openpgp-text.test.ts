import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import * as fc from 'fast-check'
import { createMessage, enums, readKey, readSignature, verify } from 'openpgp'
import t from 'tap'

import {
  type OpenPgpKey,
  signDetached,
  toOpenPgpKey,
} from '../../../src/server/publications/openpgp-text.ts'

const CREATED = '2026-01-02T03:04:05Z'
const SIGNED = '2026-11-22T09:00:00Z'
const USER_ID = 'Tessera node <https://harbor.example>'
/** A fixed key, so that what is written down below stays true. */
const FIXED = keyOf(Buffer.alloc(32, 7))

t.test('makes a certificate that another implementation accepts', async (t) => {
  const key = toOpenPgpKey(FIXED, { created: CREATED, userId: USER_ID })
  const certificate = await readKey({ armoredKey: key.publicKeyArmored })
  t.equal(certificate.getFingerprint().toUpperCase(), key.fingerprint)
  t.strictSame(certificate.getUserIDs(), [USER_ID])
  t.strictSame(certificate.getCreationTime(), new Date(CREATED))
  t.strictSame(certificate.getAlgorithmInfo(), { algorithm: 'eddsaLegacy', curve: 'ed25519Legacy' })
  await certificate.verifyPrimaryKey(new Date(SIGNED))
  t.equal(await certificate.getExpirationTime(), Infinity)
  t.equal(certificate.isPrivate(), false)
})

t.test('gives the same bytes for the same key, time and name, and others for others', async (t) => {
  const options = { created: CREATED, userId: USER_ID }
  const key = toOpenPgpKey(FIXED, options)
  t.equal(key.fingerprint, toOpenPgpKey(FIXED, options).fingerprint)
  t.equal(key.publicKeyArmored, toOpenPgpKey(FIXED, options).publicKeyArmored)
  t.equal(signDetached('text', key, SIGNED), signDetached('text', key, SIGNED))
  t.not(key.fingerprint, toOpenPgpKey(FIXED, { ...options, created: SIGNED }).fingerprint)
})

t.test('signs so that another implementation verifies, whatever the text', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      async (text, seed) => {
        const key = toOpenPgpKey(keyOf(seed), { created: CREATED, userId: USER_ID })
        if (!(await isGood(text, signDetached(text, key, SIGNED), key)))
          throw new Error('not verified')
      },
    ),
    { numRuns: 50 },
  )
  t.pass('all verified')
})

t.test('a signature holds for its text and its key alone', async (t) => {
  const key = toOpenPgpKey(FIXED, { created: CREATED, userId: USER_ID })
  const signature = signDetached('We keep the lights on.\n', key, SIGNED)
  t.equal(await isGood('We keep the lights on.\n', signature, key), true)
  t.equal(await isGood('We keep the lights on.', signature, key), false)
  const other = generateKeyPairSync('ed25519').privateKey
  const stranger = toOpenPgpKey(other, { created: CREATED, userId: USER_ID })
  t.equal(await isGood('We keep the lights on.\n', signature, stranger), false)
})

t.test('signs 32 bytes, which no proof of a record and no HTTP signature does', async (t) => {
  const key = toOpenPgpKey(FIXED, { created: CREATED, userId: USER_ID })
  const certificate = await readKey({ armoredKey: key.publicKeyArmored })
  const [certification] = certificate.users.flatMap((user) => user.selfCertifications)
  t.equal(certification?.hashAlgorithm, enums.hash.sha256)
  const signature = await readSignature({ armoredSignature: signDetached('text', key, SIGNED) })
  t.equal(signature.packets.length, 1)
  t.equal(signature.packets[0]?.hashAlgorithm, enums.hash.sha256)
})

t.test('is never older than its key, and made of no other kind of key', async (t) => {
  const key = toOpenPgpKey(FIXED, { created: SIGNED, userId: USER_ID })
  const signature = signDetached('text', key, CREATED)
  t.equal(await isGood('text', signature, key), true)
  const { privateKey } = generateKeyPairSync('x25519')
  t.throws(() => toOpenPgpKey(privateKey, { created: CREATED, userId: USER_ID }))
})

/** SPEC: RFC 8410, section 7: what stands before the 32 bytes of a private key. */
function keyOf(seed: Uint8Array): KeyObject {
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

async function isGood(text: string, armored: string, key: OpenPgpKey): Promise<boolean> {
  const { signatures } = await verify({
    message: await createMessage({ binary: Buffer.from(text) }),
    signature: await readSignature({ armoredSignature: armored }),
    verificationKeys: await readKey({ armoredKey: key.publicKeyArmored }),
    date: new Date('2026-12-01T00:00:00Z'),
  })
  return Promise.all(signatures.map(async ({ verified }) => verified)).then(
    (all) => all.length === 1 && all.every(Boolean),
    () => false,
  )
}
