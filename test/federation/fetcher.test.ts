import t from 'tap'
import { Agent } from 'undici'

import { DAY, SECOND } from '../../src/kernel/time.ts'
import { ACCEPT, codeOf, fetcherFor, SHORT, world } from '../support/fetcher-world.ts'
import { listen } from '../support/listener.ts'
import { cavageSigner, NOW } from '../support/signed-request.ts'

function brokenSigner(): never {
  throw new TypeError('a bug')
}

t.test('brings back what a peer answers', async (t) => {
  const { fetcher, peer } = await world(t, (_, response) => {
    response.setHeader('content-type', 'application/activity+json')
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.statusCode = 404
    response.end('{"a":1}')
  })
  const answer = await fetcher.get(`${peer.url}/actor?x=1#key`, {
    ...ACCEPT,
    headers: { 'if-none-match': 'x' },
  })
  t.match(answer, {
    status: 404,
    headers: { 'content-type': 'application/activity+json', 'set-cookie': 'a=1, b=2' },
    url: `${peer.url}/actor?x=1`,
    retryAfter: null,
  })
  t.equal(answer.body.toString(), '{"a":1}')
  t.match(peer.requests[0], {
    url: '/actor?x=1',
    method: 'GET',
    headers: {
      'user-agent': 'Tessera/0.1.0',
      accept: ACCEPT.accept,
      'accept-encoding': 'gzip',
      'if-none-match': 'x',
      host: peer.address,
    },
  })
})

t.test('connects to nothing outside of the public Internet and the test network', async (t) => {
  const { fetcher, hit } = await world(t, (_, response) => response.end())
  const refused = {
    [`http://127.0.0.9:${hit.port}/k`]: 'scheme_not_allowed',
    [`https://127.0.0.9:${hit.port}/k`]: 'port_not_allowed',
    'https://127.0.0.9/k': 'address_not_public',
    'https://localhost/k': 'address_not_public',
    'https://[::ffff:127.0.0.9]/k': 'address_not_public',
    'gopher://127.0.0.9/': 'scheme_not_allowed',
  }
  for (const [url, code] of Object.entries(refused)) {
    t.equal(await codeOf(fetcher.get(url, ACCEPT)), code, url)
    const post = fetcher.post(url, Buffer.from('{}'), { contentType: 'application/json' })
    t.equal(await codeOf(post), code, url)
  }
})

t.test('refuses a name as a whole if one of its addresses is not public', async (t) => {
  const asked: string[] = []
  const answers: Record<string, readonly string[]> = {
    'private.test': ['127.0.0.9'],
    'mixed.test': ['9.9.9.9', '127.0.0.9'],
    'mapped.test': ['9.9.9.9', '::ffff:127.0.0.9'],
    'none.test': [],
  }
  const { fetcher } = await world(t, (_, response) => response.end(), {
    resolve: async (name) => {
      asked.push(name)
      return (answers[name] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }))
    },
  })
  for (const name of ['private.test', 'mixed.test', 'mapped.test']) {
    t.equal(await codeOf(fetcher.get(`https://${name}/`, ACCEPT)), 'address_not_public', name)
  }
  t.equal(await codeOf(fetcher.get('https://none.test/', ACCEPT)), 'name_not_found')
  t.equal(asked.length, 4, 'each was asked for once')
})

t.test('connects to the address it has judged, whatever the name says next', async (t) => {
  // The first answer is in unallocated public space: a connection to it goes nowhere, so whatever
  // reached 127.0.0.9 would come from a second question.
  let questions = 0
  const { fetcher } = await world(t, (_, response) => response.end(), {
    deadline: SHORT,
    resolve: async () => {
      questions++
      return [
        questions === 1 ? { address: '2d00::1', family: 6 } : { address: '127.0.0.9', family: 4 },
      ]
    },
  })
  const first = await codeOf(fetcher.get('https://rebinding.test:8443/', ACCEPT))
  t.ok(first === 'timed_out' || first === 'unreachable', first)
  t.equal(questions, 1, 'one question for one connection')
  t.equal(await codeOf(fetcher.get('https://rebinding.test:8443/', ACCEPT)), 'address_not_public')
})

t.test('does not take a name of the hosts file for the test network', async (t) => {
  const { hit, peer } = await world(t, (_, response) => response.end('peer'))
  const fetcher = fetcherFor(t, [peer.address], {
    testResolver: new Map([
      ['evil.test', ['127.0.0.2']],
      ['inside.test', ['127.0.0.9']],
      ['mixed.test', ['127.0.0.2', '127.0.0.9']],
    ]),
  })
  const answer = await fetcher.get(`http://evil.test:${peer.port}/`, ACCEPT)
  t.equal(answer.body.toString(), 'peer')
  for (const name of ['inside.test', 'mixed.test']) {
    t.equal(await codeOf(fetcher.get(`http://${name}:${hit.port}/`, ACCEPT)), 'scheme_not_allowed')
  }
})

t.test('follows three redirects, and judges each of them', async (t) => {
  const { fetcher, peer, hit } = await world(t, (request, response) => {
    const [, name, count] = request.url?.split('/') ?? []
    const to: Record<string, string> = {
      chain: `/chain/${Number(count) - 1}`,
      loop: count === 'a' ? '/loop/b' : '/loop/a',
      private: `http://127.0.0.9:${hit.port}/`,
      data: 'data:text/plain,x',
      credentials: `http://a:b@${peer.address}/`,
      nothing: 'http://',
    }
    if (name === 'chain' && count === '0') return void response.end('end')
    response.writeHead(302, { location: to[name ?? ''] ?? '/' }).end('moved')
  })
  const get = (path: string) => fetcher.get(peer.url + path, ACCEPT)
  t.match(await get('/chain/3'), { status: 200, url: `${peer.url}/chain/0` })
  t.equal(peer.requests.length, 4)
  t.equal(await codeOf(get('/chain/4')), 'redirect_limit')
  t.equal(peer.requests.length, 8)
  t.equal(await codeOf(get('/loop/a')), 'redirect_limit')
  t.equal(peer.requests.length, 12)
  t.equal(await codeOf(get('/private')), 'scheme_not_allowed')
  t.equal(await codeOf(get('/data')), 'scheme_not_allowed')
  t.equal(await codeOf(get('/credentials')), 'bad_url')
  t.equal(await codeOf(get('/nothing')), 'bad_url')
})

t.test(
  'follows no redirect to another origin where that matters, and none of a POST',
  async (t) => {
    const other = await listen(t, '127.0.0.3', (_, response) => response.end('other'))
    const { peer } = await world(t, (request, response) => {
      const to = { '/other': other.url, '/same': '/end' }[request.url ?? '']
      if (to === undefined) return void response.end('end')
      response.writeHead(307, { location: to }).end()
    })
    const fetcher = fetcherFor(t, [peer.address, other.address], {})
    const sameOrigin = { ...ACCEPT, redirects: 'same-origin' } as const
    t.match(await fetcher.get(`${peer.url}/same`, sameOrigin), { status: 200 })
    t.equal(await codeOf(fetcher.get(`${peer.url}/other`, sameOrigin)), 'redirect_refused')
    const none = { ...ACCEPT, redirects: 'none' } as const
    t.equal(await codeOf(fetcher.get(`${peer.url}/same`, none)), 'redirect_refused')
    const post = fetcher.post(`${peer.url}/other`, Buffer.from('{}'), { contentType: 'text/plain' })
    t.match(await post, { status: 307 })
    t.equal(other.connections(), 0)
    await fetcher.get(`${peer.url}/other`, { ...ACCEPT, headers: { 'x-first': '1' } })
    t.equal(other.requests[0]?.headers['x-first'], undefined, 'headers were meant for the first')
  },
)

t.test('ignores alternate links', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    const next = request.url === '/a' ? '/b' : '/a'
    response.setHeader('link', `<${next}>; rel="alternate"; type="application/activity+json"`)
    response.setHeader('content-type', 'text/html')
    response.end('<link '.repeat(150_000))
  })
  await fetcher.get(`${peer.url}/a`, ACCEPT)
  t.equal(peer.requests.length, 1)
})

t.test('keeps nothing of hosts that it has not reached', async (t) => {
  const { fetcher } = await world(t, (_, response) => response.end(), {
    resolve: async () => [{ address: '127.0.0.9', family: 4 }],
  })
  const hosts = Array.from({ length: 300 }, (_, i) => `https://dead-${i}.test/inbox`)
  await Promise.all(
    hosts.map((url) => codeOf(fetcher.post(url, Buffer.from('{}'), { contentType: 'a/b' }))),
  )
  const dispatcher = await fetcher.dispatcher()
  t.ok(dispatcher instanceof Agent)
  if (dispatcher instanceof Agent) t.strictSame(dispatcher.stats, {})
})

t.test('hides no mistake of its own behind a refusal', async (t) => {
  const { fetcher, peer } = await world(t, (_, response) => response.end())
  await t.rejects(fetcher.get(peer.url, { ...ACCEPT, sign: brokenSigner }), { message: 'a bug' })
})

t.test('does not wait for the body of an answer to a POST', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    request.resume()
    response.writeHead(201, { 'content-length': '100' })
    response.write('never ends')
  })
  const answer = await fetcher.post(`${peer.url}/inbox`, Buffer.from('{"a":1}'), {
    contentType: 'application/activity+json',
  })
  t.match(answer, { status: 201, body: Buffer.alloc(0) })
  t.match(peer.requests[0], {
    method: 'POST',
    headers: { 'content-type': 'application/activity+json', 'content-length': '7' },
  })
})

t.test('uses one connection for POST after POST', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    request.resume().on('end', () => response.writeHead(202).end('accepted'))
  })
  for (let i = 0; i < 5; i++) {
    await fetcher.post(peer.url, Buffer.from('{}'), { contentType: 'application/json' })
  }
  t.equal(peer.requests.length, 5)
  t.ok(peer.connections() < 3, `${peer.connections()} connections`)
})

t.test('reads the answer to a POST where it is wanted', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    request.pipe(response)
  })
  const options = { contentType: 'application/json', answer: 'read' } as const
  const answer = await fetcher.post(peer.url, Buffer.from('{"digests":[]}'), options)
  t.equal(answer.body.toString(), '{"digests":[]}')
  const long = fetcher.post(peer.url, Buffer.alloc(100), { ...options, maxBytes: 99 })
  t.equal(await codeOf(long), 'too_large')
})

t.test('signs every request of a chain for itself', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    if (request.url === '/end') return void response.end()
    response.writeHead(302, { location: '/end' }).end()
  })
  await fetcher.get(`${peer.url}/start`, { ...ACCEPT, sign: cavageSigner() })
  const [first, second] = peer.requests.map(({ headers }) => headers['signature'])
  t.match(first, /^keyId=/)
  t.match(second, /^keyId=/)
  t.not(first, second)
  await fetcher.post(peer.url, Buffer.from('{}'), { contentType: 'a/b', sign: cavageSigner() })
  t.match(peer.requests[2]?.headers, { digest: /^SHA-256=/, signature: /digest/ })
})

t.test('understands how long a server asks to wait', async (t) => {
  const asked: Record<string, string> = {
    '/seconds': '120',
    '/far': '999999999',
    '/date': new Date(NOW.getTime() + 60 * SECOND).toUTCString(),
    '/past': new Date(NOW.getTime() - 60 * SECOND).toUTCString(),
    '/negative': '-5',
    '/nan': 'NaN',
    '/fraction': '1.5',
  }
  const { fetcher, peer } = await world(t, (request, response) => {
    response.writeHead(429, { 'retry-after': asked[request.url ?? ''] ?? '' }).end()
  })
  const waits: Record<string, number | null> = {
    '/seconds': 120 * SECOND,
    '/far': DAY,
    '/date': 60 * SECOND,
    '/past': 0,
    '/negative': null,
    '/nan': null,
    '/fraction': null,
  }
  for (const [path, wait] of Object.entries(waits)) {
    t.match(await fetcher.get(peer.url + path, ACCEPT), { status: 429, retryAfter: wait }, path)
  }
})
