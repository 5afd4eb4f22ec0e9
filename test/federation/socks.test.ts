import t from 'tap'

import { ACCEPT, codeOf, fetcherFor, SHORT, world } from '../support/fetcher-world.ts'
import { listenSocks, listenTcp } from '../support/listener.ts'

const ONION = `${'b'.repeat(56)}.onion`

t.test('reaches onion services through the proxy, which resolves the name', async (t) => {
  const { peer } = await world(t, (request, response) => response.end(request.headers.host))
  const asked: string[] = []
  const proxy = await listenSocks(t, peer, asked)
  const fetcher = fetcherFor(t, [], {
    socks: proxy.address,
    resolve: async (name) => {
      asked.push(`DNS was asked for ${name}`)
      return []
    },
  })
  const answer = await fetcher.get(`http://${ONION}/actor`, ACCEPT)
  t.equal(answer.body.toString(), ONION)
  t.strictSame(asked, [`${ONION}:80`])
  t.equal(await codeOf(fetcher.get('https://peer.example/', ACCEPT)), 'name_not_found')
  t.equal(proxy.connections(), 1, 'nothing else goes there')
})

t.test('speaks TLS with the onion service itself', async (t) => {
  const first: number[] = []
  const server = await listenTcp(t, '127.0.0.2', (socket) => {
    socket.once('data', (data) => {
      first.push(data[0] ?? 0)
      socket.destroy()
    })
  })
  const asked: string[] = []
  const proxy = await listenSocks(t, server, asked)
  const fetcher = fetcherFor(t, [], { socks: `socks5://${proxy.address}` })
  t.equal(await codeOf(fetcher.get(`https://${ONION}/actor`, ACCEPT)), 'unreachable')
  t.strictSame(asked, [`${ONION}:443`])
  t.strictSame(first, [0x16], 'a TLS handshake')
})

t.test('says that an onion service was not reached', async (t) => {
  const refusing = await listenSocks(t, null, [])
  const silent = await listenTcp(t, '127.0.0.1', () => undefined)
  const closing = await listenTcp(t, '127.0.0.1', (socket) => void socket.end())
  const wanting = await listenTcp(
    t,
    '127.0.0.1',
    (socket) => void socket.end(Buffer.from([5, 255])),
  )
  for (const proxy of [refusing, closing, wanting]) {
    const fetcher = fetcherFor(t, [], { socks: proxy.address })
    t.equal(await codeOf(fetcher.get(`http://${ONION}/`, ACCEPT)), 'onion_unreachable')
  }
  const patient = fetcherFor(t, [], { socks: silent.address, deadline: SHORT })
  t.match(
    await codeOf(patient.get(`http://${ONION}/`, ACCEPT)),
    /^(?:timed_out|onion_unreachable)$/,
  )
  t.equal(await codeOf(fetcherFor(t, [], {}).get(`http://${ONION}/`, ACCEPT)), 'no_way_to_onion')
})

t.test('refuses a proxy that is none', async (t) => {
  for (const socks of ['', '127.0.0.1', 'http://127.0.0.1:9050', 'socks5://:9050', 'a b:1']) {
    t.throws(() => fetcherFor(t, [], { socks }), { code: 'bad_proxy' }, socks)
  }
})
