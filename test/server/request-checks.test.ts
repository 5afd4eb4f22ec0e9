import type { FastifyPluginAsync } from 'fastify'
import t from 'tap'

import { MAX_QUERY_PARAMETERS, MAX_URL_LENGTH } from '../../src/server/request-checks.ts'
import {
  ask,
  type Get,
  HOST,
  ONION,
  ORIGIN,
  sendBytes,
  testServer,
} from '../support/test-server.ts'

const routes: FastifyPluginAsync = async (app) => {
  app.get('/healthz', async () => 'ok')
  app.get('/thing', async () => ({ thing: true }))
  app.post('/thing', async (request) => request.body)
}

const withRoutes = { routes: () => [routes] }

t.test('answers under its own names only', async (t) => {
  const app = await testServer(t, withRoutes)
  const onion = new URL(ONION).host
  for (const host of [HOST, 'HARBOR.example', `${HOST}.`, `${HOST}:443`, onion, `${onion}:80`])
    t.equal((await ask(app, { url: '/thing', headers: { host } })).statusCode, 200, host)
  for (const host of [
    'evil.test',
    `${HOST}:80`,
    `${HOST}.evil.test`,
    'localhost',
    '',
    `${HOST}..`,
  ]) {
    const answer = await ask(app, { url: '/thing', headers: { host } })
    t.equal(answer.statusCode, 421, host)
    t.notMatch(answer.body, 'evil.test')
  }
  const forwarded = { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http' }
  t.notMatch((await ask(app, { url: '/none', headers: forwarded })).body, 'evil.test')
  t.equal((await ask(app, { url: '/healthz', headers: { host: '127.0.0.1' } })).statusCode, 200)
})

t.test('refuses several hosts, foreign targets, tunnels, traces and noise', async (t) => {
  const app = await testServer(t, withRoutes)
  const cases: readonly [string, RegExp][] = [
    [`GET /thing HTTP/1.1\r\nHost: ${HOST}\r\nHost: evil.test\r\n`, /^HTTP\/1\.1 400 /],
    [`GET /thing HTTP/1.1\r\nHost: ${HOST}\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 400 /],
    ['GET /thing HTTP/1.1\r\n', /^HTTP\/1\.1 400 /],
    ['GET /thing HTTP/1.0\r\n', /^HTTP\/1\.[01] 400 /],
    [`GET https://evil.test/thing HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 421 /],
    [`GET ${ORIGIN}/thing HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 200 /],
    [`CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 405 /],
    [`TRACE /thing HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 405 /],
    [`PROPFIND /thing HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 40[45] /],
    [`GET /thing HTTP/1.1\r\nHost: ${HOST}\r\nX: ${'x'.repeat(20_000)}\r\n`, /^HTTP\/1\.1 431 /],
    [`GET /thing HTTP/1.1\r\nHost: ${HOST}\r\n${'X: y\r\n'.repeat(150)}`, /^HTTP\/1\.1 431 /],
    [`GET /${'x'.repeat(65_536)} HTTP/1.1\r\nHost: ${HOST}\r\n`, /^HTTP\/1\.1 431 /],
    ['\u0000\u0001\u0002', /^HTTP\/1\.1 400 /],
  ]
  for (const [bytes, expected] of cases)
    t.match(await sendBytes(app, `${bytes}Connection: close\r\n\r\n`), expected, bytes.slice(0, 60))
})

t.test('limits addresses and bodies', async (t) => {
  const app = await testServer(t, withRoutes)
  const status = async (request: Get) => (await ask(app, request)).statusCode
  t.equal(await status({ url: `/thing?q=${'x'.repeat(MAX_URL_LENGTH - 9)}` }), 200)
  t.equal(await status({ url: `/thing?q=${'x'.repeat(MAX_URL_LENGTH)}` }), 414)
  t.equal(await status({ url: `/thing?${'a&'.repeat(MAX_QUERY_PARAMETERS - 1)}` }), 200)
  t.equal(await status({ url: `/thing?${'a&'.repeat(1000)}` }), 400)
  const post = {
    url: '/thing',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  } as const
  t.equal(await status({ ...post, payload: `"${'x'.repeat(256 * 1024 - 2)}"` }), 200)
  t.equal(await status({ ...post, payload: `"${'x'.repeat(256 * 1024 - 1)}"` }), 413)
  t.equal(await status({ ...post, payload: '{"__proto__":{"a":1}}' }), 400)
  const packed = { ...post.headers, 'content-encoding': 'gzip' }
  t.equal(await status({ ...post, headers: packed, payload: 'x' }), 415)
  t.equal(await status({ ...post, headers: { 'content-type': 'text/x' }, payload: 'x' }), 415)
})
