import type { FastifyPluginAsync } from 'fastify'
import t from 'tap'

import {
  preferredRepresentation,
  representationFor,
  type Representation,
} from '../../src/server/negotiation.ts'
import { testServer } from '../support/test-server.ts'

t.test('finds the form that is asked for', async (t) => {
  const profile = 'profile="https://www.w3.org/ns/activitystreams"'
  const cases: readonly [string | undefined, Representation][] = [
    [undefined, 'html'],
    ['', 'html'],
    ['*/*', 'html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'html'],
    ['application/json', 'json'],
    ['application/json;q=0.5, text/html;q=0.4', 'json'],
    ['application/json;q=0.4, text/html;q=0.5', 'html'],
    ['application/activity+json', 'activity'],
    [`application/ld+json; ${profile}`, 'activity'],
    [`application/activity+json, application/ld+json; ${profile}, text/html;q=0.1`, 'activity'],
    ['application/ld+json; profile="https://example.test/other"', 'html'],
    ['application/activity+json, */*;q=0.1', 'activity'],
    ['application/*', 'html'],
    ['application/*, text/html;q=0.5', 'html'],
    ['text/html;q=0, application/json;q=0.1', 'json'],
    ['application/json;q=2, text/html;q=0.1', 'html'],
    ['application/json;q=x', 'html'],
    ['image/png', 'html'],
    [`${'image/png,'.repeat(99)}application/json`, 'html'],
    ['APPLICATION/JSON', 'json'],
  ]
  for (const [accept, expected] of cases)
    t.equal(preferredRepresentation(accept), expected, accept ?? 'no header')
})

const route: FastifyPluginAsync = async (app) => {
  app.get('/', async (request, reply) => {
    reply.header('vary', 'Origin')
    return representationFor(request, reply)
  })
}

t.test('tells caches that the answer depends on what was asked for', async (t) => {
  const app = await testServer(t, { routes: () => [route] })
  const { headers } = await app.inject({ url: '/', headers: { host: 'harbor.example' } })
  t.equal(headers['vary'], 'Origin, Accept')
})
