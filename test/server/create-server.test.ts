import type { FastifyPluginAsync } from 'fastify'
import t from 'tap'

import { TesseraError, type RefusalKind } from '../../src/kernel/errors.ts'
import { createLogger } from '../../src/server/logger.ts'
import { ask, type Get, HOST, ONION, sendBytes, testServer } from '../support/test-server.ts'

const SECRET = 'SECRET-9f2c /var/lib/tessera select * from'

/** Routes that do nothing but what their names say. */
const routes: FastifyPluginAsync = async (app) => {
  app.get('/healthz', async () => 'ok')
  app.get('/thing', async () => ({ thing: true }))
  app.post('/thing', async (request) => request.body)
  app.get('/long', async (_request, reply) => reply.type('text/html').send('<p>x</p>'.repeat(999)))
  app.get('/bug', async () => {
    throw new Error(SECRET)
  })
  app.get('/refuse/:kind', async (request) => {
    const { kind } = request.params as { kind: RefusalKind }
    throw new TesseraError(kind, 'some_code', 'A sentence.')
  })
  app.get(
    '/limited',
    { schema: { querystring: { type: 'object', properties: { limit: { type: 'integer' } } } } },
    async () => 'ok',
  )
}

const withRoutes = { routes: () => [routes] }

t.test('every answer carries the same strict headers', async (t) => {
  const app = await testServer(t, withRoutes)
  const requests: readonly Get[] = [
    { url: '/thing' },
    { url: '/long' },
    { url: '/none' },
    { url: '/bug' },
    { url: '/%zz' },
    { url: '/thing', method: 'DELETE' },
    { url: '/refuse/gone' },
    { url: '/thing', headers: { host: 'evil.test' } },
    {
      url: '/thing',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    },
  ]
  for (const request of requests) {
    const { headers } = await ask(app, request)
    t.match(
      headers,
      {
        'content-security-policy':
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
          "base-uri 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'permissions-policy': /geolocation=\(\)/,
        'cross-origin-opener-policy': 'same-origin',
      },
      request.url,
    )
    for (const name of ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-origin'])
      t.notOk(name in headers, name)
  }
})

t.test('insists on TLS only under the name that has it', async (t) => {
  const app = await testServer(t, withRoutes)
  const at = async (host: string) => (await ask(app, { url: '/thing', headers: { host } })).headers
  t.match(await at(HOST), { 'strict-transport-security': 'max-age=31536000' })
  t.notOk('strict-transport-security' in (await at(new URL(ONION).host)))
})

t.test('says which methods an address answers to', async (t) => {
  const app = await testServer(t, withRoutes)
  const answer = await ask(app, { url: '/thing', method: 'DELETE', headers: { accept: '*/json' } })
  t.equal(answer.statusCode, 405)
  t.equal(answer.headers['allow'], 'GET, HEAD, POST')
  const override = { 'x-http-method-override': 'DELETE', 'content-type': 'application/json' }
  const posted = await ask(app, { url: '/thing', method: 'POST', headers: override, payload: '{}' })
  t.equal(posted.statusCode, 200)
  t.equal((await ask(app, { url: '/thing', method: 'HEAD' })).statusCode, 200)
  t.equal((await ask(app, { url: '/none', method: 'DELETE' })).statusCode, 404)
})

t.test('tells a refusal as problem details or as a page', async (t) => {
  const app = await testServer(t, withRoutes)
  for (const accept of ['application/json', 'application/activity+json']) {
    const answer = await ask(app, { url: '/none', headers: { accept } })
    t.equal(answer.statusCode, 404)
    t.match(answer.headers['content-type'], /^application\/problem\+json\b/)
    t.strictSame(answer.json(), {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not_found',
      detail: 'There is nothing here.',
    })
  }
  const page = await ask(app, { url: '/none', headers: { accept: 'text/html' } })
  t.equal(page.statusCode, 404)
  t.match(page.headers, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    vary: /Accept, Accept-Language/,
  })
  t.match(page.body, '<h1>There is nothing here</h1>')
  const french = await ask(app, { url: '/fr/none', headers: { accept: 'text/html' } })
  t.match(french.body, /<html lang="fr" dir="ltr">[^]*<h1>Il n’y a rien ici<\/h1>/)
})

t.test('gives every kind of refusal its status', async (t) => {
  const app = await testServer(t, withRoutes)
  const statuses: Readonly<Record<RefusalKind, number>> = {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    'not-found': 404,
    gone: 410,
    conflict: 409,
    'too-large': 413,
    'too-many': 429,
    full: 507,
    unavailable: 503,
  }
  for (const [kind, status] of Object.entries(statuses)) {
    const url = `/refuse/${kind}`
    const answer = await ask(app, { url, headers: { accept: 'application/json' } })
    t.match(answer.json(), { status, code: 'some_code', detail: 'A sentence.' }, kind)
    t.equal('retry-after' in answer.headers, [429, 503, 507].includes(status), kind)
    t.equal((await ask(app, { url })).statusCode, status, kind)
  }
})

t.test('error pages tell nothing of the machine, the program or the visitor', async (t) => {
  const app = await testServer(t, withRoutes)
  for (const accept of ['text/html', 'application/json']) {
    for (const url of ['/bug', '/none', '/%zz', '/refuse/unavailable', '/limited?limit=x']) {
      const headers = { accept, 'user-agent': 'MARKER-UA', referer: 'https://marker.test/' }
      const { body, statusCode } = await ask(app, { url, headers })
      t.ok(statusCode >= 400, url)
      for (const leak of [
        'SECRET',
        '/var/',
        'node_modules',
        '\n    at ',
        '.ts',
        'Fastify',
        'MARKER',
      ])
        t.notMatch(body, leak, `${url} ${leak}`)
      t.notMatch(body, /marker\.test|127\.0\.0\.1|v\d+\.\d+\.\d+/)
    }
  }
  t.match(
    (await ask(app, { url: '/limited?limit=x', headers: { accept: 'application/json' } })).json(),
    {
      status: 400,
      detail: 'querystring/limit must be integer',
    },
  )
})

t.test('the log knows routes, not visitors', async (t) => {
  const lines: string[] = []
  const logger = createLogger({
    level: 'trace',
    destination: { write: (line) => lines.push(line) },
  })
  const app = await testServer(t, { ...withRoutes, logger })
  const marks = {
    'user-agent': 'MARKER',
    referer: 'https://marker.test',
    'x-forwarded-for': '192.0.2.7',
  }
  for (const url of [
    '/thing?q=MARKER',
    '/MARKER',
    '/refuse/gone?MARKER',
    '/%zz?MARKER',
    '/bug?MARKER',
  ])
    await ask(app, { url, headers: marks })
  const log = lines.join('')
  t.notMatch(log, /marker|192\.0\.2\.7|127\.0\.0\.1|remoteAddress|hostname/i)
  t.match(log, '"req":{"method":"GET","route":"/thing"},"res":{"status":200}')
  t.match(log, /"level":"error".*"message":"SECRET-9f2c.*"stack":.*"msg":"request failed"/)
  logger.error({ err: new TypeError('outer', { cause: 'inner' }) }, 'broken')
  t.match(lines.at(-1), /"name":"TypeError","message":"outer".*"cause":\{"message":"inner"\}/)
})

t.test('asks whoever admits requests before any route', async (t) => {
  const asked: string[] = []
  const admit = ({ method }: { method: string }) => {
    asked.push(method)
    throw new TesseraError('too-many', 'slow_down', 'Please wait a moment.')
  }
  const app = await testServer(t, { ...withRoutes, admit })
  const answer = await ask(app, { url: '/thing', headers: { accept: 'application/json' } })
  t.match(answer.json(), { status: 429, code: 'slow_down' })
  t.equal(answer.headers['retry-after'], '30')
  t.strictSame(asked, ['GET'])
})

t.test('gives slow and greedy clients limited time and room', async (t) => {
  const { server } = await testServer(t)
  t.match(server, {
    requestTimeout: 15_000,
    headersTimeout: 10_000,
    timeout: 60_000,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: 1000,
    maxConnections: 2000,
    maxHeadersCount: 101,
  })
})

t.test('packs what becomes smaller', async (t) => {
  const app = await testServer(t, withRoutes)
  const encoding = async (url: string, accepted: string) => {
    const { headers } = await ask(app, { url, headers: { 'accept-encoding': accepted } })
    return headers['content-encoding']
  }
  t.equal(await encoding('/long', 'gzip, deflate, br'), 'br')
  t.equal(await encoding('/long', 'gzip'), 'gzip')
  t.equal(await encoding('/long', 'identity'), undefined)
  t.equal(await encoding('/thing', 'br'), undefined)
})

t.test('closes while requests are under way, and lets them finish', async (t) => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const slow: FastifyPluginAsync = async (app) => {
    app.get('/slow', async () => {
      start()
      await released
      return 'finished'
    })
  }
  const app = await testServer(t, { routes: () => [slow] })
  const answer = sendBytes(app, `GET /slow HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`)
  await started
  const closed = app.close()
  release()
  t.match(await answer, /^HTTP\/1\.1 200 [^]*finished$/)
  await closed
})
