import t, { type Test } from 'tap'

import { createFetcher } from '../../src/federation/fetcher.ts'
import { createHostSoftware } from '../../src/federation/host-software.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { listen } from '../support/listener.ts'

const SCHEMA = 'http://nodeinfo.diaspora.software/ns/schema'

/** A server with these documents, and the question what it runs. */
async function scene(t: Test, documentsAt: (origin: string) => Record<string, JsonObject>) {
  const server = await listen(t, '127.0.0.1', (request, response) => {
    const document = documentsAt(origin)[request.url ?? '']
    response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {}))
  })
  const origin = server.url
  let time = Date.parse('2026-11-22T09:00:00Z')
  const now = () => new Date(time)
  const fetcher = createFetcher({
    testNetwork: [server.address],
    testResolver: null,
    socks: null,
    userAgent: 'Tessera/0.1.0',
    now,
  })
  t.teardown(() => fetcher[Symbol.asyncDispose]())
  const softwareOf = createHostSoftware({ fetcher, now })
  return { origin, server, softwareOf, advance: (days: number) => (time += days * 86_400_000) }
}

const links = (...hrefs: [string, string][]) => ({
  links: hrefs.map(([version, href]) => ({ rel: `${SCHEMA}/${version}`, href })),
})

t.test('reads the newest document, and asks once a day', async (t) => {
  const { origin, server, softwareOf, advance } = await scene(t, (origin) => ({
    '/.well-known/nodeinfo': links(['2.0', `${origin}/old`], ['2.1', `${origin}/new`]),
    '/old': { software: { name: 'other' } },
    '/new': { software: { name: 'WordPress' } },
  }))
  t.equal(await softwareOf(origin), 'wordpress')
  t.equal(await softwareOf(origin), 'wordpress')
  t.equal(server.requests.length, 2)
  advance(2)
  await softwareOf(origin)
  t.equal(server.requests.length, 4)
})

t.test('a server that says nothing, or points elsewhere, is of no known kind', async (t) => {
  const nothing = await scene(t, () => ({}))
  t.equal(await nothing.softwareOf(nothing.origin), null)
  const elsewhere = await scene(t, () => ({
    '/.well-known/nodeinfo': links(['2.0', 'http://10.0.0.1/nodeinfo']),
  }))
  t.equal(await elsewhere.softwareOf(elsewhere.origin), null)
  t.equal(elsewhere.server.requests.length, 1)
  const odd = await scene(t, (origin) => ({
    '/.well-known/nodeinfo': links(['2.0', `${origin}/odd`]),
    '/odd': { software: 'mastodon' },
  }))
  t.equal(await odd.softwareOf(odd.origin), null)
  t.equal(await odd.softwareOf('http://127.0.0.1:1'), null)
})
