import { createHmac, generateKeyPairSync } from 'node:crypto'

import t from 'tap'

import { toMultikey } from '../../src/record/multikey.ts'
import { actorDocument } from './harness/activity-peer.ts'
import { readState } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { activityJson } from './harness/scripted-server.ts'
import { actorOf, followBy, post, postAs } from './harness/senders.ts'
import { draftPost, signCavage } from './harness/signing.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t)
const { node, victim, evil } = world
const bob = victim.actor('bob')
const carol = victim.actor('carol')
const eve = evil.actor('eve')
const bobsKey = { keyId: bob.keyId, privateKey: victim.privateKey }
const evesKey = { keyId: eve.keyId, privateKey: evil.privateKey }

/** What bob's follow would be; each case sends one of its own that must not count. */
const draft = () => draftPost(followBy(victim, bob, node), node)
const followers = () => readState(node.dataDirectory)['follower']?.join('\n') ?? ''

function follows(actor: string): Promise<true | null> {
  return eventually(() => (followers().includes(actor) ? true : null))
}

/** What an HMAC verifier would take that uses the public key as its secret. */
function hmac(base: Buffer): string {
  return createHmac('sha256', victim.publicPem).update(base).digest('base64')
}

function noSignature(): string {
  return Buffer.from('none').toString('base64')
}

const controls: readonly Case[] = [
  {
    id: 'A01',
    title: 'control: an honest follow counts',
    send: () => postAs(victim, carol, node, followBy(victim, carol, node)),
    allow: [202],
    also: async (t) => void t.ok(await follows(carol.id), 'carol follows'),
  },
]

/** A document at evil.test that claims what it has no right to. */
function claimAt(path: string, value: object): string {
  evil.set(path, activityJson({ '@context': 'https://www.w3.org/ns/activitystreams', ...value }))
  return evil.origin + path
}

const multikey = generateKeyPairSync('ed25519')

const identities: readonly Case[] = [
  {
    id: 'A18',
    title: "E's key document says that its owner is V",
    send: async () => {
      const { publicPem: publicKeyPem } = evil
      const keyId = `${evil.origin}/keys/claimed`
      claimAt('/keys/claimed', { id: keyId, owner: bob.id, publicKeyPem })
      const listed = `${evil.origin}/keys/actor#main-key`
      claimAt('/keys/actor', { ...actorDocument({ ...bob, keyId: listed }, publicKeyPem) })
      const by = (id: string) => signCavage(draft(), { keyId: id, privateKey: evil.privateKey })
      return [
        await post(node, by(keyId)),
        await post(node, by(listed)),
        await post(node, by(eve.keyId)),
      ]
    },
    allow: [401],
  },
  {
    id: 'A19',
    title: "no HTTP signature, but a proof by E's Multikey with V as its controller",
    send: () => {
      const id = `${evil.origin}/keys/multikey`
      const publicKeyMultibase = toMultikey(multikey.publicKey)
      claimAt('/keys/multikey', { id, type: 'Multikey', controller: bob.id, publicKeyMultibase })
      return post(node, draftPost({ ...followBy(victim, bob, node), proof: proofBy(id) }, node))
    },
    allow: [401],
  },
  {
    id: 'A20',
    title: "V's key id leads to a document of E",
    send: async () => {
      const mallory = victim.actor('mallory')
      const document = actorDocument(eve, evil.publicPem)
      victim.set('/users/mallory', activityJson(document))
      victim.set('/users/moved', { status: 302, headers: { location: eve.id } })
      const moved = victim.actor('moved')
      const { privateKey } = evil
      return [
        await post(node, signCavage(draft(), { keyId: mallory.keyId, privateKey })),
        await post(node, signCavage(draft(), { keyId: moved.keyId, privateKey })),
      ]
    },
    allow: [401],
    also: async (t) => {
      const asMallory = draftPost(followBy(victim, victim.actor('mallory'), node), node)
      const { keyId } = victim.actor('mallory')
      const answer = await post(node, signCavage(asMallory, { keyId, privateKey: evil.privateKey }))
      t.equal(answer.status, 401, "E's key was not kept under V's id")
    },
  },
  {
    id: 'A21',
    title: 'key ids of other schemes and with credentials',
    send: async (t) => {
      const before = evil.received.length
      const ids = [
        'data:application/activity+json,{}#main-key',
        'file:///etc/passwd#main-key',
        `ftp://${evil.host}/k#main-key`,
        'javascript:alert(1)',
        `http://user:pass@${evil.host}/users/eve#main-key`,
        `http://user@${evil.host}/users/eve#main-key`,
      ]
      const answers = []
      for (const keyId of ids) {
        const follow = { ...followBy(evil, eve, node), id: keyId, actor: keyId }
        answers.push(await post(node, signCavage(draftPost(follow, node), { ...evesKey, keyId })))
      }
      t.equal(evil.received.length, before, 'nothing was fetched')
      return answers
    },
    allow: [401],
  },
  {
    id: 'A26',
    title: 'only an LD signature by V, relayed by E',
    send: async () => {
      const follow = { ...followBy(victim, bob, node), signature: linkedDataSignature() }
      return [
        await post(node, draftPost(follow, node)),
        await post(node, signCavage(draftPost(follow, node), evesKey)),
      ]
    },
    allow: [401],
  },
  {
    id: 'A27',
    title: 'an LD-signed activity restructured with @graph, @included, @reverse',
    send: async () => {
      const { object: _, ...follow } = followBy(victim, bob, node)
      const answers = []
      for (const keyword of ['@graph', '@included', '@reverse']) {
        const moved = { ...follow, [keyword]: { object: actorOf(node) } }
        const withSignature = { ...moved, signature: linkedDataSignature() }
        answers.push(await post(node, draftPost(withSignature, node)))
        answers.push(await post(node, signCavage(draftPost(moved, node), evesKey)))
      }
      return answers
    },
    allow: [400, 401],
  },
  {
    id: 'A28',
    title: "hmac-sha256 with V's public key as the secret, and no algorithm at all",
    send: async () => {
      return [
        await post(
          node,
          signCavage(draft(), { ...bobsKey, algorithm: 'hmac-sha256', signature: hmac }),
        ),
        await post(
          node,
          signCavage(draft(), { ...bobsKey, algorithm: 'rsa-sha256', signature: hmac }),
        ),
        await post(
          node,
          signCavage(draft(), { ...bobsKey, algorithm: 'none', signature: noSignature }),
        ),
        await post(
          node,
          signCavage(draft(), { ...bobsKey, algorithm: 'hs2019', signature: noSignature }),
        ),
      ]
    },
    allow: [401],
  },
  {
    id: 'A29',
    title: 'two actors, one of them V, signed by E',
    send: () => {
      const follow = { ...followBy(evil, eve, node), actor: [bob.id, eve.id] }
      return post(node, signCavage(draftPost(follow, node), evesKey))
    },
    allow: [400, 401],
  },
  {
    id: 'A30',
    title: 'a proof that is over, or says what is not covered',
    send: async () => {
      const id = `${evil.origin}/keys/multikey`
      const extras = [
        { expires: '2020-01-01T00:00:00Z' },
        { domain: node.origin },
        { challenge: 'x' },
        { unknownMember: true },
      ]
      const answers = []
      for (const extra of extras) {
        const proof = { ...proofBy(id), ...extra }
        answers.push(await post(node, draftPost({ ...followBy(victim, bob, node), proof }, node)))
      }
      return answers
    },
    allow: [400, 401],
  },
  {
    id: 'A31',
    title: 'a proof of 1999 without an HTTP signature',
    send: () => {
      const proof = { ...proofBy(`${victim.origin}/users/bob#ed`), created: '1999-01-01T00:00:00Z' }
      return post(node, draftPost({ ...followBy(victim, bob, node), proof }, node))
    },
    allow: [401],
  },
]

function proofBy(verificationMethod: string): object {
  return {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created: new Date().toISOString(),
    verificationMethod,
    proofPurpose: 'assertionMethod',
    proofValue: `z${'3'.repeat(88)}`,
  }
}

function linkedDataSignature(): object {
  return {
    type: 'RsaSignature2017',
    creator: bob.keyId,
    created: new Date().toISOString(),
    signatureValue: Buffer.alloc(256, 7).toString('base64'),
  }
}

await runGroup(t, world, { controls, cases: identities })
