import t, { type Test } from 'tap'

import { createPeerSource } from '../../src/federation/peer-source.ts'
import { HOUR, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import { listingAbout } from '../support/collective.ts'
import { type FederationNode, federationNode, testNetwork } from '../support/federation-node.ts'
import { fetcherFor } from '../support/fetcher-world.ts'
import { listen } from '../support/listener.ts'

/** What two nodes that know the same show alike. */
async function stateOf({ store }: FederationNode) {
  const collectives = await store.listCollectives()
  const current = await store.listCurrent({})
  return {
    collectives: collectives.map(({ scid, state, head }) => ({ scid, state, head })),
    current: current.map((record) => record.digest),
  }
}

async function get(node: FederationNode, path: string, init: RequestInit = {}) {
  const response = await fetch(node.origin + path, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function two(t: Test) {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  return { network, harbor, nube, scid: harbor.collective.scid }
}

t.test('a node that was away fetches all that it missed, from whoever has it', async (t) => {
  const network = await testNetwork(t, 3)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const rosa = await federationNode(t, network)
  for (let n = 0; n < 3; n++) {
    network.advance(MINUTE)
    await harbor.publisher.publishContents([listingAbout(`h${n}.example`)])
  }
  await nube.publisher.publishContents([listingAbout('nube.example')])
  await nube.befriend(harbor)
  t.match(await nube.federation.sync.sync(), [{ outcome: 'synced', refused: 0, error: null }])
  await rosa.befriend(nube)
  t.match(await rosa.federation.sync.sync(), [{ outcome: 'synced', refused: 0 }])
  const { scid } = harbor.collective
  const { head } = (await harbor.store.findCollective(scid)) ?? {}
  t.match(await rosa.store.findCollective(scid), { state: 'OK', head })
  t.equal((await rosa.store.listCurrent({ scid })).length, 3)
  const own = rosa.collective.scid
  const ofOthers = (state: Awaited<ReturnType<typeof stateOf>>) => ({
    ...state,
    collectives: state.collectives.filter((one) => one.scid !== own),
  })
  t.strictSame(ofOthers(await stateOf(rosa)), ofOthers(await stateOf(nube)))
})

t.test('goes on where it stopped, and looks less often where nothing is gained', async (t) => {
  const { network, harbor, nube, scid } = await two(t)
  await harbor.publisher.publishContents([listingAbout('one.example')])
  await nube.befriend(harbor)
  const sync = async () => {
    network.advance(MINUTE)
    return (await nube.federation.sync.sync(scid))[0]
  }
  t.match(await sync(), { received: 3, refused: 0 })
  t.match(await nube.peers.findPeer(scid), { interval: 15 * MINUTE, lastError: null })
  t.match(await sync(), { received: 0 })
  t.match(await nube.peers.findPeer(scid), { interval: 30 * MINUTE })
  for (let n = 0; n < 6; n++) await sync()
  t.match(await nube.peers.findPeer(scid), { interval: 6 * HOUR })
  await harbor.publisher.publishContents([listingAbout('two.example')])
  t.match(await sync(), { received: 3 })
  t.match(await nube.peers.findPeer(scid), { interval: 15 * MINUTE })
  t.strictSame(await nube.federation.sync.syncDue(), [])
  network.advance(15 * MINUTE)
  t.equal((await nube.federation.sync.syncDue()).length, 1)
})

t.test('starts anew when a peer has gone back to an older database', async (t) => {
  const { network, harbor, nube, scid } = await two(t)
  await nube.befriend(harbor)
  const progress = { interval: 900_000, lastError: null, cursor: '900.900.900' }
  await nube.peers.recordProgress(scid, { ...progress, lastSync: toTimestamp(network.now()) })
  await harbor.publisher.publishContents([listingAbout('one.example')])
  t.match(await get(harbor, '/sync/heads?after=900'), { status: 410 })
  t.match(await nube.federation.sync.sync(scid), [{ outcome: 'synced', received: 3 }])
})

t.test('says what failed, keeps what it has, and tries later', async (t) => {
  const { network, harbor, nube, scid } = await two(t)
  await nube.befriend(harbor)
  const peer = await nube.peers.findPeer(scid)
  if (peer === null) throw new Error('no peer')
  await nube.peers.putPeer({ ...peer, origin: 'http://localhost:1' })
  t.match(await nube.federation.sync.sync(scid), [{ outcome: 'failed', error: /\.$/ }])
  t.match(await nube.peers.findPeer(scid), { interval: 30 * MINUTE, lastSync: null })
  t.strictSame(await nube.federation.sync.syncDue(), [])
  network.advance(30 * MINUTE)
  t.equal((await nube.federation.sync.syncDue()).length, 1)
  await t.rejects(nube.federation.sync.sync(nube.collective.scid), { code: 'peer_not_found' })
})

t.test('gives out objects by digest, and says what is gone', async (t) => {
  const { harbor } = await two(t)
  const { head, records } = await harbor.publisher.publishContents([listingAbout('one.example')])
  const byBytes = await get(harbor, `/objects/${head.digest}`)
  t.equal(byBytes.text, head.text)
  t.match(byBytes.headers.get('cache-control'), /immutable/)
  t.match(byBytes.headers.get('content-type'), /^application\/activity\+json/)
  const byState = await get(harbor, `/objects/${head.stateDigest}`)
  t.equal(byState.text, head.text)
  t.equal(byState.headers.get('cache-control'), 'public, no-cache')
  const manifest = await get(harbor, `/objects/${head.manifest}`)
  t.match(manifest.headers.get('content-type'), /^application\/json/)
  t.equal(digestOf(manifest.text), head.manifest)
  const [record] = records
  const digests = [head.digest, head.stateDigest, head.manifest, record?.digest, digestOf('none')]
  const posted = await get(harbor, '/objects', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ digests }),
  })
  const lines = posted.text.split('\n').filter((line) => line !== '')
  t.ok(lines.length >= 3 && lines.every((line) => digests.includes(digestOf(line))))
  t.match(await get(harbor, `/objects/${digestOf('none')}`), { status: 404 })
  t.match(await get(harbor, '/objects/..%2f..%2fetc'), { status: 404 })
  await harbor.publisher.publishContents([], { erase: [record?.digest ?? ''] })
  const gone = await get(harbor, `/objects/${record?.digest}`)
  t.match(JSON.parse(gone.text), { status: 410, code: 'erased' })
})

t.test('refuses odd requests', async (t) => {
  const { harbor } = await two(t)
  const post = (body: string, type = 'application/json') =>
    get(harbor, '/objects', { method: 'POST', headers: { 'content-type': type }, body })
  t.match(JSON.parse((await post('{"digests":["x"]}')).text), { status: 400, code: 'bad_digests' })
  const many = JSON.stringify({ digests: Array.from({ length: 501 }, () => digestOf('x')) })
  t.equal((await post(many)).status, 400)
  t.equal((await post('{}', 'text/plain')).status, 415)
  t.equal((await get(harbor, '/sync/heads?after=-1')).status, 400)
  t.equal((await get(harbor, '/sync/heads?after=1&after=2')).status, 400)
  t.equal((await get(harbor, '/did/nobody/did.jsonl')).status, 404)
})

t.test('sends again only what has changed', async (t) => {
  const { network, harbor } = await two(t)
  await harbor.publisher.publishContents([listingAbout('one.example')])
  for (const path of ['/sync/heads.ndjson', '/sync/index.txt', '/.well-known/did.jsonl']) {
    const { headers } = await get(harbor, path)
    const known = { headers: { 'if-none-match': headers.get('etag') ?? '' } }
    t.match(await get(harbor, path, known), { status: 304, text: '' }, path)
  }
  const index = await get(harbor, '/sync/index.txt')
  const [scid, version, published] = index.text.trim().split(' ')
  t.strictSame(
    [scid, version, published],
    [harbor.collective.scid, '1', toTimestamp(network.now())],
  )
})

t.test('offers nothing of a blocked collective, and strangers only as a whole', async (t) => {
  const { network, harbor, nube, scid } = await two(t)
  const { head } = await harbor.publisher.publishContents([listingAbout('one.example')])
  await nube.befriend(harbor)
  await nube.federation.sync.sync()
  t.match((await get(nube, '/sync/heads')).text, head.digest)
  await nube.federation.peering.remove(scid)
  t.notMatch((await get(nube, '/sync/heads')).text, head.digest)
  t.match((await get(nube, '/sync/heads.ndjson')).text, head.digest)
  await nube.store.transaction((writer) =>
    writer.setBlocked(scid, true, toTimestamp(network.now())),
  )
  for (const feed of ['/sync/heads.ndjson', '/sync/logs.ndjson', '/sync/index.txt']) {
    t.notMatch((await get(nube, feed)).text, scid, feed)
  }
  t.equal((await get(nube, `/objects/${head.digest}`)).status, 404)
  t.equal((await get(nube, `/did/${scid}/did.jsonl`)).status, 404)
})

t.test('a closed network shows itself to its peers alone', async (t) => {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network, { network: 'listed' })
  const nube = await federationNode(t, network, { network: 'listed' })
  await harbor.befriend(nube)
  await nube.befriend(harbor)
  const { head } = await harbor.publisher.publishContents([listingAbout('one.example')])
  for (const path of ['/sync/heads', '/sync/heads.ndjson', `/objects/${head.digest}`]) {
    t.equal((await get(harbor, path)).status, 404, path)
  }
  t.equal((await get(harbor, '/.well-known/did.jsonl')).status, 200)
  t.match(await nube.federation.sync.sync(), [{ outcome: 'synced', received: 3 }])
  await harbor.federation.peering.remove(nube.collective.scid)
  t.match(await nube.federation.sync.sync(), [{ outcome: 'synced', received: 0 }])
})

t.test('a static copy is a full source', async (t) => {
  const { harbor } = await two(t)
  const { head } = await harbor.publisher.publishContents([listingAbout('one.example')])
  const paths = ['/sync/logs.ndjson', '/sync/heads.ndjson', '/sync/members.ndjson']
  const { scid } = harbor.collective
  const { items } = JSON.parse((await get(harbor, `/objects/${head.manifest}`)).text) as {
    items: { digest: string }[]
  }
  paths.push(`/did/${scid}/did.jsonl`, `/did/${scid}/did-witness.json`, `/objects/${head.manifest}`)
  paths.push(...items.map(({ digest }) => `/objects/${digest}`))
  const files = new Map<string, string>()
  for (const path of paths) files.set(path, (await get(harbor, path)).text)

  const server = await listen(t, '127.0.0.2', (request, response) => {
    const text = request.method === 'GET' ? files.get(request.url ?? '') : undefined
    const status = request.method === 'POST' ? 405 : 404
    response.writeHead(text === undefined ? status : 200).end(text)
  })
  const network = await testNetwork(t, 1)
  const rosa = await federationNode(t, network, {
    fetcher: fetcherFor(t, [server.address], {}),
  })
  await rosa.peers.putPeer({
    scid,
    origin: server.url,
    actor: `${harbor.origin}/actor`,
    inbox: `${harbor.origin}/inbox`,
    added: toTimestamp(network.now()),
    lastSync: null,
    interval: 15 * MINUTE,
    lastError: null,
    cursor: null,
  })
  t.match(await rosa.federation.sync.sync(), [{ outcome: 'synced', refused: 0, error: null }])
  t.match(await rosa.store.findCollective(scid), { state: 'OK', head: head.digest })
  t.equal((await rosa.store.listCurrent({ scid })).length, 1)
})

t.test('a peer that sends rubbish, or without end, is told apart and stopped', async (t) => {
  const { nube, network } = await two(t)
  let asked = 0
  const server = await listen(t, '127.0.0.2', (request, response) => {
    asked++
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after') ?? '0')
    const line = { sequence: after + 1, scid: nube.collective.scid, object: { type: 'Nothing' } }
    response.end(`rubbish\n${JSON.stringify(line)}\n`)
  })
  const rosa = await federationNode(
    t,
    { ...network, servers: (await testNetwork(t, 1)).servers },
    {
      fetcher: fetcherFor(t, [server.address], {}),
    },
  )
  const { scid } = nube.collective
  await rosa.peers.putPeer({
    scid,
    origin: server.url,
    actor: `${server.url}/actor`,
    inbox: `${server.url}/inbox`,
    added: toTimestamp(network.now()),
    lastSync: null,
    interval: 15 * MINUTE,
    lastError: null,
    cursor: null,
  })
  const [report] = await rosa.federation.sync.sync()
  t.match(report, { outcome: 'synced', received: 0 })
  t.ok((report?.refused ?? 0) > 100)
  t.ok(asked < 400, `${asked} requests`)
})

t.test('a source that hands out too much is left', async (t) => {
  const server = await listen(t, '127.0.0.2', (_request, response) =>
    response.end('x'.repeat(5000)),
  )
  let left = 4000
  const source = createPeerSource({
    fetcher: fetcherFor(t, [server.address], {}),
    base: server.url,
    spend(bytes) {
      left -= bytes
      if (left < 0) throw new Error('too much')
    },
  })
  await t.rejects(source.lines('/sync/heads.ndjson'), { message: 'too much' })
})
