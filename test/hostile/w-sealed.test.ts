import t from 'tap'

import { createEnvelope, type Envelope, fillUp } from '../../src/exchange/envelope.ts'
import { writeOffer, writeTakeBack } from '../../src/federation/offer.ts'
import { nodeKeysOf } from '../../src/identity/create-entry.ts'
import type { LogEntry } from '../../src/identity/log-entry.ts'
import { sealTo } from '../../src/identity/sealing.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { Multikey } from '../../src/record/multikey.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import type { TestCollective } from '../support/collective.ts'
import type { Answer } from './harness/ask.ts'
import { queryRows } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { nodeRecord, type RecordOptions, stateAfter } from './harness/states.ts'
import { introduce } from './harness/subjects.ts'
import { postSigned, startTesseraPeer, type TesseraPeer } from './harness/tessera-peer.ts'
import { addPeer, openWorldOfPeers } from './harness/world.ts'

/** What nobody may find in a database, a log or an answer. */
const SECRET = 'unrepeatable words of a draft'

const world = await openWorldOfPeers(t)
const { node, peer, network } = world
const other = await startTesseraPeer(t, network, 'node2.test')
await addPeer(node, other)
const own = await ownEntry()

/** Who the node is, and what is sealed to it. */
async function ownEntry(): Promise<{ readonly scid: string; readonly key: Multikey }> {
  const { text } = await node.ask({ path: '/.well-known/did.jsonl' })
  const { state } = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as LogEntry
  const { agreement = '' } = nodeKeysOf(state) ?? {}
  return { scid: state.id.split(':')[2] ?? '', key: agreement }
}

function draft(
  by: TestCollective = peer.collective,
  changes: Readonly<Record<string, unknown>> = {},
  options: RecordOptions = {},
): SignedRecord {
  const sealed = { scope: 'peers', nameMap: { en: SECRET }, ...changes }
  return nodeRecord(by, 'Draft', sealed, { slug: 'sealed', ...options })
}

async function envelopeOf(
  record: SignedRecord,
  changes: Partial<Pick<Envelope, 'sender' | 'recipients' | 'expires'>> = {},
  key: Multikey = own.key,
): Promise<Envelope> {
  const [sender, recipients] = [record.scid, [own.scid]]
  const outside = { sender, recipients, expires: record.expires ?? '', ...changes }
  return createEnvelope(outside, await sealTo(fillUp(record.text), [key]))
}

/** Offers an envelope as a peer does, signed with its node key. */
function deliver(envelope: Pick<Envelope, 'digest' | 'text'>, by: TesseraPeer = peer) {
  return sign(writeOffer(envelope, idsOf(by)).body, by)
}

function sign(body: string, by: TesseraPeer): Promise<Answer> {
  const keyId = `${by.actor}#node-key`
  return postSigned(node, Buffer.from(body), { keyId, ...by.collective.node })
}

function idsOf({ actor, collective }: TesseraPeer) {
  return { origin: collective.origin, actor }
}

function kept(): readonly string[] {
  const rows = queryRows(node.dataDirectory, 'select digest from envelope')
  return rows.map(({ digest }) => String(digest))
}

const first = draft()
const genuine = await envelopeOf(first)

const controls: readonly Case[] = [
  {
    id: 'W01',
    title: 'control: what a peer seals to the node is kept, as it came',
    send: async (t) => {
      const answers = [await deliver(genuine), await deliver(genuine)]
      t.strictSame(kept(), [genuine.digest])
      return answers
    },
    allow: [202],
  },
]

const cases: readonly Case[] = [
  {
    id: 'W02',
    title: 'nothing of it is in the clear, or given to anybody',
    send: async (t) => {
      const { digest } = genuine
      const record = first.digest
      const paths = [digest, record].flatMap((one) => [`/objects/${one}`, `/envelopes/${one}`])
      const answers = await Promise.all(
        [...paths, `/offers/${digest}`].map((path) => node.ask({ path })),
      )
      for (const path of ['/sync/heads', '/sync/members', '/sync/index.txt', '/directory']) {
        const { text } = await node.ask({ path })
        t.notOk(
          [record, digest, SECRET].some((word) => text.includes(word)),
          path,
        )
      }
      for (const { name } of queryRows(
        node.dataDirectory,
        "select name from sqlite_schema where type = 'table' and name not like 'entry_search%'",
      )) {
        const rows = JSON.stringify(
          queryRows(node.dataDirectory, `select * from "${String(name)}"`),
        )
        t.notOk(rows.includes(SECRET), `table ${String(name)}`)
      }
      t.notOk(node.log().includes(SECRET), 'the log')
      return answers
    },
    allow: [404],
  },
  {
    id: 'W03',
    title: 'changed bytes, and what is sealed to another key',
    send: async () => {
      const answers: Answer[] = []
      for (const at of [3, 60, 200, genuine.sealed.length - 1]) {
        const sealed = Buffer.from(genuine.sealed)
        sealed[at] = (sealed[at] ?? 0) ^ 1
        answers.push(await deliver(createEnvelope(genuine, sealed)))
      }
      const record = draft(peer.collective, {}, { slug: 'for-others' })
      const foreign = await envelopeOf(record, {}, peer.collective.agreement.multikey)
      return [...answers, await deliver(foreign)]
    },
    allow: [422],
  },
  {
    id: 'W04',
    title: 'one collective in the name of another',
    send: async () => {
      const passedOn = await envelopeOf(first, { sender: other.collective.scid })
      const thief = { ...peer.collective, node: other.collective.node }
      const forged = await envelopeOf(draft(thief, {}, { slug: 'forged' }))
      return [
        await deliver(genuine, other),
        await deliver(passedOn, other),
        await deliver(forged),
        await sign(writeOffer(genuine, idsOf(peer)).body, other),
      ]
    },
    allow: [401, 403, 422],
  },
  {
    id: 'W05',
    title: 'for others, for everybody, for ever, or over',
    send: async () => {
      const record = draft(peer.collective, {}, { slug: 'odd' })
      const { scid } = other.collective
      const named = draft(peer.collective, { scope: 'named', recipients: [scid] }, { slug: 'odd' })
      const open = draft(peer.collective, { scope: 'public' }, { slug: 'odd' })
      const far = addTime(record.expires ?? '', 700 * DAY)
      const envelopes = [
        envelopeOf(record, { recipients: [scid] }),
        envelopeOf(named),
        envelopeOf(open),
        envelopeOf(record, { expires: far }),
        envelopeOf(record, { expires: toTimestamp(new Date()) }),
      ]
      const answers: Answer[] = []
      for (const envelope of envelopes) answers.push(await deliver(await envelope))
      return answers
    },
    allow: [400, 410, 422],
  },
  {
    id: 'W06',
    title: 'odd members, odd names and much of it',
    send: async () => {
      const { origin, actor } = idsOf(peer)
      const offer = JSON.parse(writeOffer(genuine, { origin, actor }).body) as object
      const odd = [7, 'text', [], null, {}, { ...JSON.parse(genuine.text), type: 'Letter' }]
      const answers: Answer[] = []
      for (const [i, value] of odd.entries()) {
        const id = `${origin}/offers/odd-${i}`
        answers.push(await sign(JSON.stringify({ ...offer, id, 'tessera:envelope': value }), peer))
      }
      const large = { ...JSON.parse(genuine.text), ciphertext: 'A'.repeat(300 * 1024) }
      const id = `${origin}/offers/large`
      return [
        ...answers,
        await sign(JSON.stringify({ ...offer, id, 'tessera:envelope': large }), peer),
      ]
    },
    allow: [400, 413, 422],
  },
  {
    id: 'W07',
    title: 'taken back by somebody else',
    send: async () => await sign(writeTakeBack(genuine.digest, idsOf(other)).body, other),
    allow: [202],
  },
  {
    id: 'W08',
    title: 'a record that is not public, among public ones',
    send: async (t) => {
      const { collective, state } = await introduce(t, world)
      const sealed = draft(collective)
      const next = stateAfter(collective, state, [...state.records, sealed])
      const answers = [await peer.push(node, [sealed.text]), await peer.push(node, next.texts)]
      const objects = queryRows(
        node.dataDirectory,
        `select digest from object where digest = '${sealed.digest}'`,
      )
      t.strictSame(objects, [])
      return answers
    },
    allow: [202, 422],
    changes: true,
  },
  {
    id: 'W09',
    title: 'taken back by its sender, and an old version after a new one',
    send: async (t) => {
      const second = await envelopeOf(draft(peer.collective, {}, { version: 2 }))
      t.equal((await deliver(second)).status, 202)
      t.strictSame(kept(), [second.digest])
      const old = await envelopeOf(first)
      t.equal((await deliver(old)).status, 409)
      t.strictSame(kept(), [second.digest])
      const answer = await sign(writeTakeBack(second.digest, idsOf(peer)).body, peer)
      t.strictSame(kept(), [])
      return answer
    },
    allow: [202],
    changes: true,
  },
]

await runGroup(t, world, { controls, cases })
