import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { TRIAL_PASSPHRASE } from '../src/cli/passphrases.ts'
import { NODE_KEY_FILE, sealKeyFile } from '../src/identity/key-file.ts'
import { createKeyOpener } from '../src/key-opener.ts'
import { openDataDirectory } from '../src/store/data-directory.ts'

const PASSPHRASE = 'correct horse battery staple'
/** log2; small, for tests. */
const WORK_FACTOR = 8

async function nodeAt(t: Test) {
  const directory = t.testdir()
  const files = await openDataDirectory(directory)
  const bytes = await sealKeyFile('the keys', PASSPHRASE, WORK_FACTOR)
  await files.writeKeyFile(NODE_KEY_FILE, bytes)
  return { directory, files, bytes, env: { TESSERA_DATA: directory } }
}

t.test('what was begun opens the file that it was begun with, once', async (t) => {
  const { directory, bytes, env } = await nodeAt(t)
  writeFileSync(join(directory, TRIAL_PASSPHRASE), `${PASSPHRASE}\n`)
  const keys = createKeyOpener()
  await keys.begin(env)
  t.equal(await keys.open(bytes, PASSPHRASE), 'the keys')
  t.equal(await keys.open(bytes, PASSPHRASE), 'the keys')
})

t.test('another passphrase or file is judged for itself', async (t) => {
  const { directory, bytes, env } = await nodeAt(t)
  const passphraseFile = join(directory, 'elsewhere')
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`)
  const keys = createKeyOpener()
  const begin = () => keys.begin({ ...env, TESSERA_PASSPHRASE_FILE: passphraseFile })
  await begin()
  await t.rejects(keys.open(bytes, `${PASSPHRASE}.`), { code: 'wrong_passphrase' })
  await begin()
  const other = await sealKeyFile('other keys', PASSPHRASE, WORK_FACTOR)
  t.equal(await keys.open(other, PASSPHRASE), 'other keys')
})

t.test('what is wrong is told when the file is opened, not before', async (t) => {
  const { directory, bytes, env } = await nodeAt(t)
  const keys = createKeyOpener()
  await keys.begin({ TESSERA_DATA: join(directory, 'nowhere') })
  await keys.begin(env)
  t.equal(await keys.open(bytes, PASSPHRASE), 'the keys')
  writeFileSync(join(directory, TRIAL_PASSPHRASE), 'not the passphrase\n')
  await keys.begin(env)
  await t.rejects(keys.open(bytes, 'not the passphrase'), { code: 'wrong_passphrase' })
})
