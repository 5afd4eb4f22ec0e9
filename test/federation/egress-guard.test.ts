import { gzipSync } from 'node:zlib'

import t from 'tap'

import { installEgressGuard } from '../../src/federation/egress-guard.ts'
import { SHORT, world } from '../support/fetcher-world.ts'
import { listen } from '../support/listener.ts'

/** The code of what fetch failed with; fetch wraps it in a TypeError. */
async function causeOf(answer: Promise<Response>): Promise<string> {
  try {
    await (await answer).text()
    return 'answered'
  } catch (error) {
    const { cause, code } = error as { cause?: { code?: string }; code?: string }
    return cause?.code ?? code ?? String(error)
  }
}

t.test('makes fetch connect through the same gate', async (t) => {
  const { fetcher, peer, hit } = await world(t, (request, response) => {
    if (request.url === '/private') {
      return void response.writeHead(302, { location: `http://127.0.0.9:${hit.port}/` }).end()
    }
    response.end(request.headers['accept-encoding'])
  })
  const guard = installEgressGuard(await fetcher.dispatcher())
  t.teardown(() => guard[Symbol.dispose]())
  t.equal(await (await fetch(`${peer.url}/actor`)).text(), 'identity')
  t.equal(await causeOf(fetch(`http://127.0.0.9:${hit.port}/`)), 'scheme_not_allowed')
  t.equal(await causeOf(fetch(`http://localhost:${hit.port}/`)), 'scheme_not_allowed')
  t.equal(await causeOf(fetch('https://localhost/')), 'address_not_public')
  t.equal(await causeOf(fetch('https://127.0.0.9/')), 'address_not_public')
  t.equal(await causeOf(fetch('https://[::ffff:127.0.0.9]/')), 'address_not_public')
  t.equal(await causeOf(fetch(`${peer.url}/private`)), 'scheme_not_allowed')
  const post = { method: 'POST', body: 'x' }
  t.equal(await causeOf(fetch(`http://127.0.0.9:${hit.port}/`, post)), 'scheme_not_allowed')
})

t.test('gives fetch the limits that it lacks', async (t) => {
  const { fetcher, peer } = await world(t, (request, response) => {
    if (request.url === '/gzip') {
      return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('bomb'))
    }
    if (request.url === '/slow') return void response.write('a')
    if (request.url === '/chunked') response.write('a')
    response.end(
      Buffer.alloc(request.url === '/chunked' ? 5_000_000 : Number(request.url?.slice(1))),
    )
  })
  const guard = installEgressGuard(await fetcher.dispatcher(), { deadline: SHORT, maxBytes: 1000 })
  t.teardown(() => guard[Symbol.dispose]())
  t.equal(await causeOf(fetch(`${peer.url}/1000`)), 'answered')
  t.equal(await causeOf(fetch(`${peer.url}/1001`)), 'too_large')
  t.equal(await causeOf(fetch(`${peer.url}/chunked`)), 'too_large')
  t.equal(await causeOf(fetch(`${peer.url}/gzip`)), 'encoding_not_supported')
  t.equal(await causeOf(fetch(`${peer.url}/slow`)), 'timed_out')
})

t.test('is gone when it is disposed of', async (t) => {
  const { fetcher } = await world(t, (_, response) => response.end())
  const other = await listen(t, '127.0.0.3', (_, response) => response.end('other'))
  const guard = installEgressGuard(await fetcher.dispatcher())
  t.equal(await causeOf(fetch(other.url)), 'scheme_not_allowed')
  guard[Symbol.dispose]()
  t.equal(await causeOf(fetch(other.url)), 'answered')
})
