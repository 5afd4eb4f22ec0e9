import t from 'tap'

import { textProblem } from '../../src/kernel/text.ts'
import { findChromium, openBrowser } from '../support/chromium.ts'
import { sealed } from '../support/objects.ts'
import { xssCorpus } from '../support/xss-corpus.ts'
import type { Answer } from './harness/ask.ts'
import { type Case, runGroup } from './harness/group.ts'
import { eventually } from './harness/patience.ts'
import { nodeRecord, signerOf, statement, stateAfter, stateOf } from './harness/states.ts'
import { openWorldOfPeers } from './harness/world.ts'

const world = await openWorldOfPeers(t)
const { node, peer } = world
const home = peer.collective

/** What a record takes: control characters it refuses as such. */
const payloads = xssCorpus.filter((text) => textProblem(text) === null)
const page = `/collectives/${home.scid}`
const PAGES = ['/', '/directory', page, '/about', '/join', '/verify', '/charters', '/fr/directory']
const HTML = { accept: 'text/html' }

/** Markup of strangers that came through as markup: none of it is ever in our own pages. */
const ACTIVE =
  /<(?:script|iframe|object|embed|svg:script|base|applet|frame|math|template)\b|\son\w+\s*=\s*["'a-z]|javascript:[^<]*["']\s*>|\sstyle\s*=|srcdoc=/i

/** Names have one line, and are no longer than this. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 100).trim()
}

/** A profile whose every text is one of some payloads. */
function profileWith(some: readonly string[]) {
  const [one = 'x', two = 'x', three = 'x', four = 'x', five = 'x'] = some
  return nodeRecord(home, 'Profile', {
    nameMap: { en: inOneLine(one), ar: inOneLine(two) },
    taglineMap: { en: inOneLine(two) },
    summaryMap: { en: some.join('\n\n'), ar: three },
    decisionMethodMap: { en: four },
    admissionMap: { en: five },
  })
}

async function getAll(paths: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const path of paths) answers.push(await node.ask({ path, headers: HTML }))
  return answers
}

function appears(path: string, words: string): Promise<true | null> {
  return eventually(async () => {
    const { text } = await node.ask({ path, headers: HTML })
    return text.includes(words) ? true : null
  })
}

/** Our own markup between tags, without what strangers wrote as text. */
function tagsOf(html: string): string {
  return (html.match(/<[^>]*>/g) ?? []).join('\n')
}

let state = stateOf(home, [nodeRecord(home, 'Profile')])

async function show(some: readonly string[]): Promise<number> {
  state = stateAfter(home, state, [profileWith(some)])
  return (await peer.push(node, state.texts)).status
}

const controls: readonly Case[] = [
  {
    id: 'I01',
    title: 'control: a profile is shown',
    send: async (t) => {
      t.equal((await peer.push(node, state.texts)).status, 202)
      t.ok(await appears(page, 'A collective of seven that hosts'), 'on its page')
      t.ok(await appears('/directory', 'Harbor Commons'), 'and in the directory')
    },
  },
]

const cases: readonly Case[] = [
  {
    id: 'I01',
    title: 'every payload in every text, and I02, I05, I06, I07 with it',
    send: async (t) => {
      for (let i = 0; i < payloads.length; i += 8) {
        const status = await show(payloads.slice(i, i + 8))
        if (status !== 202) continue
        for (const { text } of await getAll([page, '/directory', `/ar${page}`])) {
          t.notMatch(tagsOf(text), ACTIVE, `payloads from ${i} are inert`)
          t.notMatch(
            tagsOf(text),
            /(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript|file|blob):/i,
          )
          t.notMatch(
            tagsOf(text),
            /<(?:img|link|video|audio)[^>]*evil\.test/i,
            'nothing is loaded from others',
          )
        }
      }
    },
    changes: true,
  },
  {
    id: 'I01',
    title: 'in a browser nothing of it runs, and no other host is asked (I07, L09)',
    send: async (t) => {
      if (findChromium() === null) return void t.pass('there is no Chromium here to look with')
      const browser = await openBrowser(t, { host: 'node1.test', port: node.port })
      const context = await browser.newContext()
      const tab = await context.newPage()
      const asked: string[] = []
      let dialogs = 0
      tab.on('request', (request) => asked.push(new URL(request.url()).host))
      tab.on('dialog', (dialog) => {
        dialogs++
        void dialog.dismiss()
      })
      await context.route('**/*', async (route) => {
        const url = new URL(route.request().url())
        if (url.host !== node.host) return await route.abort()
        const answer = await node.ask({ path: url.pathname + url.search, headers: HTML })
        const headers = Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        )
        return await route.fulfill({ status: answer.status, headers, body: answer.text })
      })
      for (let i = 0; i < payloads.length; i += 40) {
        await show(payloads.slice(i, i + 40))
        for (const path of [page, '/directory']) await tab.goto(node.origin + path)
      }
      t.equal(dialogs, 0, 'no dialog')
      t.same([...new Set(asked)], [node.host], 'no other host')
      t.same(await context.cookies(), [], 'no cookies')
    },
    changes: true,
  },
  {
    id: 'I02',
    title: 'addresses of other schemes in the fields for addresses',
    send: async () => {
      const answers: Answer[] = []
      for (const url of [
        'javascript:alert(1)',
        'data:text/html,x',
        'vbscript:x',
        'file:///etc/passwd',
        'gopher://x.example/',
      ]) {
        const said = statement(home, 'Profile', { websites: [{ url, kind: 'home' }] }, {})
        answers.push(await peer.push(node, [sealed(said, signerOf(home))]))
      }
      return answers
    },
    allow: [400, 422],
  },
  {
    id: 'I04',
    title: 'markup in names reaches feeds and data escaped',
    send: async (t) => {
      await show([
        '</title><script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '</script>',
      ])
      for (const path of ['/feeds/directory.atom', '/feeds/directory.json', '/opensearch.xml']) {
        const { status, text, headers } = await node.ask({ path })
        if (status !== 200) continue
        const type = String(headers['content-type'])
        if (type.includes('json')) t.ok(JSON.parse(text), `${path} is JSON`)
        else t.notMatch(text, /<script|<img/i, `${path} holds no markup of theirs`)
      }
      const { text, headers } = await node.ask({
        path: page,
        headers: { accept: 'application/json' },
      })
      t.match(String(headers['content-type']), /json/)
      t.ok(JSON.parse(text))
    },
    changes: true,
  },
  {
    id: 'I08',
    title: 'headers of every page',
    send: async (t) => {
      const answers = await getAll([...PAGES, '/nowhere'])
      for (const { headers } of answers) {
        const policy = String(headers['content-security-policy'])
        t.match(policy, /default-src 'none'/)
        t.notMatch(policy, /unsafe|\*/)
        for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) {
          t.ok(policy.includes(part), part)
        }
        t.equal(headers['x-content-type-options'], 'nosniff')
        t.equal(headers['referrer-policy'], 'no-referrer')
        t.notOk('set-cookie' in headers, 'no cookie')
        t.notOk('server' in headers || 'x-powered-by' in headers, 'no name of the program')
      }
      return answers
    },
    allow: [200, 404],
  },
  {
    id: 'I16',
    title: 'paths that climb',
    send: async (t) => {
      const climbs = [
        '/../../etc/passwd',
        '/..%2f..%2fetc/passwd',
        '/%252e%252e/etc/passwd',
        '/..\\..\\etc\\passwd',
        '/%00',
      ]
      const roots = ['/assets', `${page}/keys`, '/objects', '/did', '/fr', '']
      const answers: Answer[] = []
      for (const root of roots) {
        for (const climb of climbs) answers.push(await node.ask({ path: root + climb }))
      }
      for (const { text } of answers) t.notMatch(text, /root:.*:0:0|"dependencies"/)
      return answers
    },
    // `/did/<scid>` also takes a log: whatever stands there is asked for with the wrong method.
    allow: [301, 302, 303, 307, 308, 400, 404, 405],
  },
  {
    id: 'I18',
    title: 'addresses that lead to others',
    send: async (t) => {
      const paths = [
        '//evil.test',
        '/fr//evil.test',
        '/\\evil.test',
        '/fr/\\evil.test',
        '/?next=//evil.test',
      ]
      const answers = await getAll([
        ...paths,
        '/collectives//evil.test',
        '/directory?view=//evil.test',
      ])
      for (const { headers, text } of answers) {
        t.notMatch(headers.location ?? '', /^(?:\/\/|\/\\|https?:\/\/evil)/)
        t.notMatch(tagsOf(text), /(?:href|action)="(?:\/\/|\/\\|https?:\/\/evil)/)
      }
      return answers
    },
  },
  {
    id: 'I19',
    title: 'errors tell nothing of the machine',
    send: async (t) => {
      const answers = await getAll([
        '/nowhere',
        '/directory?page=x',
        '/directory?view=none',
        '/collectives/x',
        '/objects/x',
      ])
      answers.push(await node.ask({ method: 'DELETE', path: '/' }))
      answers.push(
        await node.ask({
          method: 'POST',
          path: '/objects',
          body: '{',
          headers: { 'content-type': 'application/json' },
        }),
      )
      for (const { text } of answers) {
        t.notMatch(text, /fastify|node\.js|\/work\/|\/home\/|better-sqlite3|stack/i)
      }
      return answers
    },
    allow: [400, 404, 405],
  },
  {
    id: 'I20',
    title: 'one address, several forms: caches are told',
    send: async (t) => {
      const answers: Answer[] = []
      for (const accept of ['text/html', 'application/json', 'application/activity+json']) {
        answers.push(await node.ask({ path: page, headers: { accept } }))
      }
      for (const { headers } of answers) t.match(String(headers.vary), /accept/i)
      return answers
    },
    allow: [200],
  },
  {
    id: 'I21',
    title: 'requests of other sites get no permission',
    send: async (t) => {
      const answers: Answer[] = []
      const origin = 'https://evil.test'
      for (const path of ['/', '/directory', '/sync/heads.ndjson', '/actor']) {
        answers.push(await node.ask({ path, headers: { origin } }))
        answers.push(
          await node.ask({
            method: 'OPTIONS',
            path,
            headers: { origin, 'access-control-request-method': 'POST' },
          }),
        )
      }
      for (const { headers } of answers) {
        t.not(headers['access-control-allow-origin'], origin)
        t.notOk('access-control-allow-credentials' in headers)
      }
      return answers
    },
    allow: [200, 204, 405],
  },
]

await runGroup(t, world, { controls, cases })
