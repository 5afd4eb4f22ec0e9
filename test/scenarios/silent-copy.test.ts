import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { createNetwork } from '../hostile/harness/network.ts'
import { foundNode, type NodeProcess } from '../hostile/harness/node-process.ts'
import { eventually } from '../hostile/harness/patience.ts'
import { addPeer } from '../hostile/harness/world.ts'
import { textOf } from '../support/public-server.ts'

/** SPEC: issue 4, "Silent copy": all nodes are clean in less. */
const PATIENCE = 60 * SECOND

const OURS = 'Mail and lists since 2001'
const FORGED = 'Send us your passwords at once'
const AFTER = 'We are back, with new keys'

interface Shown {
  readonly state: string
  readonly profile: { readonly taglineMap?: { readonly en?: string } } | null
  readonly unconfirmed: readonly { readonly type: string; readonly since: string }[]
  readonly log: readonly { readonly lastGoodVersion: number | null }[]
}

async function shownBy(node: NodeProcess, scid: string): Promise<Shown | null> {
  const path = `/collectives/${scid}`
  const { status, text } = await node.ask({ path, headers: { accept: 'application/json' } })
  return status === 200 ? (JSON.parse(text) as Shown) : null
}

async function pageOf(node: NodeProcess, scid: string): Promise<string> {
  const headers = { accept: 'text/html', 'accept-language': 'en' }
  return textOf((await node.ask({ path: `/collectives/${scid}`, headers })).text)
}

/** Waits until a node shows what it has to; throws with what it shows if it never does. */
async function untilShown(node: NodeProcess, scid: string, isRight: (shown: Shown) => boolean) {
  const shown = await eventually(async () => {
    const now = await shownBy(node, scid)
    return now !== null && isRight(now) ? now : null
  }, PATIENCE)
  if (shown !== null) return shown
  const last = await shownBy(node, scid)
  throw new Error(`${node.name} shows ${last?.state} ${JSON.stringify(last?.profile?.taglineMap)}`)
}

async function must(node: NodeProcess, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await node.command(...args)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr || stdout}`)
  return stdout
}

const say = (node: NodeProcess, tagline: string) =>
  must(node, 'profile', 'set', `taglineMap.en=${tagline}`)

const says = (tagline: string) => (shown: Shown) => shown.profile?.taglineMap?.en === tagline

/** Four nodes that are peers of each other; three members decide for the first. */
async function fourNodes(t: Test) {
  const network = await createNetwork(t)
  const three = ['--name', 'Harbor Commons', '--members', '3', '--threshold', '2']
  const harbor = await foundNode(t, network, { init: three })
  const nube = await foundNode(t, network, { name: 'node2.test', init: alone('Nube Libre') })
  const rosa = await foundNode(t, network, { name: 'node3.test', init: alone('Atelier Rosa') })
  const quay = await foundNode(t, network, { name: 'other.test', init: alone('Quay Radio') })
  const others = [nube, rosa, quay]
  const all = [harbor, ...others]
  for (const node of all) await node.start()
  for (const node of all) for (const peer of all) if (node !== peer) await addPeer(node, peer)
  const status = await must(harbor, 'status', '--json')
  const { identity } = JSON.parse(status) as { identity: { scid: string } }
  return { network, harbor, nube, quay, others, all, scid: identity.scid }
}

const alone = (name: string) => ['--name', name, '--members', '1']

/** Two of three members and the controller key meet, without a network; returns the signed file. */
async function meet(prepared: string): Promise<string> {
  const meeting = join(network.folder, 'meeting')
  await mkdir(meeting)
  const keys = ['member-1.age', 'member-3.age', 'controller.age']
  for (const key of keys) {
    await copyFile(join(harbor.dataDirectory, 'keys', key), join(meeting, key))
  }
  const file = join(meeting, 'entry.json')
  await copyFile(prepared, file)
  const flags = keys.flatMap((key) => ['--key', join(meeting, key)])
  const secret = ['--key-passphrase-file', join(network.folder, harbor.name, 'passphrase')]
  await must(nube, 'sign', file, ...flags, ...secret, '--yes')
  return file
}

const { network, harbor, nube, quay, others, all, scid } = await fourNodes(t)
/** From here on the members will not trust the key; what is published now is theirs all the same. */
const since = toTimestamp(new Date())
await say(harbor, OURS)
for (const node of all) await untilShown(node, scid, says(OURS))
// The disk is copied while the machine is down "for technical reasons".
await harbor.stop()
const thief = await foundNode(t, network, { name: 'evil.test', copyOf: harbor })
await harbor.start()
await thief.start()
let entry = ''

await t.test('for a while the copy speaks for the collective', async () => {
  await say(thief, 'Nothing to see here')
  await say(thief, FORGED)
  for (const node of others) await untilShown(node, scid, says(FORGED))
})

await t.test('as soon as both speak, every node shows the fork', async (t) => {
  await say(harbor, 'A new shelf for backups')
  for (const node of others) {
    const forked = await untilShown(node, scid, ({ state }) => state === 'FORKED')
    t.notOk(says(FORGED)(forked), `${node.name} shows no more than what both say`)
    t.match(await pageOf(node, scid), /has signed statements that exclude each other/)
  }
  await must(harbor, 'sync')
  await untilShown(harbor, scid, ({ state }) => state === 'FORKED')
  const refused = await harbor.command('profile', 'set', 'taglineMap.en=Too late')
  t.match(refused, { code: 1 }, 'the own node signs no more')
  await harbor.stop()
})

await t.test('one peer that is handed the signed entry is enough', async (t) => {
  const words = ['key', 'revoke', '--since', since, '--last-good', '2', '--json']
  const { path } = JSON.parse(await must(harbor, ...words)) as { path: string }
  entry = await meet(path)
  const start = performance.now()
  t.match(await must(nube, 'key', 'carry', entry, '--to', quay.origin), /extended/)
  for (const node of others) {
    const clean = await untilShown(node, scid, (shown) => shown.state === 'OK' && says(OURS)(shown))
    t.match(clean.log[0], { lastGoodVersion: 2 })
    t.match(clean.unconfirmed, [{ type: 'Profile', since }], `${node.name} marks the window`)
  }
  const took = performance.now() - start
  t.ok(took < PATIENCE, 'all nodes are clean in time')
  t.comment(`clean on all nodes after ${Math.round(took)} ms`)
  for (const node of others) {
    const page = await pageOf(node, scid)
    t.match(page, /no longer to be trusted/, `${node.name} says so on its page`)
    t.notMatch(page, FORGED)
  }
})

await t.test('the collective goes on, and nobody listens to the copy', async (t) => {
  await thief.command('profile', 'set', 'taglineMap.en=You have to believe us')
  await must(harbor, 'publish', entry)
  await harbor.start()
  await say(harbor, AFTER)
  for (const node of all) {
    const shown = await untilShown(node, scid, says(AFTER))
    t.match(shown, { state: 'OK', unconfirmed: [] }, `${node.name}: published again, confirmed`)
    t.notMatch(await pageOf(node, scid), /no longer to be trusted/)
  }
})
