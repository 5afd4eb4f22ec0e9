import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import type { Scid } from '../../src/record/did.ts'
import { withByteChanged } from '../support/objects.ts'
import { checkAlive, checkAnswer } from './harness/group.ts'
import { extendedLog, rotation } from './harness/logs.ts'
import { foundNode, type NodeProcess } from './harness/node-process.ts'
import { eventually } from './harness/patience.ts'
import { nodeRecord, type PublishedState, stateAfter, stateOf } from './harness/states.ts'
import { introduce, type Standing, standingBecomes, standingOf } from './harness/subjects.ts'
import { addPeer, openWorldOfPeers } from './harness/world.ts'

/** SPEC: security-bar, G01: what one node has, its peers have in a minute. */
const MINUTE_PATIENCE = 60_000

const world = await openWorldOfPeers(t)
const { network, node, peer } = world
const second = await foundNode(t, network, { name: 'node2.test' })
await second.start()
await addPeer(second, peer)
await addPeer(second, node)
await addPeer(node, second)
const nodes = [node, second]
const home = peer.collective
const base = stateOf(home, [nodeRecord(home, 'Profile')])

async function syncAll(t: Test): Promise<void> {
  for (const one of nodes) {
    const { code, stderr } = await one.command('sync', '--json')
    t.equal(code, 0, `${one.name} syncs`, { stderr })
  }
}

function scidOfNode({ dataDirectory }: NodeProcess): Scid {
  return /QM[1-9A-Z]{44}/i.exec(readFileSync(join(dataDirectory, 'mark.json'), 'utf8'))?.[0] ?? ''
}

function sees(one: NodeProcess, scid: Scid, isRight: (standing: Standing) => boolean) {
  return standingBecomes(one, scid, isRight, MINUTE_PATIENCE)
}

function announces() {
  return peer.received.filter(({ method, path }) => method === 'POST' && path === '/inbox')
}

/** Two states that follow the same one. */
function forksAfter(state: PublishedState, count: number): PublishedState[] {
  return Array.from({ length: count }, (_, i) => {
    const listing = nodeRecord(home, 'Listing', {}, { slug: `fork-${i}` })
    return stateAfter(home, state, [listing, ...state.records])
  })
}

await t.test('G01 control: what one node publishes, the other has', async (t) => {
  const { code, stderr } = await node.command(
    'profile',
    'set',
    'taglineMap.en=Said-on-the-first-node',
  )
  t.equal(code, 0, 'it is published', { stderr })
  const scid = scidOfNode(node)
  const { current } = standingOf(node, scid)
  t.ok(await sees(second, scid, (one) => one.current.join() === current.join()), 'equal on both')
  const first = await peer.push(node, base.texts)
  t.equal(first.status, 202)
  t.equal((await peer.push(second, base.texts)).status, 202)
})
if (!t.passing()) t.bailout('the control failed, so this group says nothing')

await t.test('G12 it goes to each neighbor once, and then there is silence', async (t) => {
  await eventually(() => (announces().length > 0 ? true : null))
  const before = announces().length
  await node.command('profile', 'set', 'taglineMap.en=Said-again')
  await eventually(() => (announces().length > before ? true : null))
  const scid = scidOfNode(node)
  const { current } = standingOf(node, scid)
  await sees(second, scid, (one) => one.current.join() === current.join())
  await syncAll(t)
  t.ok(announces().length <= before + 2, 'at most once from each of them')
})

await t.test('G07 and G09 what is erased is gone from the disk and refused', async (t) => {
  const { collective, state } = await introduce(t, world)
  const marker = 'words-that-have-to-vanish'
  const record = nodeRecord(collective, 'Listing', { nameMap: { en: marker } }, { slug: 'gone' })
  const shown = stateAfter(collective, state, [record, ...state.records])
  await peer.push(node, shown.texts)
  t.ok(filesWith(node, marker).length > 0, 'the marker is there')
  const erased = stateAfter(collective, shown, state.records, { erased: [record.digest] })
  t.equal((await peer.push(node, erased.texts.slice(1))).status, 202)
  t.equal((await node.ask({ path: `/objects/${record.digest}` })).status, 410)
  t.equal((await peer.push(node, [record.text])).status, 410, 'it is refused')
  t.ok(
    await eventually(() => (filesWith(node, marker).length === 0 ? true : null)),
    'no file has it',
    {
      files: filesWith(node, marker),
    },
  )
  const without = stateAfter(collective, erased, state.records)
  await peer.push(node, without.texts)
  await peer.push(node, stateAfter(collective, without, [record, ...state.records]).texts)
  t.equal(
    (await node.ask({ path: `/objects/${record.digest}` })).status,
    200,
    'unless it is said again',
  )
})

await t.test("G08 another collective's object among the erased", async (t) => {
  const [one, other] = [await introduce(t, world), await introduce(t, world)]
  const [target] = one.state.records
  const erased = [target?.digest ?? '']
  await peer.push(node, stateAfter(other.collective, other.state, [], { erased }).texts)
  t.equal((await node.ask({ path: `/objects/${target?.digest}` })).status, 200)
  t.same(standingOf(node, one.collective.scid).current, erased, 'it still counts')
})

await t.test('G11 an answer of 200 MB, a feed without end', async (t) => {
  const { collective, state } = await introduce(t, world)
  const next = stateAfter(collective, state, [])
  const before = node.residentBytes()
  let sent = 0
  peer.set('/objects', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const chunk = Buffer.alloc(2 ** 20, 0x20)
    const more = (): void => {
      while (sent < 200 && !response.destroyed && response.write(chunk)) sent++
      if (sent < 200 && !response.destroyed) response.once('drain', more)
      else response.end()
    }
    response.on('close', () => (sent = Math.max(sent, 1)))
    more()
    return null
  })
  await peer.push(node, [next.manifest.text, next.head.text], { isInline: false })
  await eventually(() => (sent > 0 ? true : null))
  peer.set('/objects')
  await checkAlive(t, world, node.pid())
  t.ok(sent < 100, 'it was cut off', { sent })
  t.ok(node.residentBytes() - before < 50 * 2 ** 20, 'and not kept in memory')
})

await t.test('G02 two heads of one version, one for each node', async (t) => {
  const [one, other] = forksAfter(base, 2)
  if (one === undefined || other === undefined) return
  await peer.push(node, one.texts)
  await peer.push(second, other.texts)
  t.equal(standingOf(node, home.scid).state, 'OK')
  for (const { texts } of [one, other]) peer.serve(texts)
  await syncAll(t)
  for (const it of nodes) {
    const forked = await sees(it, home.scid, ({ state }) => state === 'FORKED')
    t.ok(forked, `${it.name} sees the fork`)
    t.same(
      forked?.current,
      base.records.map(({ digest }) => digest),
      'only what both list is shown',
    )
  }
  t.same(standingOf(node, home.scid), standingOf(second, home.scid), 'both nodes agree')
})

await t.test('G04 the evidence, again and again', async (t) => {
  const before = standingOf(node, home.scid)
  const [head = ''] =
    (await node.ask({ path: '/sync/heads.ndjson' })).text.match(/zQm\w{44}/g) ?? []
  t.ok(head)
  for (let i = 0; i < 200; i++) await peer.push(node, base.texts)
  t.same(standingOf(node, home.scid), before)
})

await t.test('G05 evidence with a signature that is wrong', async (t) => {
  const before = standingOf(node, home.scid)
  const [forged] = forksAfter(base, 1)
  const text = forged?.head.text ?? ''
  const answer = await peer.push(node, [
    withByteChanged(text, text.indexOf('"proofValue":"z') + 30),
  ])
  t.ok([400, 401, 403].includes(answer.status))
  checkAnswer(t, answer, node)
  t.same(standingOf(node, home.scid), before)
})

await t.test('G02 nine and twenty tips', async (t) => {
  const tips = forksAfter(base, 20)
  for (const { texts } of tips.slice(0, 10)) await peer.push(node, texts)
  for (const { texts } of tips.slice(10)) await peer.push(second, texts)
  await syncAll(t)
  await syncAll(t)
  for (const it of nodes) {
    const { current, state } = standingOf(it, home.scid)
    t.same([state, current], ['FORKED', []], `${it.name} shows nothing that the node key signed`)
  }
})

await t.test('G06 the members name the last good head', async (t) => {
  const { version, stateDigest: digest } = base.head
  const change = { ...rotation().change, lastGoodHead: { version, digest } }
  peer.serveLog(home.scid, extendedLog(home, { change }))
  await syncAll(t)
  for (const it of nodes) {
    const standing = await sees(it, home.scid, ({ tips }) => tips.join() === base.head.digest)
    t.ok(standing, `${it.name} follows`)
  }
})

await t.test('G10 an own backup without the last heads signs no more', async (t) => {
  await second.stop()
  const database = join(second.dataDirectory, 'tessera.db')
  const backup = join(network.folder, 'backup.db')
  await copyFile(database, backup)
  await second.start()
  for (const words of ['one', 'two', 'three'])
    await second.command('profile', 'set', `taglineMap.en=${words}`)
  await second.stop()
  for (const suffix of ['-wal', '-shm']) await rm(database + suffix, { force: true })
  await copyFile(backup, database)
  await second.start()
  const { code, stdout, stderr } = await second.command('profile', 'set', 'taglineMap.en=after')
  t.not(code, 0, 'it refuses')
  t.match(stdout + stderr, /fork|key|head/i, 'and says why')
  t.not(standingOf(node, scidOfNode(second)).state, 'FORKED', 'no fork arises')
})

/** Files of the data directory that hold some bytes, whatever kind of file they are. */
function filesWith({ dataDirectory }: NodeProcess, text: string): readonly string[] {
  return readdirSync(dataDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(text))
}
