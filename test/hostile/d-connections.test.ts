import t from 'tap'

import { type Answer, sendRaw } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { ANSWER_PATIENCE } from './harness/patience.ts'
import { followBy, post, postAs } from './harness/senders.ts'
import { draftPost, signCavage } from './harness/signing.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t)
const { node, victim } = world
const carol = victim.actor('carol')
const FOREIGN = 'evil.example'

/** A request with this head and nothing else; says how it was answered. */
function raw(lines: readonly string[], body = ''): ReturnType<typeof sendRaw> {
  return sendRaw(node, `${lines.join('\r\n')}\r\n\r\n${body}`)
}

const controls: readonly Case[] = [
  {
    id: 'D01',
    title: 'control: an honest request is answered',
    send: () => postAs(victim, carol, node, followBy(victim, carol, node)),
    allow: [202],
  },
]

const POST = ['POST /inbox HTTP/1.1', 'Content-Type: application/activity+json']
const HOST = `Host: ${node.host}`

/** Raw requests, with the statuses that are right and whether the connection must end. */
function rawCase(
  [id, title]: readonly [string, string],
  requests: readonly (() => ReturnType<typeof sendRaw>)[],
  allow: readonly number[],
): Case {
  return {
    id,
    title,
    send: async (t) => {
      for (const request of requests) {
        const { status, text, isClosed } = await request()
        t.ok(status !== null && allow.includes(status), `${status} is one of ${allow.join(', ')}`)
        t.ok(isClosed, 'the connection ends')
        t.notOk(text.includes(FOREIGN), 'the foreign name is not repeated')
      }
    },
  }
}

const framing: readonly Case[] = [
  rawCase(
    ['D13', 'two lengths, a length and chunks, folded headers'],
    [
      () => raw([...POST, HOST, 'Content-Length: 2', 'Transfer-Encoding: chunked'], '{}'),
      () => raw([...POST, HOST, 'Content-Length: 2', 'Content-Length: 3'], '{}'),
      () => raw([...POST, HOST, 'X-Folded: a', ' b', 'Content-Length: 2'], '{}'),
    ],
    [400],
  ),
  rawCase(
    ['D14', 'two hosts, and a target at another host'],
    [
      () => raw(['GET / HTTP/1.1', HOST, `Host: ${FOREIGN}`, 'Connection: close']),
      () => raw(['GET / HTTP/1.1', HOST, HOST, 'Connection: close']),
      () => raw([`GET http://${FOREIGN}/ HTTP/1.1`, HOST, 'Connection: close']),
    ],
    [400, 421],
  ),
  rawCase(
    ['D15', 'another host on pages and documents'],
    ['/', '/actor', '/directory', '/.well-known/webfinger?resource=x', '/sync/heads.ndjson'].map(
      (path) => () => raw([`GET ${path} HTTP/1.1`, `Host: ${FOREIGN}`, 'Connection: close']),
    ),
    [400, 421],
  ),
  rawCase(
    ['D20', 'TRACE and CONNECT'],
    [
      () => raw(['TRACE / HTTP/1.1', HOST, 'Connection: close']),
      () => raw([`CONNECT ${node.host} HTTP/1.1`, HOST]),
    ],
    [400, 405],
  ),
  {
    id: 'D17',
    title: 'forwarded names and schemes of nobody trusted',
    send: async (t) => {
      const headers = {
        'x-forwarded-host': FOREIGN,
        'x-forwarded-proto': 'gopher',
        forwarded: `host=${FOREIGN};proto=gopher`,
      }
      const answers = []
      for (const path of ['/', '/actor', '/directory', '/.well-known/tessera.json']) {
        answers.push(await node.ask({ path, headers }))
      }
      for (const { text } of answers) t.notMatch(text, /evil\.example|gopher/, 'ignored')
      return answers
    },
    allow: [200],
  },
  {
    id: 'D19',
    title: 'line ends in what may reach a header',
    send: async (t) => {
      const evilHeader = '%0d%0aX-Evil:%201'
      const paths = [`/${evilHeader}`, `/fr/${evilHeader}`, `/?view=${evilHeader}`]
      const more = [
        `/collectives/${evilHeader}`,
        `/directory?q=${evilHeader}`,
        `/objects/${evilHeader}`,
      ]
      const answers = []
      for (const path of [...paths, ...more]) answers.push(await node.ask({ path }))
      for (const { headers } of answers) t.notOk('x-evil' in headers, 'no header of theirs')
      return answers
    },
    allow: [200, 301, 302, 303, 307, 308, 400, 404],
  },
  {
    id: 'D20',
    title: 'a method in a header',
    send: () => node.ask({ path: '/actor', headers: { 'x-http-method-override': 'DELETE' } }),
    allow: [200, 405],
  },
  {
    id: 'D22',
    title: 'an address of 64 KB, a thousand parameters',
    send: async (t) => {
      const many = Array.from({ length: 1000 }, (_, i) => `a=${i}`).join('&')
      const long = await raw([`GET /${'a'.repeat(64 * 1024)} HTTP/1.1`, HOST])
      t.ok([400, 414, 431].includes(long.status ?? 0), 'too long for a request line')
      return [
        await node.ask({ path: `/directory?${many}` }),
        await node.ask({ path: `/${'a'.repeat(8000)}` }),
      ]
    },
    allow: [400, 414, 431],
  },
]

/** Says a little, and then a byte every second. */
function slowly(bytes: string): ReturnType<typeof sendRaw> {
  return sendRaw(node, bytes, {
    goOn: (socket) => {
      const timer = setInterval(() => socket.writable && socket.write('{'), 1000)
      socket.on('close', () => clearInterval(timer))
    },
    patience: ANSWER_PATIENCE + 2000,
  })
}

function wrongSignature(): string {
  return Buffer.alloc(256, 1).toString('base64')
}

const slow: readonly Case[] = [
  {
    id: 'D03',
    title: 'a body of one byte a second, and 400 slow connections beside it (D04)',
    send: async (t) => {
      const head = [...POST, HOST, 'Content-Length: 100', '', ''].join('\r\n')
      const heads = Array.from({ length: 200 }, () => slowly('GET / HTTP/1.1\r\nX-Slow: '))
      const slowBodies = Array.from({ length: 201 }, () => slowly(head))
      const ended = await Promise.all([...heads, ...slowBodies])
      t.ok(
        ended.every(({ isClosed }) => isClosed),
        'all of them were closed in time',
      )
      const statuses = new Set(ended.map(({ status }) => status))
      t.strictSame(
        [...statuses].filter((one) => one !== 408 && one !== null),
        [],
        'with 408 or nothing',
      )
    },
  },
  {
    id: 'D18',
    title: 'more connections than the node takes',
    send: async (t) => {
      // Beyond the limit at once, below it when no header has come for 10 s and the next look is due:
      // the usual patience covers both, less would race with that look.
      const idle = Array.from({ length: 3000 }, () => sendRaw(node, ''))
      const ended = await Promise.all(idle)
      const closed = ended.filter(({ isClosed }) => isClosed).length
      t.ok(closed >= 2000, 'those beyond its limit are closed, then those that stay idle', {
        closed,
      })
    },
  },
  {
    id: 'D21',
    title: '5,000 posts with signatures that are wrong',
    send: async (t) => {
      const answers: Answer[] = []
      const { keyId } = carol
      const signature = { keyId, privateKey: victim.privateKey, signature: wrongSignature }
      for (let round = 0; round < 25; round++) {
        const posts = Array.from({ length: 200 }, () =>
          post(node, signCavage(draftPost(followBy(victim, carol, node), node), signature)),
        )
        answers.push(...(await Promise.all(posts)))
      }
      const statuses = [...new Set(answers.map(({ status }) => status))]
      t.strictSame(
        statuses.filter((one) => ![401, 429, 503].includes(one)),
        [],
        'all are refused',
      )
      return answers.slice(0, 1)
    },
    allow: [401, 429, 503],
  },
]

await runGroup(t, world, { controls, cases: [...framing, ...slow] })
