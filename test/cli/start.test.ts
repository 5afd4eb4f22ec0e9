import { readFileSync, statSync } from 'node:fs'

import t from 'tap'

import { localNodes } from '../support/two-nodes.ts'

t.test(
  'a first start on this machine makes a trial, and serves it until told to stop',
  async (t) => {
    const [node] = await localNodes(t, 1)
    if (node === undefined) throw new Error('one node')
    const stop = await node.start()
    t.equal(statSync(node.path('data', 'passphrase')).mode & 0o777, 0o600)
    const log = await fetch(`${node.origin}/.well-known/did.jsonl`)
    t.match(await log.text(), /"versionId":"1-Qm/)
    const { code, out, err } = await stop()
    t.equal(code, 0)
    t.match(out, `${node.origin} is served at `)
    t.match(err, /A trial identity was made/)
    t.match(err, /Stopped\.\n$/)
    t.notOk(err.includes(readFileSync(node.path('data', 'passphrase'), 'utf8').trim()))
    const again = await node.start()
    t.match(await again(), { code: 0, err: /^((?!trial identity).)*$/s })
  },
)

t.test('two nodes compare fingerprints, become peers and sync', async (t) => {
  const [harbor, nube] = await localNodes(t, 2)
  if (harbor === undefined || nube === undefined) throw new Error('two nodes')
  const stopHarbor = await harbor.start('--name', 'Harbor Commons')
  const stopNube = await nube.start('--name', 'Nube Libre')
  t.teardown(async () => {
    await stopHarbor()
    await stopNube()
  })
  const status = JSON.parse((await nube.run('status', '--json')).out) as {
    identity: { scid: string }
  }
  const { scid } = status.identity
  const add = ['peer', 'add', nube.origin]
  t.match(await harbor.run(...add), { code: 2, err: /They \(they call themselves "Nube Libre"\)/ })
  t.match(await harbor.run(...add, '--expect', 'QmOther'), { code: 1, err: /not the QmOther/ })
  t.match(await harbor.run('peer', 'list'), { code: 0, out: /No peer yet/ })
  t.match(await harbor.run(...add, '--expect', scid), { code: 0, out: /Added: Nube Libre/ })
  t.match(await harbor.run('sync', '--json'), { code: 0, out: /"outcome": "synced"/ })
  t.match(await harbor.run('peer', 'list'), { code: 0, out: /^Nube Libre +OK/m })

  t.match(await harbor.run('peer', 'block', scid), { code: 0 })
  t.match(await harbor.run('peer', 'unblock', nube.origin), { code: 0 })
  t.match(await harbor.run('peer', 'remove', nube.origin), { code: 0 })
  t.match(await harbor.run('peer', 'list'), { code: 0, out: /No peer yet/ })
  t.match(await harbor.run('log'), { out: /peer_removed.*collective_unblocked.*peer_added/s })
  t.match(await harbor.run('peer', 'add', harbor.origin), { code: 1 })
})
