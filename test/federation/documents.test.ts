import { preloadedContexts } from '@fedify/vocab-runtime'
import t, { type Test } from 'tap'

import { BUNDLED_CONTEXTS } from '../../src/federation/bundled-contexts.ts'
import { findListedKey } from '../../src/federation/key-document.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { federationNode, testNetwork } from '../support/federation-node.ts'
import { communiqueContent } from '../support/posts.ts'
import { signTogether } from '../support/three-collectives.ts'

async function scene(t: Test) {
  const harbor = await federationNode(t, await testNetwork(t, 1))
  const get = async (path: string) => {
    const response = await fetch(harbor.origin + path, { headers: { accept: '*/*' } })
    const body: unknown = await response.json()
    return { status: response.status, type: response.headers.get('content-type'), body }
  }
  const publish = async () => {
    await signTogether(harbor, communiqueContent())
    await harbor.federation.post()
  }
  return { harbor, get, publish, host: new URL(harbor.origin).host }
}

t.test(
  'the actor is shown to anyone, with both its keys; found only if its profile says so',
  async (t) => {
    const { harbor, get } = await scene(t)
    const { status, type, body } = await get('/actor')
    t.match({ status, type }, { status: 200, type: /^application\/activity\+json/ })
    t.match(body, {
      id: `${harbor.origin}/actor`,
      type: 'Organization',
      preferredUsername: 'collective',
      inbox: `${harbor.origin}/actor/inbox`,
      endpoints: { sharedInbox: `${harbor.origin}/inbox` },
      alsoKnownAs: harbor.collective.did,
      discoverable: false,
      indexable: false,
      manuallyApprovesFollowers: false,
    })
    const document = body as JsonObject
    const rsa = findListedKey(document, `${harbor.origin}/actor#main-key`)
    t.equal(rsa?.key.asymmetricKeyType, 'rsa')
    const node = findListedKey(document, `${harbor.origin}/actor#node-key`)
    t.equal(node?.text, harbor.collective.node.multikey)
  },
)

t.test('is found by its handle, by its host and by its address', async (t) => {
  const { harbor, get, host } = await scene(t)
  const self = { rel: 'self', href: `${harbor.origin}/actor` }
  for (const resource of [
    `acct:collective@${host}`,
    `acct:localhost@${host}`,
    `${harbor.origin}/`,
    `${harbor.origin}/actor`,
  ]) {
    const path = `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`
    const { status, body } = await get(path)
    t.equal(status, 200, resource)
    t.match((body as { links: unknown[] }).links, [self])
  }
  t.equal((await get(`/.well-known/webfinger?resource=acct:nobody@${host}`)).status, 404)
  t.equal((await get('/.well-known/webfinger?resource=acct:collective@other.example')).status, 404)
})

t.test('says what runs here, and counts nobody', async (t) => {
  const { get, publish } = await scene(t)
  await publish()
  const { body } = await get('/.well-known/nodeinfo')
  t.match(body, { links: [{ href: /\/nodeinfo\/2\.1$/ }] })
  t.match((await get('/nodeinfo/2.1')).body, {
    version: '2.1',
    software: { name: 'tessera' },
    protocols: ['activitypub'],
    openRegistrations: false,
    usage: { users: { total: 1 }, localPosts: 1 },
  })
})

t.test('tells how many follow, and not who', async (t) => {
  const { harbor, get, publish } = await scene(t)
  await publish()
  const actor = 'https://elsewhere.example/users/one'
  const added = '2026-11-22T09:00:00Z'
  await harbor.deliveries.addFollower({ actor, inbox: `${actor}/inbox`, sharedInbox: null, added })
  const { body } = await get('/actor/followers')
  t.match(body, { type: 'OrderedCollection', totalItems: 1 })
  t.notMatch(JSON.stringify(body), /elsewhere/)
  t.match((await get('/actor/outbox')).body, { type: 'OrderedCollection', totalItems: 1 })
})

t.test('introduces itself to nodes', async (t) => {
  const { harbor, get } = await scene(t)
  const { scid, did } = harbor.collective
  t.strictSame((await get('/.well-known/tessera.json')).body, {
    scid,
    did,
    actor: `${harbor.origin}/actor`,
    inbox: `${harbor.origin}/inbox`,
  })
  t.match((await get('/.well-known/jwks.json')).body, { keys: { length: 3 } })
  t.match((await get('/ns/v1')).body, { '@context': { Head: 'tessera:Head' } })
})

t.test('the contexts that count as bundled are those that Fedify has', async (t) => {
  t.strictSame([...BUNDLED_CONTEXTS], Object.keys(preloadedContexts).toSorted())
})
