import { generateKey, readKey } from 'openpgp'
import t from 'tap'

import { certificateFor, inspectCertificate } from '../../src/directory/openpgp-certificate.ts'
import { DAY } from '../../src/kernel/time.ts'

const now = new Date('2026-11-22T09:00:00Z')
const date = new Date('2026-11-01T00:00:00Z')
const userIDs = [{ name: 'Harbor Commons', email: 'Security@harbor.example' }]
const twoYears = (2 * 365 * DAY) / 1000

t.test('tells what a good certificate says', async (t) => {
  const { publicKey } = await generateKey({
    type: 'curve25519',
    userIDs: [...userIDs, { email: 'press@harbor.example' }],
    date,
    keyExpirationTime: twoYears,
  })
  const certificate = await inspectCertificate(publicKey, now)
  const key = await readKey({ armoredKey: publicKey })
  t.strictSame(certificate, {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: ['Harbor Commons <Security@harbor.example>', '<press@harbor.example>'],
    emails: ['security@harbor.example', 'press@harbor.example'],
    created: '2026-11-01T00:00:00Z',
    expires: '2028-10-31T00:00:00Z',
    isRevoked: false,
    algorithm: 'ed25519',
    bits: null,
    warnings: [],
  })
})

t.test('warns of weak RSA and of keys without end', async (t) => {
  const { publicKey } = await generateKey({ type: 'rsa', rsaBits: 2048, userIDs, date })
  const certificate = await inspectCertificate(publicKey, now)
  t.match(certificate, { bits: 2048, expires: null, warnings: ['weak_algorithm', 'no_expiry'] })
})

t.test('warns of what ends soon, has ended or was revoked', async (t) => {
  const options = {
    type: 'curve25519' as const,
    userIDs,
    date,
    keyExpirationTime: (80 * DAY) / 1000,
  }
  const { publicKey, privateKey, revocationCertificate } = await generateKey(options)
  const later = (days: number): Date => new Date(date.getTime() + days * DAY)
  t.strictSame((await inspectCertificate(publicKey, later(19))).warnings, [])
  t.strictSame((await inspectCertificate(publicKey, later(21))).warnings, ['expires_soon'])
  t.ok((await inspectCertificate(publicKey, later(80))).warnings.includes('expired'))
  const { revokeKey, readPrivateKey } = await import('openpgp')
  const key = await readPrivateKey({ armoredKey: privateKey })
  const revoked = await revokeKey({ key, revocationCertificate, date: later(1) })
  t.match(await inspectCertificate(revoked.publicKey, now), {
    isRevoked: true,
    warnings: ['revoked'],
  })
})

t.test('refuses secret keys, whatever stands above them', async (t) => {
  const { privateKey } = await generateKey({ type: 'curve25519', userIDs, date })
  await t.rejects(inspectCertificate(privateKey, now), { kind: 'invalid', code: 'secret_key' })
  const disguised = privateKey.replaceAll('PRIVATE KEY BLOCK', 'PUBLIC KEY BLOCK')
  await t.rejects(inspectCertificate(disguised, now), { code: 'secret_key' })
})

t.test('refuses what is no certificate, or several', async (t) => {
  const { publicKey } = await generateKey({ type: 'curve25519', userIDs, date })
  const lines = publicKey.split('\n')
  const broken = lines.toSpliced(3, 1, 'A'.repeat(60)).join('\n')
  for (const text of ['', 'hello', broken, publicKey.slice(0, 200)]) {
    await t.rejects(inspectCertificate(text, now), { code: 'bad_certificate' })
  }
  const one = await readKey({ armoredKey: publicKey })
  const two = await generateKey({ type: 'curve25519', userIDs, date, format: 'object' })
  const { armor, enums } = await import('openpgp')
  const both = armor(enums.armor.publicKey, Buffer.concat([one.write(), two.publicKey.write()]))
  await t.rejects(inspectCertificate(both, now), { code: 'several_certificates' })
})

t.test('gives out a certificate with the user id of one address only', async (t) => {
  const { publicKey } = await generateKey({
    type: 'curve25519',
    userIDs: [...userIDs, { name: 'Private', email: 'someone@elsewhere.example' }],
    date,
  })
  const binaryKey = await certificateFor(publicKey, 'security@harbor.example', now)
  t.ok(binaryKey)
  const key = await readKey({ binaryKey: binaryKey ?? new Uint8Array() })
  t.strictSame(key.getUserIDs(), ['Harbor Commons <Security@harbor.example>'])
  t.equal(await certificateFor(publicKey, 'press@harbor.example', now), null)
})
