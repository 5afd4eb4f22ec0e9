import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { DAY } from '../../src/kernel/time.ts'
import { destroyFile, listFiles, removeEmpty } from '../../src/store/disk-files.ts'
import { copyFiles, forgetPrepared, secrecyOf } from '../../src/store/rest-files.ts'

function directoryWith(t: Test, files: Readonly<Record<string, string>>): string {
  const directory = t.testdir({ keys: {}, prepared: {} })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  return directory
}

const AGE = 'age-encryption.org/v1\n-> scrypt ...'

t.test('tells what each file gives away', async (t) => {
  const directory = directoryWith(t, {
    'keys/node.age': AGE,
    'keys/member-1.age': '{"type":"SigningKey"}',
    'prepared/vouch.json': '{}',
    'tessera.toml': '',
    'tessera.db': '',
    'tessera.db-wal': '',
    'mark.json': '{}',
    passphrase: 'x',
    'notes.txt': 'x',
  })
  const told = Object.fromEntries(
    await Promise.all(
      (await listFiles(directory)).map(async (file) => [file.name, await secrecyOf(file)] as const),
    ),
  )
  t.strictSame(told, {
    'keys/member-1.age': 'secret',
    'keys/node.age': 'encrypted',
    'mark.json': 'public',
    'notes.txt': 'unknown',
    passphrase: 'secret',
    'prepared/vouch.json': 'clear',
    'tessera.db': 'database',
    'tessera.db-wal': 'database',
    'tessera.toml': 'clear',
  })
})

t.test('copies what a node needs, and nothing that opens keys', async (t) => {
  const directory = directoryWith(t, {
    'keys/node.age': AGE,
    'keys/plain.age': 'not encrypted',
    'tessera.toml': 'x',
    'tessera.db': 'x',
    passphrase: 'x',
    'notes.txt': 'x',
  })
  const names: string[] = []
  for await (const item of copyFiles(directory)) if (item.kind === 'file') names.push(item.name)
  t.strictSame(names, ['keys/node.age', 'tessera.toml'])
})

t.test('forgets what has waited for members for 90 days', async (t) => {
  const directory = directoryWith(t, { 'prepared/old.json': '{}', 'prepared/new.json': '{}' })
  const now = new Date('2026-11-22T09:00:00Z')
  const [old, recent] = [91, 89].map((days) => new Date(now.getTime() - days * DAY))
  utimesSync(join(directory, 'prepared/old.json'), now, old ?? now)
  utimesSync(join(directory, 'prepared/new.json'), now, recent ?? now)
  t.strictSame(await forgetPrepared(directory, now), ['prepared/old.json'])
  t.strictSame(
    (await listFiles(directory)).map(({ name }) => name),
    ['prepared/new.json'],
  )
})

t.test('overwrites a file before it removes it', async (t) => {
  const directory = directoryWith(t, { 'keys/node.age': 'words that have to vanish' })
  const path = join(directory, 'keys/node.age')
  symlinkSync(path, join(directory, 'link'))
  mkdirSync(join(directory, 'more', 'empty'), { recursive: true })
  const same = join(directory, 'same')
  linkSync(path, same)
  await destroyFile(path)
  t.notOk(existsSync(path))
  t.notMatch(readFileSync(same, 'utf8'), /vanish/, 'seen by its other name, too')
  await destroyFile(same)
  await destroyFile(join(directory, 'link'))
  await destroyFile(join(directory, 'never-there'))
  await removeEmpty(directory)
  t.notOk(existsSync(directory))
})

t.test('finds nothing where there is no directory', async (t) => {
  t.strictSame(await listFiles(join(t.testdir({}), 'none')), [])
})
