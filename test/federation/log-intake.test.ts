import t from 'tap'

import { createCarry, MAX_CARRIED_BYTES, newestEntries } from '../../src/federation/carried-log.ts'
import { createFetcher } from '../../src/federation/fetcher.ts'
import { parseLog } from '../../src/identity/log-text.ts'
import {
  extendedLog as extended,
  type NextOptions,
  rotation,
  withLog,
} from '../hostile/harness/logs.ts'
import type { TestCollective } from '../support/collective.ts'
import { type FederationNode, federationNode, testNetwork } from '../support/federation-node.ts'

/** Later than anything in this world. */
const LATER = new Date('2026-11-22T09:05:00Z')

function extendedLog(collective: TestCollective, options: NextOptions) {
  return extended(collective, { ...options, now: LATER })
}

async function entriesAt(node: FederationNode, { collective }: FederationNode): Promise<number> {
  return (await node.store.findLog(collective.scid))?.entries.length ?? 0
}

function handTo(node: FederationNode, scid: string, body: string): Promise<Response> {
  return fetch(`${node.origin}/did/${scid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
}

/** Three nodes: the second and the third know the first, and the second sends to the third. */
async function threeNodes(t: Parameters<typeof testNetwork>[0]) {
  const network = await testNetwork(t, 3)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const rosa = await federationNode(t, network)
  for (const node of [nube, rosa]) await node.befriend(harbor)
  await nube.befriend(rosa)
  const fetcher = createFetcher({
    testNetwork: network.addresses,
    testResolver: new Map([['localhost', ['127.0.0.1']]]),
    socks: null,
    userAgent: 'Tessera',
    now: () => network.now(),
  })
  t.teardown(() => fetcher[Symbol.asyncDispose]())
  return { harbor, nube, rosa, carry: createCarry({ fetcher }) }
}

t.test('a new entry that anyone hands to one node reaches the others', async (t) => {
  const { harbor, nube, rosa, carry } = await threeNodes(t)
  const { scid } = harbor.collective
  const next = extendedLog(harbor.collective, rotation())
  const [, line = ''] = next.log.split('\n')
  const alone = { log: `${line}\n`, witness: next.witness }
  t.equal(await carry(nube.origin, scid, alone), 'extended', 'the newest entry is enough')
  await nube.federation.background.idle()
  await rosa.federation.background.idle()
  for (const node of [nube, rosa]) t.equal(await entriesAt(node, harbor), 2)
  t.equal(await carry(nube.origin, scid, alone), 'unchanged')
  t.equal(await carry(rosa.origin, scid, harbor.collective.log), 'unchanged', 'an older copy')
  t.equal(await entriesAt(rosa, harbor), 2)
})

t.test('two entries of one number put the log in dispute everywhere', async (t) => {
  const { harbor, nube, rosa, carry } = await threeNodes(t)
  const { scid } = harbor.collective
  await carry(nube.origin, scid, extendedLog(harbor.collective, rotation()))
  t.equal(await carry(nube.origin, scid, extendedLog(harbor.collective, rotation())), 'disputed')
  await nube.federation.background.idle()
  t.match(await rosa.store.findCollective(scid), { state: 'DISPUTED' })
})

t.test('what too few members approved, or nobody asked for, changes nothing', async (t) => {
  const { harbor, nube, carry } = await threeNodes(t)
  const { scid, members } = harbor.collective
  const bad = extendedLog(harbor.collective, { ...rotation(), approvers: members.slice(0, 1) })
  await t.rejects(carry(nube.origin, scid, bad), { code: 'not_taken', message: /status 403 \(/ })
  t.equal(await entriesAt(nube, harbor), 1)
  const text = JSON.stringify(extendedLog(harbor.collective, rotation()))
  const strange = scid.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
  t.equal((await handTo(nube, strange, text)).status, 404, 'a log that is not known here')
  t.equal((await handTo(nube, 'Qm', text)).status, 404)
  for (const body of ['', '[]', '{"log":"","log":""}', '{"log":1,"witness":""}']) {
    t.equal((await handTo(nube, scid, body)).status, 400, body)
  }
  const long = JSON.stringify({ log: 'x'.repeat(MAX_CARRIED_BYTES), witness: '[]' })
  t.equal((await handTo(nube, scid, long)).status, 413)
  t.equal(await entriesAt(nube, harbor), 1)
})

t.test('a node that is asked too much at once says so, and goes on', async (t) => {
  const { harbor, nube } = await threeNodes(t)
  const { scid, members } = harbor.collective
  const bodies = Array.from({ length: 12 }, () =>
    JSON.stringify(
      extendedLog(harbor.collective, { ...rotation(), approvers: members.slice(0, 1) }),
    ),
  )
  const answers = await Promise.all(bodies.map((body) => handTo(nube, scid, body)))
  t.ok(answers.every(({ status }) => status === 403 || status === 429))
  const good = JSON.stringify(extendedLog(harbor.collective, rotation()))
  t.equal((await handTo(nube, scid, good)).status, 200)
})

t.test('of a long log the newest entries are handed on', async (t) => {
  const { harbor, nube } = await threeNodes(t)
  let { collective } = harbor
  for (let i = 0; i < 3; i++) {
    collective = withLog(collective, extendedLog(collective, rotation()))
    await nube.exchange.receiveLog(collective.scid, collective.log)
  }
  const log = await nube.store.findLog(collective.scid)
  if (log === null) throw new Error('it is known')
  const large = log.entries.map((entry) => ({ ...entry, text: entry.text.padEnd(200 * 1024) }))
  const tail = newestEntries({ ...log, entries: large })
  t.strictSame(
    tail.log.match(/"versionId":"\d/g),
    ['"versionId":"3', '"versionId":"4'],
    'in their order',
  )
  t.strictSame(parseLog(newestEntries(log).log).lines.length, 4)
  t.notMatch(tail.witness, /"versionId":"2-/)
})
