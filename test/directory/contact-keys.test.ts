import { generateKeyPairSync } from 'node:crypto'

import { generateIdentity, identityToRecipient } from 'age-encryption'
import { generateKey } from 'openpgp'
import t from 'tap'

import { inspectContactKey, inspectKey, type KeyKind } from '../../src/directory/contact-keys.ts'
import type { ContactKey } from '../../src/record/kinds/contacts.ts'
import { toMultikey } from '../../src/record/multikey.ts'
import { signRecord } from '../../src/record/record.ts'
import { harborDid, statementOf } from '../support/records.ts'

const now = new Date('2026-11-22T09:00:00Z')
/** The key of minisign's own signatures, from its manual. */
const minisign = 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3'
const sshBlob = 'AAAAC3NzaC1lZDI1NTE5AAAAILM70HQTGYqJ6I9h07BVL7mGvmZjofO780dKb02H7JqQ'
const sshFingerprint = 'SHA256:v3qiSIU2TNuPmP5/ye5OR20p7LSRIEqMqThCV1ae43g'
const omemo = 'a1b2c3d4'.repeat(8)
const matrix = 'A'.repeat(42) + 'w'

async function armored(): Promise<string> {
  const { publicKey } = await generateKey({
    type: 'curve25519',
    userIDs: [{ email: 'security@harbor.example' }],
    date: new Date('2026-11-01T00:00:00Z'),
  })
  return publicKey
}

t.test('brings keys of each kind into the form that records hold', async (t) => {
  const age = await identityToRecipient(await generateIdentity())
  const keys: [KeyKind, string, string][] = [
    ['ssh', `ssh-ed25519 ${sshBlob} who@laptop`, `ssh-ed25519 ${sshBlob}`],
    ['age', ` ${age}\n`, age],
    ['minisign', `untrusted comment: minisign public key\n${minisign}\n`, minisign],
    ['omemo', `05${omemo.toUpperCase()}`, omemo],
    ['omemo', omemo.replace(/(.{8})/g, '$1 '), omemo],
    ['matrix', matrix.replace(/(.{4})/g, '$1 '), matrix],
  ]
  for (const [kind, text, value] of keys) {
    t.match(await inspectKey(kind, text, now), { kind, value }, kind)
  }
  const text = (await armored()).replaceAll('\n', '\r\n')
  const values = [
    ...keys.map(([kind, , value]) => ({ kind, value })),
    await inspectKey('openpgp', text, now),
  ]
  const contactKeys = values.map(({ kind, value }) => ({ kind, value }))
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = { did: harborDid, multikey: toMultikey(publicKey), privateKey }
  const record = signRecord(statementOf('Profile', {}, { contactKeys }), key)
  t.equal((record.value['contactKeys'] as unknown[]).length, 7)
})

t.test('gives the key id of minisign as minisign prints it', async (t) => {
  t.match(await inspectKey('minisign', minisign, now), { fingerprint: 'E7620F1842B4E81F' })
})

t.test('refuses what is no key of its kind', async (t) => {
  const wrong: [KeyKind, string, string][] = [
    ['age', `age1${'q'.repeat(58)}`, 'bad_age_recipient'],
    ['age', 'hello', 'bad_age_recipient'],
    ['minisign', minisign.slice(2), 'bad_minisign_key'],
    ['minisign', `XX${minisign.slice(2)}`, 'bad_minisign_key'],
    ['omemo', omemo.slice(1), 'bad_omemo_fingerprint'],
    ['omemo', 'z'.repeat(64), 'bad_omemo_fingerprint'],
    ['matrix', '@harbor:matrix.example', 'bad_matrix_key'],
    ['ssh', 'ssh-ed25519 AAAA', 'bad_ssh_key'],
    ['openpgp', 'hello', 'bad_certificate'],
  ]
  for (const [kind, text, code] of wrong)
    await t.rejects(inspectKey(kind, text, now), { code }, kind)
})

t.test('refuses secret keys of every kind', async (t) => {
  const { privateKey } = await generateKey({
    type: 'curve25519',
    userIDs: [{ email: 'a@b.example' }],
  })
  const secrets: [KeyKind, string][] = [
    ['openpgp', privateKey],
    ['ssh', '-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n-----END OPENSSH PRIVATE KEY-----'],
    ['age', await generateIdentity()],
    ['minisign', 'untrusted comment: minisign encrypted secret key\nRWRTY0Iy'],
  ]
  for (const [kind, text] of secrets) {
    await t.rejects(inspectKey(kind, text, now), { code: 'secret_key' }, kind)
  }
})

t.test('the fingerprint stated must be that of the key', async (t) => {
  const value = await armored()
  const { fingerprint } = (await inspectKey('openpgp', value, now)) as { fingerprint: string }
  const keys: ContactKey[] = [
    { kind: 'openpgp', value, fingerprint },
    { kind: 'openpgp', value, fingerprint: fingerprint.replace(/(.{4})/g, '$1 ').trim() },
    { kind: 'ssh', value: `ssh-ed25519 ${sshBlob}`, fingerprint: sshFingerprint },
    { kind: 'omemo', value: omemo, fingerprint: omemo.toUpperCase() },
  ]
  for (const key of keys) t.match(await inspectContactKey(key, now), { kind: key.kind })
  const others: ContactKey[] = [
    { kind: 'openpgp', value, fingerprint: 'A'.repeat(40) },
    { kind: 'ssh', value: `ssh-ed25519 ${sshBlob}`, fingerprint: sshFingerprint.toUpperCase() },
  ]
  for (const key of others) {
    await t.rejects(inspectContactKey(key, now), { code: 'fingerprint_mismatch' })
  }
})

t.test('a key that is only linked to is not judged, one with an end is', async (t) => {
  const url = 'https://harbor.example/key.asc'
  t.equal(await inspectContactKey({ kind: 'openpgp', url, fingerprint: 'A'.repeat(40) }, now), null)
  const until = (validUntil: string) =>
    inspectContactKey({ kind: 'minisign', value: minisign, validUntil }, now)
  t.match(await until('2026-11-21'), { warnings: ['expired'] })
  t.match(await until('2026-12-21'), { warnings: ['expires_soon'] })
  t.match(await until('2028-01-01'), { warnings: [] })
})
