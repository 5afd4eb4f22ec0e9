import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { desk, deskIn, founded } from '../support/cli.ts'

t.test('makes an identity of three members and publishes its first profile', async (t) => {
  const at = await founded(desk(t))
  t.strictSame(readdirSync(at.path('data', 'keys')).toSorted(), [
    'controller.age',
    'member-1.age',
    'member-2.age',
    'member-3.age',
    'node.age',
  ])
  t.equal(statSync(at.path('data', 'keys', 'member-1.age')).mode & 0o777, 0o600)
  t.match(await at.json('status'), {
    identity: {
      name: 'Harbor Commons',
      state: 'OK',
      members: 3,
      threshold: 2,
      nodeKeyExpires: '2027-02-20T09:00:00Z',
    },
    records: { Profile: 1 },
    peers: [],
  })
  t.match(await at.json('profile', 'show'), {
    slug: 'harbor-commons',
    nameMap: { en: 'Harbor Commons' },
  })
  t.match(await at.json('log'), [{ what: 'record_published' }, { what: 'identity_created' }])
})

t.test('warns loudly where one key alone speaks for a collective', async (t) => {
  const at = desk(t)
  const file = at.write('pass', 'correct horse battery staple\n')
  const { code, out, err } = await at.run(
    'init',
    '--name',
    'Nube Libre',
    '--language',
    'es',
    '--passphrase-file',
    file,
    '--member-passphrase-file',
    file,
  )
  t.equal(code, 0)
  t.match(out, /Nube Libre has an identity now/)
  t.match(err, /ATTENTION: one member key alone/)
})

t.test('waits for members who made their keys elsewhere', async (t) => {
  const at = desk(t)
  const pass = at.write('pass', 'correct horse battery staple\n')
  const members = ['one', 'two', 'three'].map((name) => deskIn(join(t.testdirName, name)))
  const dids: string[] = []
  for (const member of members) {
    const key = ['--out', member.path('key.age'), '--key-passphrase-file', pass]
    dids.push((await member.json<{ did: string }>('member', 'new', ...key)).did)
  }
  const flags = dids.flatMap((did) => ['--member', did])
  const prepared = await at.json<{ path: string }>(
    'init',
    '--name',
    'Atelier Rosa',
    ...flags,
    '--threshold',
    '2',
    '--passphrase-file',
    pass,
  )
  t.match(await at.json('status'), { identity: null })
  for (const member of members.slice(0, 2)) {
    const keys = ['--key', member.path('key.age'), '--key-passphrase-file', pass]
    t.match(await member.run('sign', prepared.path, ...keys, '--yes'), { code: 0 })
  }
  t.match(await at.run('publish', prepared.path, '--passphrase-file', pass), { code: 0 })
  t.match(await at.json('status'), {
    identity: { name: 'Atelier Rosa', state: 'OK', members: 3, threshold: 2 },
  })
})

t.test('leaves nothing behind where something is wrong', async (t) => {
  const at = desk(t)
  const short = at.write('short', 'short\n')
  const fine = at.write('pass', 'correct horse battery staple\n')
  const init = (...more: string[]) => at.run('init', '--name', 'X', ...more)
  const keys = ['--member-passphrase-file', fine]
  t.match(await at.run('init', '--passphrase-file', fine), { code: 2, err: /--name is needed/ })
  t.match(await init(), { code: 2, err: /--passphrase-file is needed/ })
  t.match(await init('--passphrase-file', fine), { code: 2, err: /--member-passphrase-file/ })
  t.match(await init('--passphrase-file', short, ...keys), { code: 1, err: /at least 12/ })
  t.match(await init('--passphrase-file', at.path('none'), ...keys), {
    code: 1,
    err: /There is no file/,
  })
  t.match(await init('--members', '2', '--threshold', '3'), { code: 2, err: /more than the 2/ })
  t.match(await init('--members', '2', '--member', 'did:key:z6Mk'), { code: 2 })
  t.match(await init('--member', 'did:key:z6Mk', '--passphrase-file', fine), {
    code: 1,
    err: /not a public key/,
  })
  t.match(await init('--language', 'English', '--passphrase-file', fine, ...keys), { code: 2 })
  t.strictSame(readdirSync(at.path('data', 'keys')), [])
  t.notOk(existsSync(at.path('data', 'first-profile.json')))
})

t.test('never puts a second identity over the first', async (t) => {
  const at = await founded(desk(t))
  const before = await at.json('status')
  const file = at.path('pass')
  const again = await at.run(
    'init',
    '--name',
    'Other',
    '--passphrase-file',
    file,
    '--member-passphrase-file',
    file,
  )
  t.match(again, { code: 1, err: /There is an identity here already/ })
  t.strictSame(await at.json('status'), before)
})
