import { Decrypter, Encrypter } from 'age-encryption'
import t from 'tap'

import { toAgeRecipient } from '../../src/identity/age-recipient.ts'
import { createAgreementKey } from '../../src/identity/keys.ts'
import { openSealed, sealTo } from '../../src/identity/sealing.ts'

const TEXT = 'Last week a server was taken. 上週有一台伺服器被帶走。'

t.test('each of the keys opens it, and no other', async (t) => {
  const [one, other, stranger] = [createAgreementKey(), createAgreementKey(), createAgreementKey()]
  const sealed = await sealTo(TEXT, [one.multikey, other.multikey, one.multikey])
  t.equal(await openSealed(sealed, [one]), TEXT)
  t.equal(await openSealed(sealed, [stranger, other]), TEXT)
  t.equal(await openSealed(sealed, [stranger]), null)
  t.equal(await openSealed(sealed, []), null)
  t.notOk(sealed.includes('server'))
})

t.test('a byte that was changed anywhere keeps it closed', async (t) => {
  const key = createAgreementKey()
  const sealed = await sealTo(TEXT, [key.multikey])
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 0x01
    t.equal(await openSealed(changed, [key]), null, `byte ${at}`)
  }
  t.equal(await openSealed(sealed.subarray(0, -1), [key]), null)
  t.equal(await openSealed(Buffer.alloc(0), [key]), null)
})

t.test('it is an age file like any other', async (t) => {
  const key = createAgreementKey()
  const encrypter = new Encrypter()
  encrypter.addRecipient(toAgeRecipient(key.multikey))
  t.equal(await openSealed(await encrypter.encrypt(TEXT), [key]), TEXT)
  const decrypter = new Decrypter()
  decrypter.addIdentity(key.privateKey.toCryptoKey('X25519', false, ['deriveBits']) as CryptoKey)
  t.equal(await decrypter.decrypt(await sealTo(TEXT, [key.multikey]), 'text'), TEXT)
})

t.test('a key that is none is refused', async (t) => {
  await t.rejects(sealTo(TEXT, ['z6Mk']), { code: 'bad_key' })
})
