import t from 'tap'

import { publicServer } from '../../support/public-server.ts'
import { HOST, ORIGIN } from '../../support/test-server.ts'

const { get, app, json, page, world } = await publicServer(t)

t.test('says how to report a security problem', async (t) => {
  const { body, headers } = await get('/.well-known/security.txt')
  t.match(headers['content-type'], 'text/plain')
  t.match(body, 'Contact: mailto:security@harbor.example\n')
  t.match(body, /^Expires: \d{4}-/m)
  t.match(body, `Canonical: ${ORIGIN}/.well-known/security.txt\n`)
  t.equal((await get('/security.txt')).headers.location, '/.well-known/security.txt')
})

t.test('a profile without a security contact has no security.txt', async (t) => {
  const { get } = await publicServer(t, {
    profiles: {
      harbor: { contacts: [{ kind: 'email', value: 'hello@harbor.example', purpose: 'users' }] },
    },
  })
  t.equal((await get('/.well-known/security.txt')).statusCode, 404)
})

t.test('describes itself to the librehosters', async (t) => {
  t.match(await json('/librehost.json'), {
    '@context': 'http://schema.org',
    version: '0.0.1',
    name: 'Harbor Commons',
    homeUrl: 'https://harbor.example/',
    foundingDate: 2009,
  })
})

t.test('tells search engines and browsers how to read it', async (t) => {
  t.match((await get('/robots.txt')).body, /^User-agent: \*\n(?:Disallow: \/\S+\n)+$/)
  const search = await get('/fr/opensearch.xml')
  t.match(search.headers['content-type'], 'application/opensearchdescription+xml')
  t.match(search.body, `template="${ORIGIN}/fr/directory?q={searchTerms}"`)
})

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>
  readonly summary?: string
}
interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

t.test('describes its routes as OpenAPI 3.1, completely', async (t) => {
  const { body, headers } = await get('/api/openapi.json')
  t.match(headers['content-type'], 'application/json')
  const document = JSON.parse(body) as OpenApi
  t.match(document, { openapi: '3.1.0', info: { title: 'Tessera', version: '0.1.0' } })
  const paths = Object.keys(document.paths)
  for (const path of [
    '/',
    '/directory',
    '/collectives/{name}',
    '/charters',
    '/charters/{name}',
    '/about',
    '/verify',
    '/healthz',
    '/readyz',
    '/feeds/directory.atom',
  ])
    t.ok(paths.includes(path), path)
  t.notMatch(body, /def-\d/, 'nothing is named by a number')
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      t.ok(operation.summary, `${method} ${path} says what it does`)
      t.ok(Object.keys(operation.responses).length > 0)
    }
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g))
      t.match(JSON.stringify(methods), `"name":"${name}"`, path)
  }
  t.match(await page('/api'), 'GET /collectives/{name}')
})

t.test('answers match their description: what is not described does not leave', async (t) => {
  const document = JSON.parse((await get('/api/openapi.json')).body) as OpenApi
  for (const [path, url] of [
    ['/', '/'],
    ['/directory', '/directory?unvouched=1'],
    ['/charters', '/charters'],
    ['/about', '/about'],
  ] as const) {
    const schema = schemaOf(document, path)
    t.strictSame(missingIn(schema, await json(url)), [], url)
  }
  t.match(await json('/about'), {
    collective: world.node.collective.scid,
    network: 'open',
    views: ['default', 'strict'],
    view: {
      name: 'default',
      vouches: 1,
      depth: 3,
      perVoucher: 12,
      hints: ['one_vouch_is_enough', 'no_charter'],
    },
  })
})

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
}

function schemaOf({ paths }: OpenApi, path: string): Schema {
  const response = paths[path]?.['get']?.responses['200'] as {
    content: Readonly<Record<string, { schema: Schema }>>
  }
  return response.content['application/json']?.schema ?? {}
}

/** Members that a schema requires and an answer lacks, or that an answer has beside its schema. */
function missingIn(schema: Schema, value: unknown, at = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => missingIn(schema.items ?? {}, item, `${at}/${index}`))
  const { properties } = schema
  if (properties === undefined || typeof value !== 'object' || value === null) return []
  const members = Object.entries(value)
  return [
    ...(schema.required ?? []).filter((name) => !(name in value)).map((name) => `-${at}/${name}`),
    ...members.filter(([name]) => !(name in properties)).map(([name]) => `+${at}/${name}`),
    ...members.flatMap(([name, member]) =>
      missingIn(properties[name] ?? {}, member, `${at}/${name}`),
    ),
  ]
}

t.test('other methods are refused and name those that work', async (t) => {
  for (const url of ['/directory', '/verify', '/readyz']) {
    const answer = await app.inject({ url, method: 'DELETE', headers: { host: HOST } })
    t.equal(answer.statusCode, 405, url)
    t.match(answer.headers['allow'], 'GET')
  }
})
