import { generateKeyPairSync } from 'node:crypto'

import { compactVerify, createLocalJWKSet, SignJWT } from 'jose'
import t from 'tap'

import { nodeJwks } from '../../src/directory/jwks.ts'
import { toMultikey } from '../../src/record/multikey.ts'

const node = generateKeyPairSync('ed25519')
const agreement = generateKeyPairSync('x25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = {
  signing: toMultikey(node.publicKey),
  agreement: toMultikey(agreement.publicKey),
  requests: rsa.publicKey,
}

t.test('gives the three keys of a node, for signing and for encryption', async (t) => {
  const { keys: list } = await nodeJwks(keys)
  t.strictSame(
    list.map(({ kid, kty, use }) => [kid, kty, use]),
    [
      [keys.signing, 'OKP', 'sig'],
      [keys.agreement, 'OKP', 'enc'],
      ['main-key', 'RSA', 'sig'],
    ],
  )
  const [, x25519] = list
  t.equal(x25519?.['x'], agreement.publicKey.export({ format: 'jwk' })['x'])
})

t.test('others verify with them', async (t) => {
  const set = createLocalJWKSet(await nodeJwks(keys))
  const jws = await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.signing })
    .sign(node.privateKey)
  t.ok(await compactVerify(jws, set))
  const rs256 = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid: 'main-key' })
    .sign(rsa.privateKey)
  t.ok(await compactVerify(rs256, set))
})

t.test('nothing secret leaves, even if a private key is given', async (t) => {
  const { keys: list } = await nodeJwks({ ...keys, requests: rsa.privateKey })
  t.strictSame(Object.keys(list[2] ?? {}).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

t.test('what a node does not have is left out', async (t) => {
  const { keys: list } = await nodeJwks({ signing: keys.signing, agreement: null, requests: null })
  t.equal(list.length, 1)
})
