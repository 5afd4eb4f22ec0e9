import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import t from 'tap'

import { toAgeRecipient } from '../../src/identity/age-recipient.ts'
import { createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'

t.test('an agreement key is written as the age program writes it', async (t) => {
  for (let i = 0; i < 20; i++) {
    const { multikey, privateKey } = createAgreementKey()
    const identity = privateKey.toCryptoKey('X25519', false, ['deriveBits']) as CryptoKey
    t.equal(toAgeRecipient(multikey), await identityToRecipient(identity))
  }
  const other = await identityToRecipient(await generateX25519Identity())
  t.equal(toAgeRecipient(createAgreementKey().multikey).length, other.length)
})

t.test('no other key is', async (t) => {
  for (const key of [createSigningKey().multikey, 'z6LS', '']) {
    t.throws(() => toAgeRecipient(key), { code: 'bad_key' })
  }
})
