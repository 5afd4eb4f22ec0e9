import t from 'tap'

import { SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { eventually } from '../hostile/harness/patience.ts'
import { sealedDraft } from '../support/sealed.ts'
import { type LocalNode, localNodes } from '../support/two-nodes.ts'

/** Passphrases of trials lie in their directories. */
async function unlocked(node: LocalNode) {
  const app = await node.open()
  const passphrase = (await app.files.readText('passphrase'))?.trim() ?? ''
  return { app, ...(await app.unlock(passphrase)) }
}

async function scidOf(node: LocalNode): Promise<string> {
  const { out } = await node.run('status', '--json')
  return (JSON.parse(out) as { identity: { scid: string } }).identity.scid
}

t.test('running nodes bring a sealed draft to its recipient, and take it back', async (t) => {
  const nodes = await localNodes(t, 3)
  for (const node of nodes) t.teardown(await node.start())
  const [harbor, nube, rosa] = nodes
  if (harbor === undefined || nube === undefined || rosa === undefined) throw new Error('three')
  for (const one of nodes) {
    for (const other of nodes) {
      if (one !== other) t.equal((await one.run('peer', 'add', other.origin, '--yes')).code, 0)
    }
  }
  const { app, sealed } = await unlocked(harbor)
  t.teardown(() => app[Symbol.asyncDispose]())
  const { record } = await sealed.send(sealedDraft([await scidOf(nube)]))
  const at = async (node: LocalNode) => {
    const { app, sealed } = await unlocked(node)
    const found = await sealed.list()
    await app[Symbol.asyncDispose]()
    return found
  }
  const arrived = await eventually(async () => (await at(nube)).at(0) ?? null)
  t.equal(arrived?.record.text, record.text)
  t.strictSame(await at(rosa), [])
  await sealed.withdraw(record)
  t.ok(await eventually(async () => ((await at(nube)).length === 0 ? true : null)))
})

t.test('a running node publishes a frozen text when its time has come', async (t) => {
  const [node] = await localNodes(t, 1)
  if (node === undefined) throw new Error('one')
  t.teardown(await node.start())
  const { out } = await node.run('charter', 'publish-founding', '--json')
  const { path } = JSON.parse(out) as { path: string }
  const key = ['--key', node.path('data', 'keys', 'member-1.age')]
  const pass = ['--key-passphrase-file', node.path('data', 'passphrase')]
  t.match(await node.run('sign', path, ...key, ...pass, '--yes'), { code: 0 })
  const due = toTimestamp(Date.now() + 8 * SECOND)
  t.match(await node.run('publish', path, '--at', due), { code: 0 })
  t.match(await node.run('publish', '--list'), { out: new RegExp(due) })
  const published = await eventually(async () => {
    const { out } = await node.run('status', '--json')
    return (JSON.parse(out) as { records: { Charter?: number } }).records.Charter ?? null
  }, 60 * SECOND)
  t.equal(published, 1)
  t.ok(toTimestamp(new Date()) >= due, 'not before')
  t.match(await node.run('publish', '--list'), { out: /Nothing waits/ })
  t.match(await node.run('log'), { out: /record_published.*Charter.*record_scheduled/s })
})
