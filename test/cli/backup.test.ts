import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'

import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import t, { type Test } from 'tap'

import { SECOND } from '../../src/kernel/time.ts'
import { allKeys, type Desk, desk, deskIn, founded } from '../support/cli.ts'

const SECRET = 'a long passphrase of the backup'

/** A node that has published a profile, and the passphrase of its backups. */
async function published(t: Test): Promise<Desk> {
  const at = await founded(desk(t))
  at.write('secret', `${SECRET}\n`)
  const { code, err } = await say(at, 'before')
  if (code !== 0) throw new Error(err)
  return at
}

function say(at: Desk, words: string) {
  const pass = ['--passphrase-file', at.path('pass')]
  return at.run('profile', 'set', `taglineMap.en=${words}`, ...pass, '--yes')
}

async function backUp(at: Desk, name = 'one.age'): Promise<string> {
  const to = at.path(name)
  const { code, err } = await at.run('backup', '--to', to, ...secretOf(at))
  if (code !== 0) throw new Error(err)
  return to
}

function secretOf(at: Desk): string[] {
  return ['--backup-passphrase-file', at.path('secret')]
}

/** Another machine, with the same members' keys. */
async function restored(t: Test, at: Desk, file: string): Promise<Desk> {
  const other = deskIn(`${t.testdirName}/other`)
  other.elapse(10 * SECOND)
  other.write('secret', `${SECRET}\n`)
  writeFileSync(other.path('pass'), readFileSync(at.path('pass')))
  const { code, err } = await other.run('restore', file, ...secretOf(other))
  if (code !== 0) throw new Error(err)
  return other
}

t.test('puts everything into one file that tells nothing', async (t) => {
  const at = await published(t)
  const file = await backUp(at)
  const bytes = readFileSync(file)
  t.equal(statSync(file).mode & 0o077, 0, 'for its owner only')
  t.match(bytes.toString('latin1'), /^age-encryption\.org\/v1\n-> scrypt /)
  t.notMatch(bytes.toString('latin1'), /harbor|before|TesseraBackup/i)
  t.strictSame(
    readdirSync(at.path('data')).filter(
      (name) => !/^(tessera\.|keys|prepared|first-|mark)/.test(name),
    ),
    [],
    'nothing is left beside',
  )
  const checked = await at.json<{ outcome: string; origin: string }>(
    'restore',
    '--check',
    file,
    ...secretOf(at),
  )
  t.match(checked, { outcome: 'whole', origin: 'https://harbor.example' })
})

t.test('is never in the clear, and overwrites nothing', async (t) => {
  const at = await published(t)
  const none = await at.run('backup', '--to', at.path('two.age'))
  t.equal(none.code, 2, 'without a recipient or a passphrase there is none')
  const file = await backUp(at)
  t.match(await at.run('backup', '--to', file, ...secretOf(at)), { code: 1, err: /exists already/ })
  at.write('short', 'short\n')
  const weak = await at.run(
    'backup',
    '--to',
    at.path('three.age'),
    '--backup-passphrase-file',
    at.path('short'),
  )
  t.match(weak, { code: 1, err: /at least 12 characters/ })
  t.notOk(readdirSync(at.directory).includes('three.age'))
})

t.test('is opened by those it is for', async (t) => {
  const at = await published(t)
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  at.write('identity', `# for backups\n${identity}\n`)
  at.write('wrong', `${await generateX25519Identity()}\n`)
  const file = at.path('for-them.age')
  await at.json('backup', '--to', file, '--recipient', recipient)
  const right = await at.run('restore', '--check', file, '--identity', at.path('identity'))
  t.equal(right.code, 0, right.err)
  const wrong = await at.run('restore', '--check', file, '--identity', at.path('wrong'))
  t.match(wrong, { code: 1, err: /does not open/ })
  t.match(await at.run('backup', '--to', at.path('x'), '--recipient', 'age1nobody'), {
    code: 1,
    err: /not a public key/,
  })
})

t.test('comes back as it was', async (t) => {
  const at = await published(t)
  const other = await restored(t, at, await backUp(at))
  const [before, after] = [
    await at.json<{ identity: object; records: object }>('status'),
    await other.json<{ identity: object; records: object }>('status'),
  ]
  t.strictSame(after.identity, before.identity)
  t.strictSame(after.records, before.records)
  t.strictSame(await other.json('profile', 'show'), await at.json('profile', 'show'))
  t.match(await other.run('log', '--verify'), { code: 0 }, 'the log of acts goes on')
  const listed = await other.json<{ what: string }[]>('log')
  t.equal(listed[0]?.what, 'backup_restored')
})

t.test('a restored node signs nothing until the members have spoken', async (t) => {
  const at = await published(t)
  const file = await backUp(at)
  t.equal((await say(at, 'after')).code, 0, 'the lost node went on')
  const other = await restored(t, at, file)
  t.match(await say(other, 'a fork'), { code: 1, err: /signs nothing until its members/ })
  t.match(await other.run('doctor'), { out: /backup/ })
  const rotated = await other.run('key', 'rotate', ...allKeys(other, 'controller'))
  t.equal(rotated.code, 0, rotated.err)
  t.equal((await say(other, 'again')).code, 0)
})

t.test('what was prepared before the backup lets nothing be signed after it', async (t) => {
  const at = await published(t)
  const prepared = await at.json<{ path: string }>(
    'key',
    'rotate',
    '--passphrase-file',
    at.path('pass'),
  )
  const keys = [
    ...['member-1', 'member-2', 'controller'].flatMap((name) => [
      '--key',
      at.path('data', 'keys', `${name}.age`),
    ]),
    '--key-passphrase-file',
    at.path('pass'),
    '--yes',
  ]
  t.equal((await at.run('sign', prepared.path, ...keys)).code, 0)
  const other = await restored(t, at, await backUp(at))
  const [name = ''] = readdirSync(other.path('data', 'prepared'))
  const published2 = await other.run(
    'publish',
    other.path('data', 'prepared', name),
    '--passphrase-file',
    other.path('pass'),
    '--yes',
  )
  t.match(published2, { code: 1, err: /signs nothing until its members/ })
})

t.test('goes only where nothing is', async (t) => {
  const at = await published(t)
  const file = await backUp(at)
  t.match(await at.run('restore', file, ...secretOf(at)), { code: 1, err: /not empty/ })
})

t.test('what was cut off or changed leaves nothing behind', async (t) => {
  const at = await published(t)
  const bytes = readFileSync(await backUp(at))
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100)
  for (const [name, content] of [
    ['cut.age', bytes.subarray(0, bytes.length - 1)],
    ['changed.age', changed],
  ] as const) {
    writeFileSync(at.path(name), content)
    const to = at.path(`to-${name}`)
    const { code, err } = await at.run('restore', at.path(name), '--to', to, ...secretOf(at))
    t.match({ code, err }, { code: 1, err: /not whole/ }, name)
    t.notOk(readdirSync(at.directory).includes(`to-${name}`))
  }
})

t.test('says what the command line lacks', async (t) => {
  const at = await published(t)
  t.equal((await at.run('backup')).code, 2)
  t.equal((await at.run('restore')).code, 2)
  const file = await backUp(at)
  t.equal((await at.run('restore', file)).code, 2, 'a passphrase or a key')
  t.equal((await at.run('restore', '--check', at.path('none.age'), ...secretOf(at))).code, 1)
  const silent = await at.run('restore', '--go-on', '--yes')
  t.not(silent.code, 0, 'nobody can be asked here')
})
