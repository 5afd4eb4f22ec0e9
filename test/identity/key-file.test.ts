import { armor } from 'age-encryption'
import t from 'tap'

import { openKeyFile, sealKeyFile } from '../../src/identity/key-file.ts'

/** Fast enough for tests; `age` takes any factor. */
const LOW_WORK_FACTOR = 10
const PASSPHRASE = 'correct horse battery'

/** Made with `age -p -a` 1.1.1 (Debian 12), passphrase "correct horse battery". */
const MADE_BY_AGE = `-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBFSERGQjB0RGNpUHZXOElR
czFQeFNBIDE4ClRIMFFWTXZqYU9Ibkg0RDEyNlRMcGJ2U2ZMTitpeURaTjVsdmE2
cGp2d1EKLS0tIHdmOGVqM2ZCNVpXMS9rQlpkREhSSS9hZy9ubTV4TTh3Qm1kNWl4
emJ1Yk0K/2Xus+BuocCxt/IfHIemfZFTJYyes7v0aIIitGL6IsEgl9oqjYDHSANM
envD9WFU6dj+BA==
-----END AGE ENCRYPTED FILE-----
`

t.test('what is sealed is opened with the passphrase and with no other', async (t) => {
  const text = '{"type":"SigningKey"}'
  const file = await sealKeyFile(text, PASSPHRASE, LOW_WORK_FACTOR)
  t.match(Buffer.from(file).toString('latin1'), /^age-encryption\.org\/v1\n-> scrypt /)
  t.notMatch(Buffer.from(file).toString('latin1'), 'SigningKey')
  t.equal(await openKeyFile(file, PASSPHRASE), text)
  await t.rejects(openKeyFile(file, `${PASSPHRASE}.`), { code: 'wrong_passphrase' })
})

t.test('the usual work factor is 2 ** 16', async (t) => {
  const file = await sealKeyFile('x', PASSPHRASE)
  t.match(Buffer.from(file).toString('latin1'), /^age-encryption\.org\/v1\n-> scrypt \S+ 16\n/)
})

t.test('opens a file that the age program made', async (t) => {
  const text = '{"hello":"from age"}'
  t.equal(await openKeyFile(Buffer.from(MADE_BY_AGE), PASSPHRASE), text)
  t.equal(await openKeyFile(armor.decode(MADE_BY_AGE), PASSPHRASE), text)
})

t.test('refuses what is no key file, and a short passphrase', async (t) => {
  const file = await sealKeyFile('text', PASSPHRASE, LOW_WORK_FACTOR)
  const touched = Uint8Array.from(file)
  touched[touched.length - 1] = (touched.at(-1) ?? 0) ^ 1
  const files = [
    touched,
    file.subarray(0, 20),
    new Uint8Array(),
    Buffer.from('text'),
    Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\n!!\n'),
  ]
  for (const bad of files) {
    // oxlint-disable-next-line no-await-in-loop -- each costs memory
    await t.rejects(openKeyFile(bad, PASSPHRASE), { code: 'bad_key_file' })
  }
  await t.rejects(sealKeyFile('text', 'short'), { code: 'weak_passphrase' })
})
