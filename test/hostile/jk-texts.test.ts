import t from 'tap'

import { sealed } from '../support/objects.ts'
import type { Answer } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { lure } from './harness/senders.ts'
import { nodeRecord, signerOf, statement, stateAfter, stateOf } from './harness/states.ts'
import { openWorldOfPeers } from './harness/world.ts'

const world = await openWorldOfPeers(t)
const { node, peer, evil } = world
const home = peer.collective
const page = `/collectives/${home.scid}`
const HTML = { accept: 'text/html' }

/** What people write: joiners, right-to-left scripts, a middle dot, emoji of several parts. */
const HONEST = {
  fa: 'می‌خواهیم',
  hi: 'क्‍ष',
  ar: 'مجموعة الميناء',
  ca: 'Col·lectiu del port',
  en: 'Harbor 👩‍💻',
}
let state = stateOf(home, [nodeRecord(home, 'Profile', { nameMap: HONEST, summaryMap: HONEST })])

/** A profile whose name is this text, signed however bad it is. */
function profileNamed(text: string, language = 'en'): string {
  const nameMap = { en: 'Harbor', [language]: text }
  return sealed(statement(home, 'Profile', { nameMap }, { version: 2 }), signerOf(home))
}

async function pushNames(names: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const name of names) answers.push(await peer.push(node, [profileNamed(name)]))
  return answers
}

async function search(queries: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const q of queries) {
    const path = `/directory?q=${encodeURIComponent(q)}`
    answers.push(await node.ask({ path, headers: { accept: 'application/json' } }))
  }
  return answers
}

const controls: readonly Case[] = [
  {
    id: 'J01',
    title: 'control: texts of many scripts are kept byte for byte',
    send: () => peer.push(node, state.texts),
    allow: [202],
    also: async (t) => {
      const [record] = state.records
      const { text } = await node.ask({ path: `/objects/${record?.digest}` })
      t.equal(text, record?.text)
      const found = await eventually(async () => {
        const [answer] = await search(['ميناء الميناء مجموعة', 'collectiu'])
        return answer?.status === 200 ? true : null
      })
      t.ok(found)
    },
  },
]

const texts: readonly Case[] = [
  {
    id: 'J02',
    title: 'marks that turn the direction of neighbors',
    send: () =>
      pushNames(['\u202A', '\u202B', '\u202C', '\u202D', '\u202E'].map((mark) => `a${mark}b`)),
    allow: [400, 422],
  },
  {
    id: 'J03',
    title: 'isolates that are not closed, or never opened',
    send: () => pushNames(['a\u2066b', 'a\u2067b', 'a\u2068b', 'a\u2069b', '\u2069a\u2066']),
    allow: [400, 422],
  },
  {
    id: 'J05',
    title: 'our own name in capitals and with a final dot',
    send: async () => {
      const answers: Answer[] = []
      for (const host of [node.host.toUpperCase(), node.host.replace(':', '.:')]) {
        answers.push(await node.ask({ path: '/', headers: { host } }))
      }
      return answers
    },
    allow: [200],
  },
  {
    id: 'J06',
    title: 'hosts in full-width letters, with odd stops and soft hyphens',
    send: async () => {
      const hosts = ['ｅｖｉｌ.test', 'evil。test', 'ev\u00ADil.test', 'ⅇvil.test']
      const answers: Answer[] = []
      for (const host of hosts)
        answers.push(await lure(evil, node, `http://${encodeURI(host)}:${node.port}/users/eve`))
      return answers
    },
    allow: [400, 401],
  },
  {
    id: 'J07',
    title: 'a name in pieces (NFD)',
    send: () => pushNames(['Cafe\u0301 colectivo', 'A\u030Angstro\u0308m']),
    allow: [400, 422],
  },
  {
    id: 'J08',
    title: 'ten thousand marks on one letter, and nine',
    send: () =>
      pushNames([
        `Z${'\u0338'.repeat(9)}`,
        `Z${'\u0301'.repeat(80)}`,
        `x${'\u0338'.repeat(10_000)}`,
      ]),
    allow: [400, 413, 422],
  },
  {
    id: 'J09',
    title: 'languages that are none, and 300 of them',
    send: async () => {
      const tags = ['xx-%%', 'EN', 'en_US', '', '../en', 'en-'.repeat(40)]
      const answers: Answer[] = []
      for (const tag of tags) answers.push(await peer.push(node, [profileNamed('x', tag)]))
      const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`en-x-a${i}`, 'x']))
      const said = statement(home, 'Profile', { nameMap: { en: 'x', ...many } }, { version: 2 })
      answers.push(await peer.push(node, [sealed(said, signerOf(home))]))
      return answers
    },
    allow: [400, 422],
  },
  {
    id: 'J10',
    title: 'tags, private use and what is no character',
    send: () =>
      pushNames([
        'a\u{E0041}b',
        'a\uE000b',
        'a\uFFFEb',
        'a\uFDD0b',
        'a\u0000b',
        'a\u0007b',
        'a\uFFFDb',
      ]),
    allow: [400, 422],
  },
  {
    id: 'J11',
    title: 'right-to-left names among others',
    send: async (t) => {
      const answer = await node.ask({
        path: '/directory',
        headers: { ...HTML, 'accept-language': 'ar' },
      })
      const at = answer.text.indexOf('مجموعة الميناء')
      t.ok(at > 0, 'it is shown')
      t.match(
        answer.text.slice(Math.max(0, at - 200), at),
        /<bdi|dir="auto"|dir="rtl"|\u2068/,
        'by itself',
      )
      return answer
    },
    allow: [200],
  },
]

const INJECTIONS = [
  "' OR 1=1 --",
  '"; DROP TABLE object; --',
  "1' UNION SELECT bytes FROM object --",
  '%27',
  "'||(select 1)||'",
]

const searches: readonly Case[] = [
  {
    id: 'K01',
    title: 'words that mean something to a search engine',
    send: () =>
      search([
        '"',
        '*',
        'NEAR(',
        '-x',
        'a AND',
        '((((',
        'a OR',
        'NOT',
        '^a',
        'a:b',
        '{a b}:c',
        '+',
        '\\',
        "'",
        '%',
        '_',
        'a & |',
        '!x',
        ':*',
        '<->',
        '\u0000',
      ]),
    allow: [200, 400],
  },
  {
    id: 'K02',
    title: 'a column is no filter',
    send: async (t) => {
      const [plain] = await search(['harbor'])
      const answers = await search(['title:harbor', 'scid:Qm', 'text:harbor'])
      t.equal(plain?.status, 200)
      return answers
    },
    allow: [200, 400],
  },
  {
    id: 'K03',
    title: 'twenty thousand words',
    send: () => search(['a OR '.repeat(20_000), 'ab '.repeat(600)]),
    allow: [400, 414, 431],
  },
  {
    id: 'K04',
    title: 'SQL in every parameter',
    send: async () => {
      const answers = await search(INJECTIONS)
      for (const value of INJECTIONS.map(encodeURIComponent)) {
        const paths = ['page', 'limit', 'view', 'unvouched', 'language', 'country', 'service'].map(
          (name) => `/directory?${name}=${value}`,
        )
        const names = [
          `/collectives/${value}`,
          `/charters/${value}`,
          `/objects/${value}`,
          `/did/${value}/did.jsonl`,
          `/sync/heads?after=${value}`,
        ]
        for (const path of [...paths, ...names]) answers.push(await node.ask({ path }))
      }
      return answers
    },
    allow: [200, 400, 404],
  },
  {
    id: 'K05',
    title: 'names that are formulas, quotes and line ends in the CSV (K06)',
    send: async (t) => {
      const names = { en: '=HYPERLINK("http://x")', fr: '+1', es: '-1', pt: '@SUM(1)' }
      state = stateAfter(home, state, [
        nodeRecord(
          home,
          'Profile',
          { nameMap: names, summaryMap: { en: 'a;"b",\nc' } },
          { version: 2 },
        ),
      ])
      t.equal((await peer.push(node, state.texts)).status, 202)
      const csv = await eventually(async () => {
        const { stdout } = await node.command('directory', 'export', '--format', 'csv')
        return stdout.includes('HYPERLINK') ? stdout : null
      })
      t.ok(csv, 'it is exported')
      t.notMatch(csv ?? '', /(?:^|,|;|")[=+@]\w/m, 'no cell begins as a formula')
    },
    changes: true,
  },
  {
    id: 'K09',
    title: 'cursors and limits that nobody gave out',
    send: async (t) => {
      const { text, status } = await node.ask({
        path: '/directory?limit=1000000',
        headers: { accept: 'application/json' },
      })
      if (status === 200) t.ok((JSON.parse(text) as { entries: unknown[] }).entries.length <= 100)
      const answers: Answer[] = []
      for (const cursor of ['-1', '1e9', '0x10', '99999999999999999999', 'a', '%00', "'"]) {
        answers.push(await node.ask({ path: `/sync/heads?after=${cursor}` }))
      }
      for (const value of ['0', '-1', '1.5', 'x', '99999999999999999999']) {
        answers.push(await node.ask({ path: `/directory?limit=${value}x`, headers: HTML }))
        answers.push(await node.ask({ path: `/directory?page=${value}y`, headers: HTML }))
      }
      return answers
    },
    allow: [400, 404, 410],
  },
  {
    id: 'J11',
    title: 'the page of a collective whose name is a formula',
    send: () => node.ask({ path: page, headers: HTML }),
    allow: [200],
  },
]

await runGroup(t, world, { controls, cases: [...texts, ...searches] })
