import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

import t from 'tap'

import { ACCEPT, codeOf, fetcherFor, SHORT, world } from '../support/fetcher-world.ts'
import { listenTcp } from '../support/listener.ts'

function trickle(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

function head(lines: string): string {
  return `HTTP/1.1 200 OK\r\n${lines}content-length: 0\r\n\r\n`
}

t.test('reads a body up to its limit and no further', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    if (request.url === '/endless') {
      const chunk = Buffer.alloc(64 * 1024)
      const write = (): void =>
        void (response.destroyed || response.write(chunk, () => setImmediate(write)))
      return write()
    }
    response.end(Buffer.alloc(Number(request.url?.slice(1))))
  })
  const get = (path: string, maxBytes?: number) =>
    fetcher.get(peer.url + path, { ...ACCEPT, ...(maxBytes === undefined ? {} : { maxBytes }) })
  t.equal((await get('/1048576')).body.length, 1024 * 1024)
  t.equal(await codeOf(get('/1048577')), 'too_large')
  t.equal((await get('/10', 10)).body.length, 10)
  t.equal(await codeOf(get('/11', 10)), 'too_large')
  t.equal(await codeOf(get('/endless')), 'too_large')
})

t.test('decodes one gzip, within the same limit', async (t) => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  const small = gzipSync('{"a":1}')
  const bodies: Record<string, readonly [string | string[], Buffer]> = {
    '/gzip': ['gzip', small],
    '/identity': ['identity', Buffer.from('{"a":1}')],
    '/bomb': ['gzip', bomb],
    '/twice': ['gzip, gzip', gzipSync(small)],
    '/two-headers': [['gzip', 'gzip'], gzipSync(small)],
    '/fifty': [Array(50).fill('gzip').join(', '), small],
    '/brotli': ['br', small],
    '/broken': ['gzip', Buffer.from('not gzip')],
    '/cut': ['gzip', small.subarray(0, -3)],
  }
  const { fetcher, peer } = await world(t, (request, response) => {
    const [encoding = '', body] = bodies[request.url ?? ''] ?? []
    response.setHeader('content-encoding', encoding)
    response.end(body)
  })
  const get = (path: string) => fetcher.get(peer.url + path, ACCEPT)
  t.equal((await get('/gzip')).body.toString(), '{"a":1}')
  t.equal((await get('/identity')).body.toString(), '{"a":1}')
  const before = process.memoryUsage().rss
  t.equal(await codeOf(get('/bomb')), 'too_large')
  t.ok(process.memoryUsage().rss - before < 50 * 1024 * 1024, 'without the memory it asks for')
  for (const path of ['/twice', '/two-headers', '/fifty', '/brotli']) {
    t.equal(await codeOf(get(path)), 'encoding_not_supported', path)
  }
  t.equal(await codeOf(get('/broken')), 'bad_encoding')
  t.equal(await codeOf(get('/cut')), 'bad_encoding')
})

t.test('gives up after its deadline, however the time is spent', async (t) => {
  const slowHead = await listenTcp(t, '127.0.0.4', (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write('x-a: 1\r\n'), 100)
    socket.on('close', () => clearInterval(timer))
  })
  const { peer } = await world(t, (request, response) => {
    if (request.url === '/trickle') trickle(response.writeHead(200))
    if (request.url === '/redirects') {
      setTimeout(() => response.writeHead(302, { location: '/redirects' }).end(), 120)
    }
  })
  const fetcher = fetcherFor(t, [peer.address, slowHead.address], { deadline: SHORT })
  for (const path of ['/trickle', '/silence', '/redirects']) {
    t.equal(await codeOf(fetcher.get(peer.url + path, ACCEPT)), 'timed_out', path)
  }
  t.equal(await codeOf(fetcher.get(slowHead.url, ACCEPT)), 'timed_out')
})

t.test('refuses a head that is too long', async (t) => {
  const many = await listenTcp(t, '127.0.0.2', (socket) => {
    socket.once('data', () => socket.end(head('a: 1\r\n'.repeat(1000))))
  })
  const distinct = Array.from({ length: 200 }, (_, i) => `x-${i}: 1\r\n`).join('')
  const names = await listenTcp(t, '127.0.0.2', (socket) => {
    socket.once('data', () => socket.end(head(distinct)))
  })
  const long = await listenTcp(t, '127.0.0.2', (socket) => {
    socket.once('data', () => socket.end(head(`a: ${'x'.repeat(64 * 1024)}\r\n`)))
  })
  const fetcher = fetcherFor(t, [many.address, names.address, long.address], {})
  for (const { url } of [many, names, long]) {
    t.equal(await codeOf(fetcher.get(url, ACCEPT)), 'headers_too_large')
  }
})

t.test('says that a host was not reached or does not speak HTTP', async (t) => {
  const { peer } = await world(t, (_, response) => response.socket?.destroy())
  const odd = await listenTcp(t, '127.0.0.2', (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'))
  const closed = '127.0.0.2:1'
  const fetcher = fetcherFor(t, [peer.address, odd.address, closed], {})
  for (const url of [peer.url, odd.url, `http://${closed}`, `https://${peer.address}`]) {
    t.equal(await codeOf(fetcher.get(url, ACCEPT)), 'unreachable', url)
  }
})
