import t, { type Test } from 'tap'

import type { FederationOptions } from '../../src/federation/federation.ts'
import { MINUTE } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { federationNode, testNetwork } from '../support/federation-node.ts'
import { deliveryOf, post } from '../support/post-activity.ts'
import { remoteActor, type RemoteActor } from '../support/remote-actor.ts'

/** A node, an honest actor of another server, and a hostile one of a third. */
async function scene(t: Test, changes: Partial<FederationOptions> = {}) {
  const network = await testNetwork(t, 1)
  const victim = await remoteActor(t, network.addresses)
  const evil = await remoteActor(t, network.addresses)
  const node = await federationNode(t, network, changes)
  const now = () => network.now()
  const object = `${node.origin}/actor`
  const follow = (by: RemoteActor) => by.activity('Follow', { object })
  const send = (
    activity: object | string,
    by: RemoteActor,
    { sign = by.sign(now), path = '/inbox' } = {},
  ) => post(deliveryOf(node, activity, { sign, path }))
  const followers = async () =>
    (await node.deliveries.listFollowers()).map((follower) => follower.actor)
  return { network, node, victim, evil, now, follow, send, followers, object }
}

t.test('takes a Follow with either form of signature, and accepts it', async (t) => {
  const { node, victim, evil, now, follow, send, followers } = await scene(t)
  t.match(await send(follow(victim), victim), { status: 202 })
  t.match(await send(follow(evil), evil, { sign: evil.signMessage(now) }), { status: 202 })
  t.strictSame(new Set(await followers()), new Set([victim.actor, evil.actor]))
  await node.federation.sender.sendDue()
  t.match(victim.inbox, [
    { type: 'Accept', actor: `${node.origin}/actor`, object: { type: 'Follow' } },
  ])
})

t.test('refuses what is not signed, or not signed for all that matters', async (t) => {
  const { node, victim, now, follow, followers } = await scene(t)
  const at = async (change: (headers: Record<string, string>) => void, body?: string) => {
    const delivery = deliveryOf(node, follow(victim), { sign: victim.sign(now) })
    change(delivery.headers)
    return post({ ...delivery, body: body ?? delivery.body })
  }
  const changes: Record<string, (headers: Record<string, string>) => void> = {
    unsigned: (headers) => delete headers['signature'],
    malformed: (headers) => (headers['signature'] = 'signature="***"'),
    'without a time': (headers) => (headers['date'] = 'yesterday'),
    'without a digest': (headers) => delete headers['digest'],
    'of another key': (headers) =>
      (headers['signature'] = (headers['signature'] ?? '').replace('#main-key', '#other')),
    'by a secret of nobody': (headers) =>
      (headers['signature'] = (headers['signature'] ?? '').replace('rsa-sha256', 'hmac-sha256')),
  }
  for (const [name, change] of Object.entries(changes)) {
    t.equal((await at(change)).status, 401, name)
  }
  t.equal((await at(() => {}, JSON.stringify(follow(victim)))).status, 401, 'another body')
  const elsewhere = deliveryOf(node, follow(victim), { sign: victim.sign(now), path: '/inbox' })
  t.equal((await post({ ...elsewhere, url: `${node.origin}/actor/inbox` })).status, 401)
  for (const minutes of [40, -40]) {
    const sign = victim.sign(() => new Date(now().getTime() + minutes * MINUTE))
    t.equal((await post(deliveryOf(node, follow(victim), { sign }))).status, 401, `${minutes} min`)
  }
  t.strictSame(await followers(), [])
})

t.test('refuses bodies that are no plain activity, before anything is fetched', async (t) => {
  const { node, victim, evil, now, follow, send, followers } = await scene(t)
  const { id: _, ...withoutId } = follow(victim)
  t.match(await send(withoutId, victim), { status: 400, code: 'id_not_single' })
  t.match(await send({ ...follow(victim), actor: [victim.actor, evil.actor] }, victim), {
    status: 400,
    code: 'actor_not_single',
  })
  t.match(await send('{"id":1,"id":2}', victim), { status: 400, code: 'duplicate_member' })
  t.match(await send(`${'['.repeat(2000)}${']'.repeat(2000)}`, victim), { code: 'too_deep' })
  t.match(await send({ ...follow(victim), '@graph': [] }, victim), { code: 'json_ld_keyword' })
  const signature = { type: 'RsaSignature2017', creator: `${victim.actor}#main-key` }
  t.match(await send({ ...follow(victim), signature }, victim), {
    status: 401,
    code: 'linked_data_signature',
  })
  const context = `${evil.origin}/context`
  const unsigned = deliveryOf(node, { ...follow(victim), '@context': context }, { sign: null })
  t.equal((await post(unsigned)).status, 401)
  const typed = deliveryOf(node, follow(victim), { sign: victim.sign(now) })
  for (const type of ['application/json', 'text/plain', 'application/ld+json']) {
    const headers = { ...typed.headers, 'content-type': type }
    t.equal((await post({ ...typed, headers })).status, 415, type)
  }
  const long = { ...follow(victim), content: 'x'.repeat(256 * 1024) }
  t.equal((await send(long, victim)).status, 413)
  t.strictSame(await followers(), [])
  t.equal(victim.server.requests.length + evil.server.requests.length, 0)
})

t.test('believes a key only if its owner lists it', async (t) => {
  const { victim, evil, now, follow, send, followers } = await scene(t)
  evil.document = { ...evil.document, publicKey: claimedBy(evil, victim.actor) }
  t.match(await send(follow(victim), victim, { sign: evil.sign(now) }), { status: 401 })
  const sign = evil.sign(now, `${victim.actor}#main-key`)
  t.match(await send(follow(victim), victim, { sign }), { status: 401, code: 'wrong_signature' })
  t.strictSame(await followers(), [])
})

function claimedBy({ document }: RemoteActor, owner: string): JsonObject {
  return { ...(document['publicKey'] as JsonObject), owner }
}

t.test('fetches nothing for keys at addresses that are never followed', async (t) => {
  const { victim, now, follow, send } = await scene(t)
  for (const keyId of [
    'data:,x#k',
    'file:///etc/passwd#k',
    'ftp://a.example/k',
    'http://u:p@localhost/k',
  ]) {
    t.match(await send(follow(victim), victim, { sign: victim.sign(now, keyId) }), { status: 401 })
  }
  t.equal(victim.server.requests.length, 0)
})

t.test('takes a request once, and an activity once', async (t) => {
  const { node, victim, now, network, follow, followers } = await scene(t)
  const activity = follow(victim)
  const delivery = deliveryOf(node, activity, { sign: victim.sign(now) })
  t.equal((await post(delivery)).status, 202)
  await node.deliveries.removeFollower(victim.actor)
  t.equal((await post(delivery)).status, 202)
  network.advance(MINUTE)
  t.equal((await post(deliveryOf(node, activity, { sign: victim.sign(now) }))).status, 202)
  t.strictSame(await followers(), [])
})

t.test('finds the key that replaced the one it knew, and forgets that', async (t) => {
  const { victim, now, network, follow, send } = await scene(t)
  const old = victim.sign(now)
  t.equal((await send(follow(victim), victim)).status, 202)
  victim.rotate()
  network.advance(MINUTE)
  t.equal((await send(follow(victim), victim)).status, 202)
  t.equal((await send(follow(victim), victim, { sign: old })).status, 401)
})

t.test('lets nobody act on what is another’s', async (t) => {
  const { victim, evil, object, follow, send, followers } = await scene(t)
  await send(follow(victim), victim)
  const note = { id: `${victim.origin}/notes/1`, type: 'Note', attributedTo: victim.actor }
  const cases: [string, JsonObject][] = [
    ['Update', { object: note }],
    ['Delete', { object: note.id }],
    ['Delete', { object: victim.actor }],
    ['Undo', { object: { id: `${victim.origin}/f`, type: 'Follow', actor: victim.actor, object } }],
    ['Add', { object: note.id, target: `${victim.origin}/collection` }],
    ['Remove', { object: note.id, target: object }],
    ['Move', { object: victim.actor, target: evil.actor }],
    ['Create', { object: { ...note, id: `${evil.origin}/notes/1` } }],
  ]
  for (const [type, rest] of cases) {
    t.equal((await send(evil.activity(type, rest), evil)).status, 403, type)
  }
  const foreign = { ...evil.activity('Like', { object }), id: `${victim.origin}/activities/9` }
  t.match(await send(foreign, evil), { status: 401, code: 'origin_mismatch' })
  const own = { ...victim.activity('Like', { object }), id: `${victim.origin}/activities/9` }
  t.equal((await send(own, victim)).status, 202)
  t.strictSame(await followers(), [victim.actor])
})

t.test('loses followers that undo, delete themselves or block us', async (t) => {
  const { victim, object, follow, send, followers } = await scene(t)
  const ends = (): JsonObject[] => [
    victim.activity('Undo', { object: { ...follow(victim), object } }),
    victim.activity('Delete', { object: victim.actor }),
    victim.activity('Block', { object }),
  ]
  for (const end of ends()) {
    await send(follow(victim), victim)
    t.strictSame(await followers(), [victim.actor])
    t.equal((await send(end, victim)).status, 202)
    t.strictSame(await followers(), [], JSON.stringify(end['type']))
  }
})

t.test('delivers to an inbox only at the origin of its actor', async (t) => {
  const { node, victim, evil, follow, send, followers } = await scene(t)
  victim.document = { ...victim.document, inbox: `${evil.origin}/inbox` }
  t.match(await send(follow(victim), victim), { status: 400, code: 'inbox_origin' })
  const endpoints = { sharedInbox: `${evil.origin}/inbox` }
  evil.document = { ...evil.document, endpoints: { sharedInbox: `${victim.origin}/inbox` } }
  t.equal((await send(follow(evil), evil)).status, 202)
  t.match(await node.deliveries.listFollowers(), [{ actor: evil.actor, sharedInbox: null }])
  evil.document = { ...evil.document, endpoints }
  const update = evil.activity('Update', { object: { id: evil.actor, type: 'Person' } })
  t.equal((await send(update, evil)).status, 202)
  t.match(await node.deliveries.listFollowers(), [{ sharedInbox: `${evil.origin}/inbox` }])
  t.strictSame(await followers(), [evil.actor])
})

t.test('answers what has no effect, and keeps nothing of it', async (t) => {
  const { node, victim, object, send } = await scene(t)
  const note = {
    id: `${victim.origin}/notes/1`,
    type: 'Note',
    attributedTo: victim.actor,
    content: 'a word to you',
  }
  for (const [type, rest] of [
    ['Create', { object: note }],
    ['Like', { object: `${node.origin}/objects/x` }],
    ['Announce', { object: `${node.origin}/objects/x` }],
    ['Flag', { object: [object] }],
    ['Accept', { object }],
    ['Offer', { object: note }],
  ] as const) {
    t.equal((await send(victim.activity(type, rest), victim)).status, 202, type)
  }
  const rows = await node.database.db.selectFrom('activity_seen').selectAll().execute()
  t.equal(rows.length, 6)
  t.notMatch(JSON.stringify(rows), /a word to you|localhost/)
  const odd = { ...victim.activity('Offer', { object: note }), '@context': 'https://x.example/c' }
  t.match(await send(odd, victim), { status: 400, code: 'unknown_context' })
})

t.test('a closed network hears its peers only, and asks for nobody’s key', async (t) => {
  const { victim, follow, send, followers } = await scene(t, { network: 'listed' })
  t.match(await send(follow(victim), victim), { status: 403, code: 'not_listed' })
  t.strictSame(await followers(), [])
  t.equal(victim.server.requests.length, 0)
})

t.test('a node key is never fetched', async (t) => {
  const { victim, now, follow, send } = await scene(t)
  const sign = victim.sign(now, `${victim.actor}#node-key`)
  t.match(await send(follow(victim), victim, { sign }), { status: 401, code: 'unknown_node' })
  t.equal(victim.server.requests.length, 0)
})

t.test('a proof in an activity neither replaces its signature nor harms it', async (t) => {
  const { victim, follow, node, send } = await scene(t)
  const proof = { type: 'DataIntegrityProof', expires: '2020-01-01T00:00:00Z', proofValue: 'z1' }
  const unsigned = deliveryOf(node, { ...follow(victim), proof }, { sign: null })
  t.match(await post(unsigned), { status: 401, code: 'unsigned' })
  t.equal((await send({ ...follow(victim), proof }, victim)).status, 202)
})
