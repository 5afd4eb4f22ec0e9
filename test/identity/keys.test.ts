import { createPrivateKey, hash } from 'node:crypto'

import t from 'tap'

import {
  createAgreementKey,
  createNodeKeys,
  createSigningKey,
  keysAfter,
  parseNodeKeys,
  parseSigningKey,
  writeNodeKeys,
  writeSigningKey,
} from '../../src/identity/keys.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { decodeEd25519, decodeX25519 } from '../../src/record/multikey.ts'

t.test('keys of a node survive their file', async (t) => {
  const keys = await createNodeKeys()
  const read = parseNodeKeys(writeNodeKeys(keys))
  t.equal(read.node.multikey, keys.node.multikey)
  t.ok(read.node.privateKey.equals(keys.node.privateKey))
  t.ok(read.agreement.privateKey.equals(keys.agreement.privateKey))
  t.ok(read.rsa.equals(keys.rsa))
  t.equal(read.rsa.asymmetricKeyDetails?.modulusLength, 2048)
  t.ok(decodeEd25519(read.node.multikey))
  t.ok(decodeX25519(read.agreement.multikey))
})

t.test('new keys keep the agreement keys before them, the last five', async (t) => {
  let keys = await createNodeKeys()
  const rsa = keys.rsa
  const before: string[] = []
  for (let i = 0; i < 7; i++) {
    before.unshift(keys.agreement.multikey)
    const next = { node: createSigningKey(), agreement: createAgreementKey(), rsa }
    keys = keysAfter(keys, { ...next, formerAgreements: [] })
  }
  const read = parseNodeKeys(writeNodeKeys(keys))
  t.equal(read.agreement.multikey, keys.agreement.multikey)
  t.strictSame(
    read.formerAgreements.map(({ multikey }) => multikey),
    before.slice(0, 5),
  )
})

t.test('a key file from before agreement keys were kept is read', async (t) => {
  const text = writeNodeKeys(await createNodeKeys())
  const { formerAgreements: _, ...older } = JSON.parse(text) as Record<string, unknown>
  t.strictSame(parseNodeKeys(canonicalize(older)).formerAgreements, [])
})

t.test('keys of members and controllers survive their file', async (t) => {
  const key = createSigningKey()
  for (const role of ['member', 'controller'] as const) {
    const read = parseSigningKey(writeSigningKey(role, key))
    t.match(read, { role, multikey: key.multikey })
    t.ok(read.privateKey.equals(key.privateKey))
  }
})

t.test('what is no key file is refused', async (t) => {
  const keys = await createNodeKeys()
  const text = writeNodeKeys(keys)
  const node = createSigningKey()
  const swapped = { ...keys, agreement: { ...createAgreementKey(), privateKey: node.privateKey } }
  const member = writeSigningKey('member', node)
  const mislabeled = member.replaceAll(node.multikey, createSigningKey().multikey)
  const cases = [
    [() => parseNodeKeys(member), 'bad_key_file'],
    [() => parseSigningKey(text), 'bad_key_file'],
    [() => parseNodeKeys(writeNodeKeys(swapped)), 'bad_key_file'],
    [() => parseNodeKeys(canonicalize({ type: 'NodeKeys' })), 'bad_key_file'],
    [
      () => parseNodeKeys(text.replace('"formerAgreements":[]', '"formerAgreements":7')),
      'bad_key_file',
    ],
    [() => parseSigningKey(mislabeled), 'bad_key_file'],
    [() => parseSigningKey(member.replace('"role":"member"', '"role":"node"')), 'bad_key_file'],
    [() => parseSigningKey('x'), 'bad_json'],
  ] as const
  for (const [act, code] of cases) t.throws(act, { code })
})

t.test('a key published in a standard or in our documents is refused (F19)', async (t) => {
  const rfc8032 = Buffer.from(
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'hex',
  )
  for (const seed of [rfc8032, hash('sha256', 'tessera sample member 1', 'buffer')]) {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const file = writeSigningKey('member', { multikey: 'z', privateKey })
    t.throws(() => parseSigningKey(file), { code: 'sample_key' })
  }
})
