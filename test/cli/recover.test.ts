import { copyFileSync } from 'node:fs'

import t from 'tap'

import { eventually } from '../hostile/harness/patience.ts'
import { desk, founded } from '../support/cli.ts'
import { type LocalNode, localNodes } from '../support/two-nodes.ts'

const PASSPHRASES = [
  '--passphrase-file',
  '--member-passphrase-file',
  '--controller-passphrase-file',
]
const passOf = (node: LocalNode) => ['--passphrase-file', node.path('pass')]

async function must(node: LocalNode, ...argv: string[]): Promise<string> {
  const { code, out, err } = await node.run(...argv)
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`)
  return out
}

async function found(node: LocalNode, name: string): Promise<void> {
  const pass = node.write('pass', 'correct horse battery staple\n')
  const words = ['--name', name, '--language', 'en', '--members', '3', '--threshold', '2', '--yes']
  await must(node, 'init', ...words, ...PASSPHRASES.flatMap((flag) => [flag, pass]))
}

async function scidOf(node: LocalNode): Promise<string> {
  const status = JSON.parse(await must(node, 'status', '--json')) as { identity: { scid: string } }
  return status.identity.scid
}

t.test('a seized node goes on at a new address, from an empty disk and its peers', async (t) => {
  const [harbor, nube, fresh] = await localNodes(t, 3)
  if (harbor === undefined || nube === undefined || fresh === undefined) throw new Error('three')
  await found(harbor, 'Harbor Commons')
  await found(nube, 'Nube Libre')
  const stopHarbor = await harbor.start(...passOf(harbor))
  t.teardown(await nube.start(...passOf(nube)))
  await must(harbor, 'peer', 'add', nube.origin, '--yes')
  await must(nube, 'peer', 'add', harbor.origin, '--yes')
  await must(harbor, 'profile', 'set', 'taglineMap.en=Before the seizure', ...passOf(harbor))
  await must(nube, 'sync')
  const scid = await scidOf(harbor)
  await stopHarbor() // seized; what is left are the members' keys

  fresh.write('pass', 'another passphrase for this machine\n')
  for (const key of ['member-1', 'member-3', 'controller'])
    copyFileSync(harbor.path('data', 'keys', `${key}.age`), fresh.path(`${key}.age`))
  copyFileSync(harbor.path('pass'), fresh.path('members-pass'))
  const silent = await fresh.run('key', 'recover', scid, '--from', harbor.origin)
  t.match(silent, { code: 3, err: /No node has that identity/ })
  const recovered = await fresh.run('key', 'recover', scid, '--from', nube.origin)
  t.match(recovered, { code: 0, out: /State +OK/ }, recovered.err)
  t.match(await must(fresh, 'profile', 'show'), /Before the seizure/)
  t.match(await fresh.run('start', ...passOf(fresh)), { code: 1, err: /no node key here/ })

  const keys = ['member-1', 'member-3', 'controller'].flatMap((key) => [
    '--key',
    fresh.path(`${key}.age`),
  ])
  const secret = ['--key-passphrase-file', fresh.path('members-pass'), '--yes']
  const moved = await fresh.run('key', 'move', ...keys, ...secret, ...passOf(fresh))
  t.match(moved, { code: 0, out: /Published: DID entry 2-/, err: /1 of 1 peers have entry 2/ })
  t.teardown(await fresh.start(...passOf(fresh)))
  await must(fresh, 'profile', 'set', 'taglineMap.en=After the move', ...passOf(fresh))
  const seen = await eventually(async () => {
    await using node = await nube.open()
    const [profile] = await node.store.listCurrent({ scid, types: ['Profile'] })
    return profile?.text.includes('After the move') === true
      ? await node.store.findCollective(scid)
      : null
  })
  t.match(seen, { state: 'OK' }, 'the peer follows, and nothing forked')
  t.match(JSON.parse(await must(nube, 'peer', 'list', '--json')), [{ origin: fresh.origin }])
  t.match(await must(fresh, 'status'), new RegExp(`Addresses +${fresh.origin}`))
})

t.test('recovers nothing over what is there, and nothing without a name', async (t) => {
  const at = await founded(desk(t))
  const { identity } = await at.json<{ identity: { scid: string } }>('status')
  const from = ['--from', 'https://nube.example']
  t.match(await at.run('key', 'recover', identity.scid, ...from), {
    code: 1,
    err: /recover into an empty data directory/,
  })
  t.match(await at.run('key', 'recover', 'Qm', ...from), { code: 2, err: /"Qm" is not a SCID/ })
  t.match(await at.run('key', 'recover', identity.scid), { code: 2, err: /--from URL is needed/ })
})
