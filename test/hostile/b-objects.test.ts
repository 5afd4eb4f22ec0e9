import t, { type Test } from 'tap'

import { readState } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { activityJson } from './harness/scripted-server.ts'
import { activity, actorOf, followBy, postAs } from './harness/senders.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t)
const { node, victim, evil, other } = world
const carol = victim.actor('carol')
const eve = evil.actor('eve')
const note = `${victim.origin}/notes/1`
const FORGED = 'forged-words-of-somebody-else'

const followers = () => readState(node.dataDirectory)['follower']?.join('\n') ?? ''
const byEve = (members: Readonly<Record<string, unknown>>) =>
  postAs(evil, eve, node, activity(evil, eve, members))

function appears(text: string): Promise<true | null> {
  return eventually(() => (followers().includes(text) ? true : null))
}

function noteBy(id: string, author: string, members: object = {}): object {
  return { id, type: 'Note', attributedTo: author, content: FORGED, ...members }
}

const controls: readonly Case[] = [
  {
    id: 'B01',
    title: 'control: V follows',
    send: () => postAs(victim, carol, node, followBy(victim, carol, node)),
    allow: [202],
    also: async (t) => void t.ok(await appears(carol.id)),
  },
  {
    id: 'B01',
    title: "control: V's own update of itself is applied",
    send: () => {
      const inbox = `${victim.origin}/users/carol/second-inbox`
      victim.set('/users/carol', activityJson({ ...victim.document('carol'), inbox }))
      const update = { type: 'Update', object: { id: carol.id, type: 'Person' } }
      return postAs(victim, carol, node, activity(victim, carol, update))
    },
    allow: [202],
    also: async (t) => void t.ok(await appears('second-inbox')),
  },
]

const cases: readonly Case[] = [
  {
    id: 'B02',
    title: "V signs an activity with an id of another origin's",
    send: () => {
      const bob = victim.actor('bob')
      const id = `${other.origin}/activities/reserved`
      return postAs(victim, bob, node, { ...followBy(victim, bob, node), id })
    },
    allow: [400, 401, 403, 422],
  },
  {
    id: 'B02',
    title: 'that id is not used up for its owner',
    send: () => {
      const frank = other.actor('frank')
      const id = `${other.origin}/activities/reserved`
      return postAs(other, frank, node, { ...followBy(other, frank, node), id })
    },
    allow: [202],
    changes: true,
    also: async (t) => void t.ok(await appears(other.actor('frank').id)),
  },
  {
    id: 'B03',
    title: 'Create by E with an object of V',
    send: () => byEve({ type: 'Create', object: noteBy(note, carol.id) }),
    allow: [202, 400, 401, 403],
    also: neverShown,
  },
  {
    id: 'B04',
    title: 'Create by E of an object attributed to V',
    send: () => byEve({ type: 'Create', object: noteBy(`${evil.origin}/notes/1`, carol.id) }),
    allow: [400, 401, 403, 422],
    also: neverShown,
  },
  {
    id: 'B05',
    title: "Update by E of V's actor and note",
    send: async () => {
      const inbox = `${evil.origin}/users/eve/inbox`
      return [
        await byEve({ type: 'Update', object: { ...victim.document('carol'), inbox } }),
        await byEve({ type: 'Update', object: carol.id }),
        await byEve({ type: 'Update', object: noteBy(note, carol.id) }),
      ]
    },
    allow: [401, 403],
    also: neverShown,
  },
  {
    id: 'B06',
    title: "Delete by E of V's object and of V's actor",
    send: async () => [
      await byEve({ type: 'Delete', object: note }),
      await byEve({ type: 'Delete', object: carol.id }),
      await byEve({ type: 'Delete', object: { id: carol.id, type: 'Tombstone' } }),
    ],
    allow: [202, 401, 403],
  },
  {
    id: 'B07',
    title: "Undo by E of V's Follow",
    send: async () => {
      const follow = { ...followBy(victim, carol, node) }
      return [
        await byEve({ type: 'Undo', object: follow }),
        await byEve({ type: 'Undo', object: { ...follow, id: `${evil.origin}/follows/1` } }),
        await byEve({
          type: 'Undo',
          object: { type: 'Follow', actor: carol.id, object: actorOf(node) },
        }),
      ]
    },
    allow: [202, 400, 401, 403],
  },
  {
    id: 'B08',
    title: "Add and Remove by E with V's collection and ours",
    send: async () => {
      const targets = [`${victim.origin}/users/carol/featured`, `${node.origin}/actor/followers`]
      const answers = []
      for (const type of ['Add', 'Remove']) {
        for (const target of targets) answers.push(await byEve({ type, object: eve.id, target }))
      }
      return answers
    },
    allow: [202, 401, 403],
  },
  {
    id: 'B09',
    title: "Announce by E around a forged copy of V's note",
    send: () => byEve({ type: 'Announce', object: noteBy(note, carol.id) }),
    allow: [202, 400, 401, 403],
    also: neverShown,
  },
  {
    id: 'B10',
    title: 'an object on E whose url is on V',
    send: () => {
      const object = noteBy(`${evil.origin}/notes/2`, eve.id, { url: `${victim.origin}/@carol/1` })
      return byEve({ type: 'Create', object })
    },
    allow: [202, 400, 403],
    also: neverShown,
  },
  {
    id: 'B11',
    title: 'Move by V to E, who does not say so',
    send: async () => {
      const move = { type: 'Move', object: carol.id, target: eve.id }
      return [await postAs(victim, carol, node, activity(victim, carol, move)), await byEve(move)]
    },
    allow: [202, 400, 401, 403],
  },
  {
    id: 'B12',
    title: "a document of E that says it is V's actor",
    send: () => {
      const liar = evil.actor('liar')
      evil.set('/users/liar', activityJson(victim.document('bob')))
      return postAs(evil, liar, node, followBy(evil, liar, node))
    },
    allow: [400, 401, 403],
  },
  {
    id: 'B14',
    title: 'nothing that was delivered names hidden recipients',
    send: async (t) => {
      const delivered = await eventually(
        () => victim.delivered().find((one) => one.method === 'POST') ?? null,
      )
      t.ok(delivered, 'V was delivered the Accept of its Follow')
    },
    also: (t) => {
      const bodies = [...victim.delivered(), ...other.delivered()].map(({ body }) =>
        body.toString(),
      )
      for (const body of bodies) t.notMatch(body, /"(?:bto|bcc)"/, 'no hidden recipients')
    },
  },
  {
    id: 'B15',
    title: 'an actor served as text, as plain JSON and as bytes',
    send: async () => {
      const answers = []
      const types = [
        'text/plain',
        'application/json',
        'application/octet-stream',
        'application/ld+json',
      ]
      for (const [i, type] of types.entries()) {
        const upload = evil.actor(`upload-${i}`)
        const document = JSON.stringify(evil.document(`upload-${i}`))
        evil.set(`/users/upload-${i}`, { type, body: document })
        answers.push(await postAs(evil, upload, node, followBy(evil, upload, node)))
      }
      return answers
    },
    allow: [400, 401],
  },
  {
    id: 'B17',
    title: "an actor of E whose inbox is V's",
    send: () => {
      const inbox = carol.inbox
      evil.set('/users/redirector', activityJson({ ...evil.document('redirector'), inbox }))
      const redirector = evil.actor('redirector')
      return postAs(evil, redirector, node, followBy(evil, redirector, node))
    },
    allow: [400, 401, 403, 422],
  },
  {
    id: 'B17',
    title: 'an honest follower',
    send: () => postAs(evil, eve, node, followBy(evil, eve, node)),
    allow: [202],
    changes: true,
    also: async (t) => {
      t.ok(await appears(eve.id))
      t.ok(await eventually(() => evil.delivered()[0] ?? null), 'and it is delivered to')
    },
  },
  {
    id: 'B17',
    title: "and later names V's inbox, shared or its own",
    send: async () => {
      const answers = []
      const changes = [
        { inbox: carol.inbox },
        { endpoints: { sharedInbox: `${victim.origin}/inbox` } },
      ]
      for (const change of changes) {
        evil.set('/users/eve', activityJson({ ...evil.document('eve'), ...change }))
        answers.push(await byEve({ type: 'Update', object: eve.id }))
      }
      return answers
    },
    allow: [202, 400, 401, 403, 422],
  },
]

/** Words that somebody else was made to say are on no page and in no feed. */
async function neverShown(t: Test): Promise<void> {
  for (const path of ['/', '/directory', '/actor', '/actor/outbox', '/sync/heads.ndjson']) {
    const { text } = await node.ask({ path })
    t.notOk(text.includes(FORGED), `not at ${path}`)
  }
}

await runGroup(t, world, { controls, cases })
