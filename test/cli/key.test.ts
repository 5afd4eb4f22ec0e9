import { copyFileSync } from 'node:fs'

import t from 'tap'

import { DAY } from '../../src/kernel/time.ts'
import { allKeys, CLI_START, type Desk, desk, deskIn, founded } from '../support/cli.ts'
import { foundCollective } from '../support/collective.ts'

interface Keys {
  readonly threshold: number
  readonly keys: readonly { readonly role: string; readonly key: string; readonly date: string }[]
}

async function keyOf(at: Desk, role: string): Promise<string | undefined> {
  const { keys } = await at.json<Keys>('key', 'list')
  return keys.find((key) => key.role === role)?.key
}

t.test('a new node key takes over with its entry, and a head follows', async (t) => {
  const at = await founded(desk(t))
  const old = await keyOf(at, 'node')
  at.elapse(DAY)
  const rotated = await at.run('key', 'rotate', ...allKeys(at, 'controller'))
  t.match(rotated, { code: 0, out: /^Published: DID entry 2-/ })
  const { keys } = await at.json<Keys>('key', 'list')
  t.not(await keyOf(at, 'node'), old)
  t.match(
    keys.filter(({ role }) => role === 'revoked'),
    [{ key: old }, { role: 'revoked' }],
  )
  t.match(await at.json('status'), { identity: { state: 'OK' }, records: { Profile: 1 } })
  // What the new key signs counts: the profile can be changed.
  const set = await at.run('profile', 'set', 'founded=1999', '--passphrase-file', at.path('pass'))
  t.match(set, { code: 0 })
  t.match(await at.json('log'), [
    { what: 'record_published' },
    { what: 'did_entry_published' },
    { what: 'node_key_changed' },
  ])
})

t.test('a stolen key is revoked since a date, and what it signed after that is void', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--passphrase-file', at.path('pass')]
  at.elapse(DAY)
  await at.run('profile', 'set', 'founded=1666', ...pass)
  t.match(await at.json('profile', 'show'), { founded: '1666' })
  at.elapse(DAY)
  const since = '2026-11-23T00:00:00Z'
  const revoke = ['key', 'revoke', '--since', since, '--last-good', '1']
  t.match(await at.run('key', 'revoke', ...allKeys(at)), { code: 2, err: /--last-good are needed/ })
  t.match(await at.run(...revoke, ...allKeys(at, 'controller')), { code: 0 })
  t.notMatch(await at.json('profile', 'show'), { founded: '1666' })
  const { keys } = await at.json<Keys>('key', 'list')
  t.match(keys.filter(({ role }) => role === 'revoked').at(0), { date: since })
})

t.test('a rotation that waits is given up once the identity has changed', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--passphrase-file', at.path('pass')]
  const { path } = await at.json<{ path: string }>('key', 'rotate', ...pass)
  const copy = at.path('waiting.json')
  copyFileSync(path, copy)
  at.elapse(DAY)
  await at.run('key', 'rotate', ...allKeys(at, 'controller'))
  t.match(await at.run('sign', copy, ...allKeys(at, 'controller')), { code: 0 })
  const before = await at.json('status')
  t.match(await at.run('publish', copy, ...pass), { code: 1, err: /split it in two/ })
  t.strictSame(await at.json('status'), before)
})

t.test('publishing an entry again changes nothing', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--passphrase-file', at.path('pass')]
  const { path } = await at.json<{ path: string }>('key', 'rotate', ...pass)
  await at.run('key', 'approve', path, ...allKeys(at, 'controller'))
  t.match(await at.run('publish', path, ...pass), { code: 0, out: /DID entry 2-/ })
  const before = await at.json<Keys>('key', 'list')
  t.match(await at.run('publish', path, ...pass), { code: 0 })
  t.strictSame(await at.json('key', 'list'), before)
})

t.test('members change with the consent of the old ones', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--key-passphrase-file', at.path('pass')]
  const { did } = await at.json<{ did: string }>(
    'member',
    'new',
    '--out',
    at.path('new.age'),
    ...pass,
  )
  at.elapse(DAY)
  const change = ['key', 'members', '--add', did]
  t.match(await at.run(...change, '--threshold', '9'), { code: 2, err: /9 of 4 cannot sign/ })
  const changed = await at.run(...change, '--threshold', '3', ...allKeys(at, 'controller'))
  t.match(changed, { code: 0 })
  t.match(await at.json('status'), { identity: { members: 4, threshold: 3, state: 'OK' } })
})

t.test('a lost member key and the controller key are replaced by the other members', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--key-passphrase-file', at.path('pass')]
  const made = async (name: string, ...more: string[]) =>
    (await at.json<{ did: string }>('member', 'new', '--out', at.path(name), ...pass, ...more)).did
  const [member, controller] = [
    await made('new-member.age'),
    await made('new-controller.age', '--controller-key'),
  ]
  const lost = (await keyOf(at, 'member')) ?? ''
  at.elapse(DAY)
  const change = ['--remove', lost, '--add', member, '--controller', controller]
  t.match(await at.run('key', 'members', ...change, ...allKeys(at, 'controller')), { code: 0 })
  t.equal(await keyOf(at, 'controller'), controller.replace('did:key:', ''))
  t.match(await at.json('status'), { identity: { members: 3, threshold: 2, state: 'OK' } })
  const { keys } = await at.json<Keys>('key', 'list')
  t.match(
    keys.filter(({ key }) => key === lost),
    [{ role: 'revoked' }],
  )
  at.elapse(DAY)
  const rotate = ['key', 'rotate', ...allKeys(at, 'controller')]
  t.match(await at.run(...rotate), { code: 1 }, 'the old controller key has no say any more')
})

t.test('moves to the address that is configured', async (t) => {
  const at = await founded(desk(t))
  const moved = deskIn(at.directory, { origin: 'https://harbor-commons.example' })
  t.match(await moved.run('doctor'), { code: 1, out: /the identity https:\/\/harbor.example/ })
  const { code, err } = await moved.run('key', 'move', ...allKeys(at, 'controller'))
  t.match({ code, err }, { code: 0, err: /TESSERA_ORIGIN=https:\/\/harbor-commons.example/ })
  t.match(await moved.json('status'), {
    identity: { addresses: ['https://harbor-commons.example'], state: 'OK' },
  })
})

t.test('ends an identity for good', async (t) => {
  const at = await founded(desk(t))
  t.match(await at.run('key', 'deactivate'), { code: 2, err: /--yes is needed/ })
  t.match(await at.run('key', 'deactivate', ...allKeys(at, 'controller')), { code: 0 })
  t.match(await at.json('status'), { identity: { state: 'RETIRED', nodeKey: null } })
})

t.test('shows keys in groups that can be read aloud', async (t) => {
  const at = await founded(desk(t))
  const list = await at.run('key', 'list')
  t.match(list, { code: 0, out: /^member +z6Mk \w{4} /m, err: /2 of 3 members have to sign/ })
  t.match(list.err, /controller.age, member-1.age, member-2.age, member-3.age, node.age/)
})

t.test('names guardians, by a majority of them, and ends that again', async (t) => {
  const at = await founded(desk(t))
  const scids = ['one', 'two', 'three'].map(
    (name) => foundCollective(`https://${name}.example`, CLI_START).scid,
  )
  const guardians = ['key', 'guardians', ...scids.flatMap((scid) => ['--scid', scid])]
  t.match(await at.run(...guardians, ...allKeys(at, 'controller')), {
    code: 0,
    err: /guardians: collectives .*threshold 2/,
  })
  at.elapse(DAY)
  t.match(await at.run('key', 'guardians', '--scid', 'Qm'), { code: 2, err: /"Qm" is not a SCID/ })
  t.match(await at.run('key', 'guardians', ...allKeys(at, 'controller')), {
    code: 0,
    err: /guardians: none/,
  })
})

t.test('says which head it cannot find', async (t) => {
  const at = await founded(desk(t))
  const rotate = ['key', 'rotate', '--passphrase-file', at.path('pass'), '--last-good', '7']
  t.match(await at.run(...rotate), { code: 1, err: /head is not at hand/ })
  t.match(await at.run('key', 'revoke', '--since', 'Tuesday', '--last-good', '1'), {
    code: 2,
    err: /"Tuesday" is not a time/,
  })
  t.match(await at.run('key', 'move', '--origin', 'nowhere'), { code: 2, err: /"nowhere"/ })
})

t.test('doctor warns before the node key expires', async (t) => {
  const at = await founded(desk(t))
  type Finding = { check: string; level: string }
  const level = async (): Promise<string | undefined> => {
    const { out } = await at.run('doctor', '--json')
    const findings = JSON.parse(out) as Finding[]
    return findings.find(({ check }) => check === 'node_key')?.level
  }
  t.equal(await level(), 'ok')
  at.elapse(80 * DAY)
  t.equal(await level(), 'warning')
  at.elapse(11 * DAY)
  t.equal(await level(), 'problem')
})

t.test('status reminds of the end of the node key from 14 days before', async (t) => {
  const at = await founded(desk(t))
  const reminders = async () =>
    (await at.json<{ reminders: readonly object[] }>('status')).reminders
  at.elapse(75 * DAY)
  t.strictSame(await reminders(), [])
  at.elapse(DAY)
  t.match(await reminders(), [{ kind: 'node-key', command: 'tessera key rotate', until: /^2027-/ }])
  t.match(await at.run('status'), { out: /To decide +The node key expires at 2027-/ })
  at.elapse(15 * DAY)
  t.match(await reminders(), [{ message: /nothing more can be published/ }])
})

t.test('a signed entry can be carried by anyone, and only whole', async (t) => {
  const at = await founded(desk(t))
  const pass = ['--passphrase-file', at.path('pass')]
  at.elapse(DAY)
  const { path } = await at.json<{ path: string }>('key', 'rotate', ...pass)
  t.match(await at.run('key', 'carry', path), { code: 1, err: /2 members have to sign; 0 did/ })
  await at.run('key', 'approve', path, ...allKeys(at, 'controller'))
  t.match(await at.run('key', 'carry', path, '--to', 'not an address'), { code: 2 })
  const taken = await at.run('key', 'carry', path)
  t.match(taken, { code: 0, out: /https:\/\/harbor.example +extended/ })
  t.match(await at.run('key', 'carry', path), { code: 0, out: /unchanged/ })
  const stranger = await founded(deskIn(at.path('nube'), { origin: 'https://nube.example' }))
  t.match(await stranger.run('key', 'carry', path), { code: 1, err: /is not known on this node/ })
})
