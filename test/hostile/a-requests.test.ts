import { generateKeyPairSync } from 'node:crypto'

import t from 'tap'

import { actorDocument } from './harness/activity-peer.ts'
import { readState } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { activityJson } from './harness/scripted-server.ts'
import { followBy, post, postAs } from './harness/senders.ts'
import {
  contentDigest,
  draftPost,
  honestComponents,
  signCavage,
  signMessage,
  withHeaders,
} from './harness/signing.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t)
const { node, victim, evil, other } = world
const carol = victim.actor('carol')
const bob = victim.actor('bob')
const bobsKey = { keyId: bob.keyId, privateKey: victim.privateKey }

/** What bob's follow would be; each case sends one of its own that must not count. */
const draft = () => draftPost(followBy(victim, bob, node), node)
const signed = (names: string) => signCavage(draft(), { ...bobsKey, names })
const followers = () => readState(node.dataDirectory)['follower']?.join('\n') ?? ''
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

function covering(components: Readonly<Record<string, string>>) {
  return post(node, signMessage(draft(), { ...bobsKey, components }))
}

function withParameters(parameters: string) {
  return post(node, signMessage(draft(), { ...bobsKey, parameters }))
}

function follows(actor: string): Promise<true | null> {
  return eventually(() => (followers().includes(actor) ? true : null))
}

const controls: readonly Case[] = [
  {
    id: 'A01',
    title: 'control: draft-cavage by V counts once',
    send: () => postAs(victim, carol, node, followBy(victim, carol, node)),
    allow: [202],
    also: async (t) => {
      t.ok(await follows(carol.id), 'carol follows')
      t.equal(followers().split('\n').length, 1, 'and nobody else')
    },
  },
  {
    id: 'A02',
    title: 'control: RFC 9421 by V counts once',
    send: () => {
      const dave = victim.actor('dave')
      const key = { keyId: dave.keyId, privateKey: victim.privateKey }
      return post(node, signMessage(draftPost(followBy(victim, dave, node), node), key))
    },
    allow: [202],
    also: async (t) => {
      t.ok(await follows(victim.actor('dave').id), 'dave follows')
    },
  },
]

const coverage: readonly Case[] = [
  {
    id: 'A03',
    title: 'no signature',
    send: () => post(node, draft()),
    allow: [401],
  },
  {
    id: 'A04',
    title: 'a signature that is not base64',
    send: () => post(node, signCavage(draft(), { ...bobsKey, signature: () => '***' })),
    allow: [401],
  },
  {
    id: 'A05',
    title: 'Date: yesterday',
    send: () => post(node, signCavage(withHeaders(draft(), { date: 'yesterday' }), bobsKey)),
    allow: [400, 401],
  },
  {
    id: 'A06',
    title: 'no digest',
    send: () => {
      const names = '(request-target) host date'
      return post(node, signCavage(withHeaders(draft(), { digest: null }), { ...bobsKey, names }))
    },
    allow: [401],
  },
  {
    id: 'A07',
    title: 'the digest of another body',
    send: () => {
      const { headers } = draft()
      return post(node, signCavage({ ...draft(), headers }, bobsKey))
    },
    allow: [401],
  },
  {
    id: 'A08',
    title: 'a digest that is not signed',
    send: () => post(node, signed('(request-target) host date')),
    allow: [401],
  },
  {
    id: 'A09',
    title: 'a host that is not signed',
    send: () => post(node, signed('(request-target) date digest')),
    allow: [401],
  },
  {
    id: 'A10',
    title: 'signed for another host and posted again here',
    send: async () => {
      const host = 'other-node.test'
      const elsewhere = signCavage(draftPost(followBy(victim, bob, node), { host }), bobsKey)
      return [
        await post(node, withHeaders(elsewhere, { host: node.host })),
        await post(node, signCavage(draft(), { ...bobsKey, signed: { host } })),
      ]
    },
    allow: [401],
  },
  {
    id: 'A11',
    title: 'signed for another path',
    send: async () => {
      const elsewhere = draftPost(followBy(victim, bob, node), { ...node, path: '/users/a/inbox' })
      return await post(node, { ...signCavage(elsewhere, bobsKey), path: '/inbox' })
    },
    allow: [401],
  },
  {
    id: 'A12',
    title: 'signed 40 minutes ago',
    send: () => {
      const old = draftPost(followBy(victim, bob, node), { ...node, now: minutesFromNow(-40) })
      return post(node, signCavage(old, bobsKey))
    },
    allow: [401],
  },
  {
    id: 'A13',
    title: 'signed 40 minutes ahead',
    send: () => {
      const early = draftPost(followBy(victim, bob, node), { ...node, now: minutesFromNow(40) })
      return post(node, signCavage(early, bobsKey))
    },
    allow: [401],
  },
  {
    id: 'A14',
    title: 'RFC 9421 over @method only, and over nothing',
    send: async () => {
      return [await covering({ '@method': 'POST' }), await covering({})]
    },
    allow: [401],
  },
  {
    id: 'A15',
    title: 'RFC 9421 without the digest, the body swapped',
    send: () => {
      const { 'content-digest': _, ...components } = honestComponents(draft())
      const { body } = draft()
      const swapped = { ...signMessage(draft(), { ...bobsKey, components }), body }
      return post(node, withHeaders(swapped, { 'content-digest': contentDigest(body) }))
    },
    allow: [401],
  },
  {
    id: 'A16',
    title: 'RFC 9421 without created, and expired',
    send: async () => {
      const now = seconds(new Date())
      return [
        await withParameters(`;keyid="${bob.keyId}"`),
        await withParameters(`;created=${now - 60};expires=${now - 30};keyid="${bob.keyId}"`),
      ]
    },
    allow: [401],
  },
  {
    id: 'A17',
    title: 'a content-digest of two bodies',
    send: () => {
      const one = draft()
      const bogus = contentDigest(Buffer.from('another body'))
      const both = `${bogus}, ${contentDigest(Buffer.from('another body'), 'sha-512')}`
      const components = { ...honestComponents(one), 'content-digest': both }
      return post(node, signMessage(one, { ...bobsKey, components }))
    },
    allow: [401],
  },
]

const twice = signCavage(draftPost(followBy(other, other.actor('frank'), node), node), {
  keyId: other.actor('frank').keyId,
  privateKey: other.privateKey,
})
const rotated = generateKeyPairSync('rsa', { modulusLength: 2048 })

const repetitions: readonly Case[] = [
  {
    id: 'A22',
    title: 'one signed request, for the first time',
    send: () => post(node, twice),
    allow: [202],
    changes: true,
    also: async (t) => void t.ok(await follows(other.actor('frank').id)),
  },
  {
    id: 'A22',
    title: 'the same request again',
    send: () => post(node, twice),
    allow: [200, 202],
  },
  {
    id: 'A23',
    title: 'an activity without id, twice',
    send: async () => {
      const { id: _, ...follow } = followBy(victim, bob, node)
      const answers = []
      for (let i = 0; i < 2; i++) {
        answers.push(await post(node, signCavage(draftPost(follow, node), bobsKey)))
      }
      return answers
    },
    allow: [400],
  },
  {
    id: 'A24',
    title: 'V changes its key: the new one counts after one look',
    send: () => {
      const pem = rotated.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      victim.set('/users/carol', activityJson(actorDocument(carol, pem)))
      const undo = followBy(victim, carol, node)
      const draft = draftPost(
        { ...undo, type: 'Undo', object: { ...followBy(victim, carol, node) } },
        node,
      )
      return post(node, signCavage(draft, { keyId: carol.keyId, privateKey: rotated.privateKey }))
    },
    allow: [202],
    changes: true,
    also: (t) => void t.notOk(followers().includes(carol.id), 'carol left'),
  },
  {
    id: 'A24',
    title: 'and the old one counts no more, without another look',
    send: async (t) => {
      const before = victim.count('/users/carol')
      const answers = []
      for (let i = 0; i < 5; i++) {
        answers.push(await postAs(victim, carol, node, followBy(victim, carol, node)))
      }
      t.equal(victim.count('/users/carol'), before, 'nobody asked for the key again')
      return answers
    },
    allow: [401],
  },
  {
    id: 'A25',
    title: '500 keys of E that do not exist',
    send: async (t) => {
      const before = evil.received.length
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, i) => {
          const actor = evil.actor(`ghost-${i}`)
          evil.set(`/users/ghost-${i}`, null)
          const { privateKey } = evil
          const draft = draftPost(followBy(evil, actor, node), node)
          return post(node, signCavage(draft, { keyId: actor.keyId, privateKey }))
        }),
      )
      t.ok(evil.received.length - before <= 60, 'at most 60 of them were asked for')
      return answers
    },
    allow: [401],
  },
]

await runGroup(t, world, { controls, cases: [...coverage, ...repetitions] })
