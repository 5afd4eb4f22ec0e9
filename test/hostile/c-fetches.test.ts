import { gzipSync } from 'node:zlib'

import t from 'tap'

import type { Answer } from './harness/ask.ts'
import { queryRows, readState } from './harness/digest.ts'
import { type Case, runGroup } from './harness/group.ts'
import { ANSWER_PATIENCE, eventually } from './harness/patience.ts'
import { redirectTo } from './harness/scripted-server.ts'
import { followBy, lure, post, postAs } from './harness/senders.ts'
import { draftPost } from './harness/signing.ts'
import { spellingsOf } from './harness/spellings.ts'
import { openWorld } from './harness/world.ts'

const world = await openWorld(t, { withIpv6: true })
const { network, node, victim, evil } = world
const eve = evil.actor('eve')
const secret = network.addressOf('private.test')
const ACTIVITY = 'application/activity+json'

const lureTo = (url: string) => lure(evil, node, url)

async function lureToAll(urls: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const url of urls) answers.push(await lureTo(url))
  return answers
}

function hasFollower(): true | null {
  return readState(node.dataDirectory)['follower']?.length === 1 ? true : null
}

const controls: readonly Case[] = [
  {
    id: 'C01',
    title: 'control: a key on the test network is fetched once',
    send: () =>
      postAs(victim, victim.actor('carol'), node, followBy(victim, victim.actor('carol'), node)),
    allow: [202],
    also: async (t) => {
      t.ok(await eventually(hasFollower))
      // Once for the key and once for where the follower is delivered to.
      t.ok(victim.count('/users/carol') <= 2)
    },
  },
]

const addresses: readonly Case[] = [
  {
    id: 'C02',
    title: 'a private address',
    send: () => lureToAll([`http://${secret}:9999/k`, `https://${secret}:8443/k`]),
    allow: [401],
  },
  {
    id: 'C03',
    title: 'other spellings of it, and of this machine',
    send: () => {
      const own = ['localhost', '127.1', '2130706433', '0x7f.1', '0177.0.0.1']
      const hosts = [...spellingsOf(secret), ...own]
      return lureToAll(hosts.map((host) => `https://${host}:8443/k`))
    },
    allow: [401],
  },
  {
    id: 'C04',
    title: 'loopback of IPv6',
    send: () => lureToAll(['https://[::1]:8443/k', 'http://[::1]:9999/k', 'https://[::]:8443/k']),
    allow: [401],
  },
  {
    id: 'C05',
    title: 'addresses for special purposes',
    send: () => {
      const hosts = ['169.254.169.254', '100.64.0.1', '198.18.0.1', '192.0.0.8', '224.0.0.1']
      const more = ['0.0.0.0', '255.255.255.255', '10.0.0.1', '[fe80::1]', '[fd00::1]', '[ff02::1]']
      return lureToAll([...hosts, ...more].map((host) => `https://${host}/k`))
    },
    allow: [401],
    also: async (t) => {
      const answer = await lureTo('https://169.254.169.254/latest')
      t.match(answer.text, /key_not_allowed/, 'refused before anything was tried')
    },
  },
  {
    id: 'C06',
    title: 'a name with a private address',
    send: () => lureToAll(['http://private.test:9999/k', 'https://private.test:8443/k']),
    allow: [401],
  },
  {
    id: 'C07',
    title: 'a name with an allowed and a private address',
    send: () => lureToAll([`http://mixed.test:${network.port}/k`, 'https://mixed.test:8443/k']),
    allow: [401],
  },
  {
    id: 'C16',
    title: 'an actor whose inbox is private',
    send: async () => {
      const answers = []
      for (const [i, inbox] of [`http://${secret}:9999/`, `https://${secret}:8443/`].entries()) {
        const actor = evil.actor(`inbox-${i}`)
        evil.set(`/users/inbox-${i}`, {
          body: JSON.stringify({ ...evil.document(`inbox-${i}`), inbox }),
        })
        answers.push(await postAs(evil, actor, node, followBy(evil, actor, node)))
      }
      return answers
    },
    allow: [400, 401, 403, 422],
  },
  {
    id: 'C17',
    title: 'credentials, ports of other services, backslashes, tabs',
    send: () => {
      const ports = [22, 25, 6379, 11211].map((port) => `https://evil.test:${port}/k`)
      const odd = [`http://u:p@${evil.host}/k`, `http://${evil.host}\\@private.test/k`]
      return lureToAll([...ports, ...odd, `http://${evil.host}/\tk`, `http://\t${evil.host}/k`])
    },
    allow: [400, 401],
  },
  {
    id: 'C18',
    title: 'other schemes',
    send: () => {
      const schemes = ['gopher', 'file', 'ftp', 'ws', 'unix']
      const urls = schemes.map((scheme) => `${scheme}://${evil.host}/k`)
      return lureToAll([...urls, 'data:application/json,{}'])
    },
    allow: [400, 401, 422],
    also: (t) => void t.equal(evil.count('/k'), 0, 'none of them was followed'),
  },
  {
    id: 'C20',
    title: 'an unsigned activity with a context on E',
    send: async () => {
      const follow = { ...followBy(evil, eve, node), '@context': `${evil.origin}/context` }
      return await post(node, draftPost(follow, node))
    },
    allow: [400, 401],
    also: (t) => void t.equal(evil.count('/context'), 0, 'nobody asked for it'),
  },
]

/** What E answers at a path where its key should be. */
function lureWith(path: string, script: Parameters<typeof evil.set>[1]): Promise<Answer> {
  evil.set(path, script)
  return lureTo(evil.origin + path)
}

const answersOfE: readonly Case[] = [
  {
    id: 'C08',
    title: 'a redirect to a private address',
    send: async () => {
      return [
        await lureWith('/to-private', redirectTo(`http://${secret}:9999/`)),
        await lureWith('/to-private-tls', redirectTo(`https://${secret}:8443/`)),
      ]
    },
    allow: [401],
  },
  {
    id: 'C09',
    title: 'a chain of four redirects, and a loop',
    send: async () => {
      const hops = ['/hop-1', '/hop-2', '/hop-3', '/hop-4', '/hop-5']
      for (const [i, hop] of hops.entries()) {
        evil.set(hop, { status: 302, headers: { location: hops[i + 1] ?? '/users/eve' } })
      }
      evil.set('/loop-b', { status: 302, headers: { location: '/loop-a' } })
      return [
        await lureTo(`${evil.origin}/hop-1`),
        await lureWith('/loop-a', { status: 302, headers: { location: '/loop-b' } }),
      ]
    },
    allow: [401],
    also: (t) => {
      t.equal(evil.count('/hop-5'), 0, 'three redirects are followed, no more')
      t.ok(evil.count('/loop-a') + evil.count('/loop-b') <= 4)
    },
  },
  {
    id: 'C10',
    title: 'pages that name each other as alternate',
    send: () => {
      const to = (path: string) => ({
        type: 'text/html',
        headers: { link: `<${evil.origin}${path}>; rel="alternate"; type="${ACTIVITY}"` },
        body: `<link rel="alternate" type="${ACTIVITY}" href="${evil.origin}${path}">`,
      })
      evil.set('/alternate-b', to('/alternate-a'))
      return lureWith('/alternate-a', to('/alternate-b'))
    },
    allow: [401],
    also: (t) => void t.ok(evil.count('/alternate-a') + evil.count('/alternate-b') <= 2),
  },
  {
    id: 'C11',
    title: 'a megabyte of <link',
    send: () => lureWith('/links', { type: 'text/html', body: `<link a="`.repeat(120_000) }),
    allow: [401],
  },
  {
    id: 'C12',
    title: '195 KB of gzip that are 200 MB',
    send: async (t) => {
      const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, 0x20))
      const before = node.residentBytes()
      const answer = await lureWith('/bomb', {
        headers: { 'content-encoding': 'gzip' },
        body: bomb,
      })
      t.ok(node.residentBytes() - before < 50 * 2 ** 20, 'most of it was never unpacked')
      return answer
    },
    allow: [401],
  },
  {
    id: 'C13',
    title: 'fifty encodings on each other',
    send: () => {
      const encoding = Array.from({ length: 50 }, () => 'gzip').join(', ')
      return lureWith('/encodings', {
        headers: { 'content-encoding': encoding },
        body: gzipSync('{}'),
      })
    },
    allow: [401],
  },
  {
    id: 'C14',
    title: 'an answer of one byte every half second',
    send: () =>
      lureWith('/trickle', (_, response) => {
        response.writeHead(200, { 'content-type': ACTIVITY })
        const timer = setInterval(() => response.write(' '), 500)
        response.on('close', () => clearInterval(timer))
        return null
      }),
    allow: [401],
    also: (t) => void t.equal(evil.count('/trickle'), 1, 'it was asked for once, and given up'),
  },
  {
    id: 'C15',
    title: 'a thousand headers, and 64 KB of them',
    send: async () => {
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x-h-${i}`, 'v']))
      const body = JSON.stringify(evil.document('eve'))
      return [
        await lureWith('/headers', { headers: many, body }),
        await lureWith('/long-headers', { headers: { 'x-long': 'v'.repeat(64 * 1024) }, body }),
      ]
    },
    allow: [401],
  },
]

const outgoing: readonly Case[] = [
  {
    id: 'C21',
    title: 'our own address, an alias of it and private ones as peers',
    send: async (t) => {
      const aliases = [
        node.origin,
        node.origin.toUpperCase().replace('HTTP', 'http'),
        `${node.origin}/`,
      ]
      const inside = [`http://${secret}:9999`, `https://${secret}:8443`, 'https://localhost:8443']
      for (const address of [...aliases, ...inside]) {
        const { code, stderr, stdout } = await node.command('peer', 'add', address, '--yes')
        t.not(code, 0, `${address} is refused`)
        t.notMatch(stdout + stderr, /\bat .*\.ts:\d+/, 'in plain words')
      }
    },
  },
  {
    id: 'C22',
    title: 'Retry-After of 30 years, of the past, of nothing',
    send: async () => {
      const answers = []
      for (const [i, after] of [
        '999999999',
        '-5',
        'NaN',
        'Thu, 01 Jan 1970 00:00:00 GMT',
      ].entries()) {
        const actor = victim.actor(`busy-${i}`)
        victim.set(`/users/busy-${i}/inbox`, { status: 429, headers: { 'retry-after': after } })
        answers.push(await postAs(victim, actor, node, followBy(victim, actor, node)))
        await eventually(() => (victim.count(`/users/busy-${i}/inbox`) > 0 ? true : null), 2000)
      }
      return answers
    },
    allow: [202],
    changes: true,
    also: (t) => {
      const tries = [0, 1, 2, 3].map((i) => victim.count(`/users/busy-${i}/inbox`))
      t.ok(Math.max(...tries) <= 5, 'nobody is knocked at in a loop')
      t.ok(
        lastRetry() <= Date.now() + 24 * 3600_000 + ANSWER_PATIENCE,
        'and the next try is within a day',
      )
    },
  },
]

/** The last moment at which anything is to be tried again, in milliseconds. */
function lastRetry(): number {
  const sql = 'select max(retry_at) as at from host_state union select max(due) as at from delivery'
  const times = queryRows(node.dataDirectory, sql).map(({ at }) => Number(at ?? 0))
  return Math.max(0, ...times)
}

await runGroup(t, world, { controls, cases: [...addresses, ...answersOfE, ...outgoing] })
