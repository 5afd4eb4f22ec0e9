import t, { type Test } from 'tap'

import { signEntry } from '../../src/identity/log-proof.ts'
import { addTime, HOUR, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { foundCollective, type TestCollective } from '../support/collective.ts'
import { queryRows } from './harness/digest.ts'
import { checkAlive } from './harness/group.ts'
import { entriesOf, extendedLog, rotation, withLog } from './harness/logs.ts'
import { refusedEntries } from './harness/refused-entries.ts'
import {
  nodeRecord,
  newestEntryOf,
  type PublishedState,
  stateAfter,
  stateOf,
} from './harness/states.ts'
import { standingOf } from './harness/subjects.ts'
import { openWorldOfPeers } from './harness/world.ts'

const world = await openWorldOfPeers(t)
const { node, peer } = world
const past = new Date(Date.now() - 2 * HOUR)
let count = 0

interface Known {
  readonly collective: TestCollective
  readonly state: PublishedState
}

/** A collective that the node knows with its first state, and whose log can have grown since. */
async function known(t: Test): Promise<Known> {
  const collective = foundCollective(`https://identity-${++count}.example`, past)
  peer.serveLog(collective.scid, collective.log)
  const state = stateOf(collective, [nodeRecord(collective, 'Profile')])
  const { status, text } = await peer.push(node, state.texts)
  t.equal(status, 202, 'it is taken up', { text })
  return { collective, state }
}

async function sync(t: Test): Promise<void> {
  const { code, stderr } = await node.command('sync', '--json')
  t.equal(code, 0, 'the node syncs', { stderr })
}

function entriesKnown(scid: string): readonly string[] {
  const sql = `select version_id from did_entry where scid = '${scid}' order by number`
  return queryRows(node.dataDirectory, sql).map((row) => String(row['version_id']))
}

await t.test('F01 control: a rotation by the controller and two members counts', async (t) => {
  const { collective, state } = await known(t)
  const { node: key, change } = rotation()
  const { version, stateDigest: digest } = state.head
  const log = extendedLog(collective, { change: { ...change, lastGoodHead: { version, digest } } })
  peer.serveLog(collective.scid, log)
  await sync(t)
  t.equal(entriesKnown(collective.scid).length, 2, 'the entry is taken up')
  const moved = { ...withLog(collective, log), node: key }
  const next = stateAfter(moved, state, [nodeRecord(moved, 'Profile', {}, { version: 2 })])
  t.equal((await peer.push(node, next.texts)).status, 202, 'the new key works')
  t.same(standingOf(node, collective.scid).tips, [next.head.digest])
  const did = newestEntryOf(log)
  const late = stateAfter(collective, next, [], { did })
  t.equal((await peer.push(node, [late.head.text])).status, 403, 'the old one is refused')
  const backDated = stateAfter(collective, state, [], {
    published: addTime(toTimestamp(new Date()), -HOUR),
  })
  await peer.push(node, backDated.texts)
  t.same(standingOf(node, collective.scid).tips, [next.head.digest], 'F09 back-dated too')
})
if (!t.passing()) t.bailout('the control failed, so this group says nothing')

await t.test('F02 to F05, F18, F19: entries that are refused', async (t) => {
  const prepared: [Known, string][] = []
  for (const [id, title, spoil] of refusedEntries) {
    const one = await known(t)
    prepared.push([one, `${id} ${title}`])
    peer.serveLog(one.collective.scid, spoil(one.collective))
  }
  await sync(t)
  for (const [{ collective, state }, title] of prepared) {
    t.same(entriesKnown(collective.scid), [newestEntryOf(collective.log)], title)
    const { tips, state: word } = standingOf(node, collective.scid)
    t.same([word, ...tips], ['OK', state.head.digest], `${title}: =S`)
  }
  await checkAlive(t, world, node.pid())
})

await t.test('F04 a log under the SCID of another collective', async (t) => {
  const [one, other] = [await known(t), await known(t)]
  peer.serveLog(one.collective.scid, extendedLog(other.collective))
  await sync(t)
  t.same(entriesKnown(one.collective.scid), [newestEntryOf(one.collective.log)])
})

await t.test('F07 a second collective at the address of a known one', async (t) => {
  const usurper = foundCollective(peer.collective.origin, past)
  peer.serveLog(usurper.scid, usurper.log)
  await sync(t)
  const [row, ...others] = queryRows(node.dataDirectory, 'select scid, origin from peer')
  t.same(others, [])
  t.equal(row?.['scid'], peer.collective.scid, 'the pinned one stays')
})

await t.test('F08 what follows the last good head is void', async (t) => {
  const { collective, state } = await known(t)
  const spam = stateAfter(collective, state, [
    nodeRecord(collective, 'Listing', {}, { slug: 'by-a-thief' }),
  ])
  await peer.push(node, spam.texts)
  t.same(standingOf(node, collective.scid).tips, [spam.head.digest], 'the thief was believed')
  const { version, stateDigest: digest } = state.head
  const log = extendedLog(collective, {
    change: { ...rotation().change, lastGoodHead: { version, digest } },
  })
  peer.serveLog(collective.scid, log)
  await sync(t)
  const standing = standingOf(node, collective.scid)
  t.same(standing.tips, [state.head.digest], 'the last good head is in force again')
  t.same(
    standing.current,
    state.records.map((record) => record.digest),
  )
  const { text } = await node.ask({ path: '/sync/heads.ndjson' })
  t.notOk(text.includes(spam.head.digest), 'and nothing else is given out')
})

await t.test('F10 a head by a node key that is over', async (t) => {
  const collective = foundCollective('https://over.example', new Date(Date.now() - 100 * 24 * HOUR))
  peer.serveLog(collective.scid, collective.log)
  const state = stateOf(collective, [nodeRecord(collective, 'Profile')])
  await sync(t)
  const { status } = await peer.push(node, [state.head.text])
  t.ok([401, 403].includes(status), 'it is refused', { status })
  t.equal(standingOf(node, collective.scid).state, 'KEY-EXPIRED')
})

await t.test('F11 two valid entries of one number', async (t) => {
  const { collective, state } = await known(t)
  const [one, other] = [rotation(), rotation()]
  const { version, stateDigest: digest } = state.head
  const lastGoodHead = { version, digest }
  const first = extendedLog(collective, { change: { ...one.change, lastGoodHead } })
  const second = extendedLog(collective, { change: { ...other.change, lastGoodHead } })
  peer.serveLog(collective.scid, first)
  await sync(t)
  peer.serveLog(collective.scid, second)
  await sync(t)
  t.equal(entriesKnown(collective.scid).length, 3, 'both are kept')
  t.equal(standingOf(node, collective.scid).state, 'DISPUTED')
  t.equal(
    (await node.ask({ path: `/collectives/${collective.scid}` })).status,
    200,
    'and the page says so',
  )
})

await t.test('F12 a shorter, older log', async (t) => {
  const { collective } = await known(t)
  const log = extendedLog(collective)
  peer.serveLog(collective.scid, log)
  await sync(t)
  peer.serveLog(collective.scid, collective.log)
  await sync(t)
  t.equal(entriesKnown(collective.scid).length, 2, 'nothing is taken back')
})

await t.test('F13 a collective that is silent', async (t) => {
  const { collective, state } = await known(t)
  const published = addTime(toTimestamp(new Date()), -HOUR)
  const expires = addTime(published, HOUR - MINUTE)
  await peer.push(node, stateAfter(collective, state, [], { published, expires }).texts)
  t.equal(standingOf(node, collective.scid).state, 'STALE')
})

await t.test('F17 nothing follows the end', async (t) => {
  const { collective, state } = await known(t)
  const log = extendedLog(collective, { change: { deactivate: true } })
  peer.serveLog(collective.scid, log)
  await sync(t)
  t.equal(standingOf(node, collective.scid).state, 'RETIRED')
  const head = stateAfter(collective, state, [], { did: newestEntryOf(log) }).head
  const { status } = await peer.push(node, [head.text])
  t.ok([401, 403, 409, 410].includes(status), 'no head', { status })
  const ended = withLog(collective, log)
  const [last] = entriesOf(ended).slice(-1)
  const entry =
    last === undefined
      ? null
      : signEntry(
          { ...last.entry, versionId: `3-${last.versionId.slice(2)}` },
          collective.controller,
        )
  peer.serveLog(collective.scid, { ...log, log: `${log.log}${JSON.stringify(entry)}\n` })
  await sync(t)
  t.equal(entriesKnown(collective.scid).length, 2, 'no entry')
})

await t.test('F18 ten thousand entries', async (t) => {
  const { collective } = await known(t)
  const line = collective.log.log
  peer.serveLog(collective.scid, { ...collective.log, log: line.repeat(10_000) })
  await node.command('sync', '--json')
  t.same(entriesKnown(collective.scid), [newestEntryOf(collective.log)])
  await checkAlive(t, world, node.pid())
})
