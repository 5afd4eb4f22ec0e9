import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import t from 'tap'

import {
  type OpenedBy,
  openStream,
  type SealedFor,
  sealStream,
} from '../../src/identity/backup-sealing.ts'

const PASSPHRASE = 'correct horse battery staple'
const QUICK = { passphrase: PASSPHRASE, workFactor: 4 }
/** More than a chunk of age, and no whole number of them. */
const CONTENT = Buffer.alloc(200_001, 'words ')

async function* pieces(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const chunk of chunks) found.push(chunk)
  return Buffer.concat(found)
}

const seal = async (to: SealedFor) => await all(await sealStream(pieces(CONTENT), to))
const open = async (bytes: Uint8Array, by: OpenedBy) =>
  await all(await openStream(pieces(bytes), by))

t.test('is opened by its passphrase, and by no other', async (t) => {
  const sealed = await seal(QUICK)
  t.notOk(sealed.includes('words'))
  t.ok((await open(sealed, { passphrase: PASSPHRASE })).equals(CONTENT))
  await t.rejects(open(sealed, { passphrase: 'another passphrase' }), { code: 'backup_locked' })
  await t.rejects(open(Buffer.from('no age file'), QUICK), { code: 'backup_locked' })
})

t.test('is opened by each of those it is for', async (t) => {
  const identities = [await generateX25519Identity(), await generateX25519Identity()]
  const recipients = await Promise.all(identities.map(identityToRecipient))
  const sealed = await seal({ recipients })
  for (const identity of identities) {
    t.ok((await open(sealed, { identities: [identity] })).equals(CONTENT))
  }
  const others = { identities: [await generateX25519Identity()] }
  await t.rejects(open(sealed, others), { code: 'backup_locked' })
  await t.rejects(open(sealed, { passphrase: PASSPHRASE }), { code: 'backup_locked' })
})

t.test('refuses what was changed or cut off', async (t) => {
  const sealed = await seal(QUICK)
  const changed = Buffer.from(sealed)
  changed.writeUInt8(changed.readUInt8(150_000) ^ 1, 150_000)
  for (const bytes of [changed, sealed.subarray(0, -1), sealed.subarray(0, 70_000)]) {
    await t.rejects(open(bytes, QUICK), { code: 'backup_damaged' })
  }
})

t.test('takes no weak passphrase, no unknown key, and repeats no secret', async (t) => {
  await t.rejects(seal({ passphrase: 'short', workFactor: 4 }), { code: 'weak_passphrase' })
  await t.rejects(seal({ recipients: ['age1nobody'] }), { code: 'bad_recipient' })
  const sealed = await seal(QUICK)
  const failed = await open(sealed, { identities: ['AGE-SECRET-KEY-1NOT'] }).catch((error) => error)
  t.match(failed, { code: 'bad_identity' })
  t.notMatch(String(failed), /NOT/)
})

const isThere = spawnSync('age', ['--version']).status === 0
const skip = isThere ? false : 'there is no age here'

t.test('is opened by the age program', { skip }, async (t) => {
  const identity = await generateX25519Identity()
  const recipients = [await identityToRecipient(identity)]
  const directory = t.testdir({ identity })
  const file = join(directory, 'sealed')
  writeFileSync(file, await seal({ recipients }))
  const { stdout } = spawnSync('age', ['-d', '-i', join(directory, 'identity'), file])
  t.ok(stdout.equals(CONTENT))
})
