import t from 'tap'

import { listingAbout } from '../support/collective.ts'
import { federationNode, testNetwork } from '../support/federation-node.ts'
import { listen } from '../support/listener.ts'

t.test('looks at a node, and believes what its log says of it', async (t) => {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const { peering } = harbor.federation
  t.strictSame(await peering.look(`${nube.origin}/about`), {
    scid: nube.collective.scid,
    did: nube.collective.did,
    nodeKey: nube.collective.node.multikey,
    origin: nube.origin,
    actor: `${nube.origin}/actor`,
    inbox: `${nube.origin}/inbox`,
    name: null,
  })
  t.strictSame(await harbor.peers.listPeers(), [], 'and keeps nothing')
})

t.test('is no peer of itself, under whatever name', async (t) => {
  const network = await testNetwork(t, 1)
  const { port } = new URL(`http://${network.addresses[0]}`)
  network.addresses.push(`127.0.0.1:${port}`)
  const harbor = await federationNode(t, network)
  const { peering } = harbor.federation
  await t.rejects(peering.look(harbor.origin), { code: 'own_address' })
  // The server answers under its own name only.
  await t.rejects(peering.look(`http://127.0.0.1:${port}`), { code: 'not_a_node' })
})

t.test('refuses what is no node', async (t) => {
  const answers: Record<string, string> = {
    '/.well-known/tessera.json': JSON.stringify({ scid: 'Qm' }),
  }
  const server = await listen(t, '127.0.0.1', (request, response) => {
    const text = answers[request.url ?? '']
    response.writeHead(text === undefined ? 404 : 200).end(text)
  })
  const network = await testNetwork(t)
  network.addresses.push(`localhost:${server.port}`)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const address = `http://localhost:${server.port}`
  const { peering } = harbor.federation
  const path = '/.well-known/tessera.json'
  await t.rejects(peering.look(address), { code: 'not_a_node' })
  for (const text of ['', 'no JSON', '[]', '{"a":1,"a":2}']) {
    answers[path] = text
    await t.rejects(peering.look(address), { code: 'not_a_node' })
  }
  const fromNube = async (at: string) => await (await fetch(nube.origin + at)).text()
  for (const at of [path, '/.well-known/did.jsonl', '/.well-known/did-witness.json']) {
    answers[at] = await fromNube(at)
  }
  await t.rejects(peering.look(address), { code: 'not_a_node', message: /other addresses/ })
  await t.rejects(peering.look('http://u:p@localhost/'), { code: 'bad_address' })
  await t.rejects(peering.look('https://127.0.0.1/'), { code: 'address_not_public' })
})

t.test(
  'a peer that is added is known by its log, and one that is removed hears no more',
  async (t) => {
    const network = await testNetwork(t)
    const harbor = await federationNode(t, network)
    const nube = await federationNode(t, network)
    const { scid } = nube.collective
    await harbor.befriend(nube)
    t.match(await harbor.store.findCollective(scid), { own: false })
    await harbor.befriend(nube)
    t.equal((await harbor.peers.listPeers()).length, 1)
    await harbor.federation.peering.remove(scid)
    await t.rejects(harbor.federation.peering.remove(scid), { code: 'peer_not_found' })
    await harbor.publisher.publishContents([listingAbout('one.example')])
    await harbor.push()
    t.equal(await harbor.deliveries.countDeliveries(), 0)
    t.equal((await nube.store.listCurrent({})).length, 0)
  },
)
