import { gzipSync } from 'node:zlib'

import t from 'tap'

import { type Answer, sendRaw } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { activity, post, postAs } from './harness/senders.ts'
import { draftPost, signCavage, withHeaders } from './harness/signing.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t)
const { node, victim } = world
const carol = victim.actor('carol')
const LIMIT = 256 * 1024

/** An activity without any effect, of exactly so many bytes. */
function activityOf(bytes: number): Buffer {
  const value = { ...activity(victim, carol, { type: 'Like', object: node.origin }), content: '' }
  const missing = bytes - Buffer.byteLength(JSON.stringify(value))
  return Buffer.from(JSON.stringify({ ...value, content: 'x'.repeat(missing) }))
}

/** An unsigned body: what is wrong with it is found before anyone asks who sent it. */
function postBody(body: string | Buffer): Promise<Answer> {
  return post(node, draftPost(Buffer.from(body), node))
}

async function postAll(bodies: readonly (string | Buffer)[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const body of bodies) answers.push(await postBody(body))
  return answers
}

function list(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `a:${i}`)
}

function nested(depth: number): string {
  return `{"type":"Like","object":${'['.repeat(depth)}${']'.repeat(depth)}}`
}

const controls: readonly Case[] = [
  {
    id: 'D01',
    title: 'control: a body exactly at the limit',
    send: () => {
      const { keyId } = carol
      const draft = draftPost(activityOf(LIMIT), node)
      return post(node, signCavage(draft, { keyId, privateKey: victim.privateKey }))
    },
    allow: [202],
  },
]

const bodies: readonly Case[] = [
  {
    id: 'D02',
    title: 'one byte more, with and without a length',
    send: async (t) => {
      const answer = await postBody(activityOf(LIMIT + 1))
      const chunk = activityOf(LIMIT + 1)
      const { status, isClosed } = await sendRaw(node, chunkedHead(), {
        goOn: (socket) => {
          socket.write(`${chunk.length.toString(16)}\r\n`)
          socket.write(chunk)
          socket.write('\r\n0\r\n\r\n')
        },
      })
      t.equal(status, 413, 'without a length')
      t.ok(isClosed, 'and hung up')
      return answer
    },
    allow: [413],
  },
  {
    id: 'D05',
    title: 'nesting of 65, 2,000 and a million',
    send: () => postAll([nested(65), nested(2000), nested(100_000), '['.repeat(1_000_000)]),
    allow: [400, 413],
  },
  {
    id: 'D06',
    title: 'a member twice',
    send: () => postBody(`{"type":"Like","actor":"${carol.id}","actor":"x","id":"y"}`),
    allow: [400],
  },
  {
    id: 'D07',
    title: '__proto__ and constructor.prototype',
    send: () =>
      postAll([
        '{"type":"Like","__proto__":{"isAdmin":true}}',
        '{"type":"Like","constructor":{"prototype":{"status":500}}}',
        '{"type":"Like","object":{"\\u005f_proto__":{"a":1}}}',
      ]),
    allow: [400],
    also: async (t) => {
      const answer = await postAs(
        victim,
        carol,
        node,
        activity(victim, carol, { type: 'Like', object: 'x' }),
      )
      t.equal(answer.status, 202, 'later requests are answered as before')
    },
  },
  {
    id: 'D08',
    title: '50,000 recipients, 20,000 tags, 257 recipients',
    send: () => {
      const like = activity(victim, carol, { type: 'Like', object: 'x' })
      return postAll([
        JSON.stringify({ ...like, to: list(50_000) }),
        JSON.stringify({ ...like, tag: list(20_000) }),
      ])
    },
    allow: [400, 413],
    also: async (t) => {
      const to = Array.from({ length: 257 }, (_, i) => `${victim.origin}/users/${i}`)
      const like = activity(victim, carol, { type: 'Like', object: 'x', to })
      t.equal((await postAs(victim, carol, node, like)).status, 400, 'signed ones too')
    },
  },
  {
    id: 'D09',
    title: 'bytes that are not UTF-8, or another encoding',
    send: () => {
      const like = '{"type":"Like"}'
      return postAll([
        Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
        Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
        Buffer.from(`\uFEFF${like}`, 'utf16le'),
        Buffer.from(`\uFEFF${like}`),
      ])
    },
    allow: [400],
  },
  {
    id: 'D10',
    title: 'half of a surrogate pair',
    send: () => postAll(['{"type":"Like","content":"\\ud800"}', '{"type":"Like","\\udfff":1}']),
    allow: [400],
  },
  {
    id: 'D11',
    title: 'numbers that are none',
    send: () =>
      postAll(['{"a":1e400}', '{"a":NaN}', '{"a":-Infinity}', '{"a":01}', '{"a":+1}', '{"a":.5}']),
    allow: [400],
  },
  {
    id: 'D12',
    title: 'a packed body',
    send: () => {
      const body = gzipSync(activityOf(200_000))
      const draft = withHeaders(draftPost(body, node), { 'content-encoding': 'gzip' })
      return post(node, signCavage(draft, { keyId: carol.keyId, privateKey: victim.privateKey }))
    },
    allow: [415],
  },
]

function chunkedHead(): string {
  return [
    'POST /inbox HTTP/1.1',
    `Host: ${node.host}`,
    'Content-Type: application/activity+json',
    'Transfer-Encoding: chunked',
    '\r\n',
  ].join('\r\n')
}

await runGroup(t, world, { controls, cases: bodies })
