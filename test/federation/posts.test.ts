import { createHash, createVerify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import t, { type Test } from 'tap'

import type { Post } from '../../src/exchange/post-store.ts'
import { OUTBOX_PAGE } from '../../src/federation/post-documents.ts'
import { createPostWork } from '../../src/federation/posts.ts'
import { DAY, MINUTE } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { createPostStore } from '../../src/store/post-store.ts'
import { federationNode, testNetwork } from '../support/federation-node.ts'
import { deliveryOf, post } from '../support/post-activity.ts'
import { communiqueContent } from '../support/posts.ts'
import { type RemoteActor, remoteActor } from '../support/remote-actor.ts'
import { signTogether } from '../support/three-collectives.ts'

/** A node, and two servers whose people follow it: one shows long texts, one says not what it is. */
async function scene(t: Test) {
  const network = await testNetwork(t, 1)
  const [blog, micro] = [
    await remoteActor(t, network.addresses),
    await remoteActor(t, network.addresses),
  ]
  runs(blog, 'wordpress')
  const node = await federationNode(t, network)
  for (const remote of [blog, micro]) {
    const follow = remote.activity('Follow', { object: `${node.origin}/actor` })
    await post(deliveryOf(node, follow, { sign: remote.sign(() => network.now()) }))
  }
  await node.federation.sender.sendDue()
  const tell = async () => {
    await node.federation.post()
    await node.federation.sender.sendDue()
  }
  return { network, node, blog, micro, tell, posts: createPostStore(node.database.db) }
}

/** A document, as any server gets it. */
async function get(url: unknown) {
  const response = await fetch(typeof url === 'string' ? url : '')
  const type = response.headers.get('content-type')
  return { status: response.status, type, body: (await response.json()) as JsonObject }
}

function runs(remote: RemoteActor, name: string): void {
  const rel = 'http://nodeinfo.diaspora.software/ns/schema/2.0'
  remote.pages.set('/.well-known/nodeinfo', {
    links: [{ rel, href: `${remote.origin}/nodeinfo/2.0` }],
  })
  remote.pages.set('/nodeinfo/2.0', { version: '2.0', software: { name } })
}

/** What came after the Accept. */
function told({ inbox }: RemoteActor) {
  return inbox.filter(({ type }) => type !== 'Accept') as { object: JsonObject }[]
}

/** As Mastodon checks a delivery: draft-cavage with RSA, over a digest of the body. */
function isSignedBy(pem: string, request: IncomingMessage, body: Buffer): boolean {
  const fields = Object.fromEntries(
    [...String(request.headers['signature']).matchAll(/(\w+)="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const names = (fields['headers'] ?? '').split(' ')
  const covered = names.map((name) =>
    name === '(request-target)'
      ? `${name}: post ${request.url}`
      : `${name}: ${String(request.headers[name])}`,
  )
  const verifier = createVerify('RSA-SHA256').update(covered.join('\n'))
  const isComplete = ['(request-target)', 'host', 'date', 'digest'].every((name) =>
    names.includes(name),
  )
  const signature = Buffer.from(fields['signature'] ?? '', 'base64')
  return isComplete && request.headers['digest'] === digest && verifier.verify(pem, signature)
}

t.test('followers get the form that their server shows, once and signed', async (t) => {
  const { node, blog, micro, tell } = await scene(t)
  await signTogether(node, communiqueContent())
  await tell()
  await tell()
  t.match(told(blog), [{ type: 'Create', object: { type: 'Article', name: /^Under one/ } }])
  t.match(told(micro), [{ type: 'Create', object: { type: 'Note', content: /We look after/ } }])
  t.equal(told(blog).length + told(micro).length, 2)
  const [delivery] = micro.posted.slice(-1)
  const { body: actor } = await get(`${node.origin}/actor`)
  const { publicKeyPem } = actor['publicKey'] as { publicKeyPem: string }
  t.ok(delivery !== undefined && isSignedBy(publicKeyPem, delivery.request, delivery.body))
})

t.test('what was posted is found under its ids, as it was sent', async (t) => {
  const { node, micro, blog, tell } = await scene(t)
  await signTogether(node, communiqueContent())
  await tell()
  for (const remote of [blog, micro]) {
    const [activity] = told(remote) as unknown as { id: string; object: { id: string } }[]
    const { status, type, body } = await get(activity?.object.id ?? '')
    t.match({ status, type }, { status: 200, type: /^application\/activity\+json/ })
    const { '@context': _, ...object } = body
    t.strictSame(object, activity?.object)
    t.strictSame((await get(activity?.id ?? '')).body, activity)
  }
  t.equal((await get(`${node.origin}/posts/none/note`)).status, 404)
})

t.test('a language added later is an Update of the same post', async (t) => {
  const { network, node, micro, blog, tell } = await scene(t)
  await signTogether(node, communiqueContent(['en']))
  await tell()
  network.advance(DAY)
  await signTogether(node, communiqueContent(['en', 'fr']))
  await tell()
  const [create, update] = told(micro)
  t.match(update, {
    type: 'Update',
    object: {
      id: create?.object['id'],
      published: create?.object['published'],
      updated: '2026-11-23T09:00:00Z',
      contentMap: { fr: /Nous prenons soin/ },
    },
  })
  t.match(told(blog)[1], { type: 'Update', object: { type: 'Article' } })
  t.match((await get(create?.object['id'])).body, { updated: '2026-11-23T09:00:00Z' })
})

t.test('a withdrawn communiqué is deleted everywhere, in whatever form', async (t) => {
  const { node, micro, blog, tell } = await scene(t)
  await signTogether(node, communiqueContent())
  await tell()
  await signTogether(node, communiqueContent(['en', 'ar'], { withdrawn: true }))
  await tell()
  for (const remote of [blog, micro]) {
    const [create, ...deletes] = told(remote)
    t.match(deletes, [
      { type: 'Delete', object: { type: 'Tombstone', id: /\/article$/ } },
      { type: 'Delete', object: { type: 'Tombstone', id: /\/note$/ } },
    ])
    const { status, body } = await get(create?.object['id'])
    t.match({ status, body }, { status: 410, body: { type: 'Tombstone' } })
    t.notMatch(JSON.stringify(body), 'We look after')
  }
  t.match((await get(`${node.origin}/actor/outbox`)).body, { totalItems: 0 })
})

t.test('a follower who was told before a crash is not told again', async (t) => {
  const { node, micro, tell, posts } = await scene(t)
  await signTogether(node, communiqueContent())
  await tell()
  const [entry] = await posts.listPosts()
  const found = entry === undefined ? null : await posts.findPost(entry.id)
  // A second process that planned the same before the first one committed.
  const again = [{ activity: { id: 'x', body: '{}' }, inboxes: [`${micro.origin}/inbox`] }]
  t.equal(found !== null && (await posts.putPost(found, again, 0)), false)
  t.equal(await node.federation.sender.sendDue(), 0)
})

t.test('the outbox lists posts by pages', async (t) => {
  const { node, tell, posts } = await scene(t)
  await signTogether(node, communiqueContent())
  await tell()
  const [entry] = await posts.listPosts()
  for (let n = 0; n < OUTBOX_PAGE; n++) {
    const published = `2025-01-01T00:00:${n}Z`
    const other = { ...entry, id: `${entry?.id}${n}`, published, article: '{}', note: '{}' } as Post
    await posts.putPost(other, [], 0)
  }
  const outbox = await get(`${node.origin}/actor/outbox`)
  t.match(outbox.body, { type: 'OrderedCollection', totalItems: OUTBOX_PAGE + 1 })
  const first = await get(outbox.body['first'])
  t.match(first.body, {
    type: 'OrderedCollectionPage',
    orderedItems: { length: OUTBOX_PAGE, 0: { type: 'Create', object: /\/article$/ } },
  })
  const last = await get(first.body['next'])
  t.equal((last.body['orderedItems'] as JsonObject[]).length, 1)
  t.notOk('next' in last.body)
  t.equal(last.body['id'], outbox.body['last'])
  const [item] = first.body['orderedItems'] as { object: string }[]
  t.equal((await get(item?.object ?? '')).status, 200)
})

t.test('servers that are slow to say what they run keep nobody waiting', async (t) => {
  const { network, node, posts } = await scene(t)
  const { deliveries, store, federation } = node
  const added = '2026-11-22T09:00:00Z'
  for (let n = 10; n < 40; n++) {
    const actor = `https://host-${n}.example/users/one`
    await deliveries.addFollower({ actor, inbox: `${actor}/inbox`, sharedInbox: null, added })
  }
  await signTogether(node, communiqueContent())
  const asked: string[] = []
  await createPostWork({
    store,
    deliveries,
    posts,
    own: { ...federation.own, scid: node.collective.scid },
    wording: { toHtml: (text) => text, languageName: (tag) => tag },
    softwareOf: async (origin) => {
      asked.push(origin)
      network.advance(MINUTE)
      return 'wordpress'
    },
    now: () => network.now(),
    wake: () => {},
  })()
  t.ok(asked.length < 20)
  t.equal(await deliveries.countDeliveries(), 32)
})
