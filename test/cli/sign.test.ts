import { readFileSync } from 'node:fs'

import t from 'tap'

import { allKeys, CLI_START, type Desk, desk, founded } from '../support/cli.ts'
import { foundCollective } from '../support/collective.ts'

/** Makes another collective known here. */
async function meet(at: Desk, host: string): Promise<string> {
  const { scid, log } = foundCollective(`https://${host}`, CLI_START)
  await using node = await at.deps.openNode({})
  await node.exchange.receiveLog(scid, log)
  return scid
}

const VOUCH = ['--since', '2019', '--how', 'We share a rack.', '--checked', 'in-person']

t.test('one meeting signs all that waits, and one change publishes it', async (t) => {
  const at = await founded(desk(t))
  const scid = await meet(at, 'nube.example')
  const charter = await at.json<{ path: string }>('charter', 'publish-founding')
  const vouch = await at.json<{ path: string }>(
    'vouch',
    scid,
    ...VOUCH,
    '--reason',
    'We trust them.',
  )
  const rotation = await at.json<{ path: string }>(
    'key',
    'rotate',
    '--passphrase-file',
    at.path('pass'),
  )
  const files = [charter.path, vouch.path, rotation.path]
  t.match(await at.json('status'), { prepared: files.toSorted() })

  const key = (name: string) => ['--key', at.path('data', 'keys', `${name}.age`)]
  const pass = ['--key-passphrase-file', at.path('pass')]
  const first = await at.run('sign', ...files, ...key('member-1'), ...pass, '--yes')
  t.equal(first.code, 0)
  t.match(first.err, /Charter "charter-of-autonomous-servers", version 1/)
  t.match(first.err, new RegExp(`vouches for ${scid}`))
  t.match(first.err, /node key: z6Mk/)
  // The controller key has a say in the entry alone.
  const second = await at.run(
    'sign',
    ...files,
    ...key('member-3'),
    ...key('controller'),
    ...pass,
    '--yes',
  )
  t.match(second, { code: 4, out: /controller.age: This key has no say in this/ })
  const published = await at.run('publish', ...files, '--passphrase-file', at.path('pass'))
  t.match(published, { code: 0 })
  t.equal(published.out.split('\n').filter((line) => line.startsWith('Published')).length, 3)
  t.match(await at.json('status'), { records: { Charter: 1, Vouch: 1, Profile: 1 } })
  t.match(await at.json('vouch', 'list'), [{ whom: scid, since: '2019' }])
})

t.test('asks before it signs, and refuses what was tampered with', async (t) => {
  const at = await founded(desk(t))
  const { path } = await at.json<{ path: string }>('charter', 'publish-founding')
  const keys = allKeys(at)
  const text = readFileSync(path, 'utf8')
  t.match(await at.run('sign', path), { code: 2, err: /--key FILE is needed/ })
  t.match(await at.run('sign', path, ...keys.slice(0, -1)), { code: 2, err: /--yes is needed/ })
  t.match(await at.run('sign', path, '--key', path, '--key-passphrase-file', at.path('pass')), {
    code: 1,
    err: /not an age file/,
  })
  const changed = at.write(
    'changed.json',
    text.replace('"level":"required"', '"level":"recommended"'),
  )
  t.match(await at.run('sign', changed, ...keys), { code: 1, err: /changed.json: / })
  const spaced = at.write('spaced.json', ` ${text}`)
  t.match(await at.run('sign', spaced, ...keys), { code: 1, err: /canonical/ })
  t.equal(readFileSync(path, 'utf8'), text)
  t.match(await at.run('sign', path, ...keys), { code: 0 })
  t.match(await at.run('sign', path, ...keys), { code: 1, out: /has signed already|Enough/ })
})

t.test('a stranger has no say', async (t) => {
  const at = await founded(desk(t))
  const { path } = await at.json<{ path: string }>('charter', 'publish-founding')
  const pass = ['--key-passphrase-file', at.path('pass')]
  await at.run('member', 'new', '--out', at.path('stranger.age'), ...pass)
  const stranger = ['--key', at.path('stranger.age'), ...pass, '--yes']
  t.match(await at.run('sign', path, ...stranger), { code: 1, out: /has no say/ })
  t.match(await at.run('member', 'new', '--out', at.path('stranger.age'), ...pass), {
    code: 1,
    err: /never overwritten/,
  })
})

t.test('a record that was overtaken is not published', async (t) => {
  const at = await founded(desk(t))
  const scid = await meet(at, 'nube.example')
  const vouch = (...more: string[]) => at.run('vouch', scid, ...VOUCH, '--reason', 'Why.', ...more)
  const { path } = await at.json<{ path: string }>('vouch', scid, ...VOUCH, '--reason', 'Before.')
  const waiting = at.write('waiting.json', readFileSync(path, 'utf8'))
  at.elapse(1000)
  t.match(await vouch(...allKeys(at)), { code: 0, out: /Vouch/ })
  await at.run('sign', waiting, ...allKeys(at))
  const late = await at.run('publish', waiting, '--passphrase-file', at.path('pass'))
  t.match(late, { code: 1, err: /Version 1 of Vouch .* is published already/ })
  at.elapse(1000)
  t.match(await at.run('vouch', 'withdraw', scid, ...allKeys(at)), { code: 0, out: /withdrawn/ })
  t.strictSame(await at.json('vouch', 'list'), [])
  t.match(await at.run('vouch', 'withdraw', scid, ...allKeys(at)), { code: 1, err: /not vouch/ })
  t.match(await at.run('vouch', 'unknown.example', ...VOUCH), { code: 1, err: /Nobody here/ })
  const own = (await at.json<{ identity: { scid: string } }>('status')).identity.scid
  t.match(await at.run('vouch', own, ...VOUCH, '--reason', 'x'), { code: 1, err: /themselves/ })
})

t.test('what former members signed does not get past a change of members', async (t) => {
  const at = await founded(desk(t))
  const charter = await at.json<{ path: string }>('charter', 'publish-founding')
  await at.run('sign', charter.path, ...allKeys(at))
  const [one] = (
    await at.json<{ keys: { role: string; key: string }[] }>('key', 'list')
  ).keys.filter(({ role }) => role === 'member')
  const change = await at.json<{ path: string }>(
    'key',
    'members',
    '--remove',
    one?.key ?? '',
    '--threshold',
    '1',
  )
  await at.run('sign', change.path, ...allKeys(at, 'controller'))
  const before = await at.json('status')
  const both = ['publish', change.path, charter.path, '--passphrase-file', at.path('pass')]
  t.match(await at.run(...both), { code: 1, err: /1 of today's members have to sign/ })
  t.strictSame(await at.json('status'), before)
})
