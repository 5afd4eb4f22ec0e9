import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import type { FastifyPluginAsync } from 'fastify'
import { HtmlValidate } from 'html-validate/node'
import t from 'tap'

import { readAssets } from '../../../src/server/assets.ts'
import { type Hole, html, type SafeHtml } from '../../../src/server/html.ts'
import { stateBadge, stateNotice, vouchNotice } from '../../../src/server/pages/badges.ts'
import {
  address,
  card,
  definitions,
  facetList,
  name,
  notice,
  pagination,
  table,
  time,
} from '../../../src/server/pages/components.ts'
import { fingerprintBlock } from '../../../src/server/pages/keys.ts'
import { languageBlock } from '../../../src/server/pages/language-text.ts'
import type { Presentation } from '../../../src/server/presentation.ts'
import type { Reader } from '../../../src/server/reader.ts'
import { ask, LOCALES, testServer } from '../../support/test-server.ts'

/** Bytes of a page without content and of the style sheet, as they travel. */
const FRAME_BUDGET = 10_000
const STYLE_LIMIT = 14_000

const routes = (presentation: Presentation): readonly FastifyPluginAsync[] => [
  async (app) => {
    app.get('/directory', async (request, reply) => {
      const reader = presentation.readerOf(request)
      return await presentation.sendPage(reader, reply, {
        title: 'A <title>',
        description: 'What "this" is',
        section: 'directory',
        main: html`<h1>A title</h1>
          <p>Text</p>`,
      })
    })
    app.get('/parts', async (request, reply) => {
      const reader = presentation.readerOf(request)
      const main = html`<h1>All parts</h1>
        ${parts(reader)}`
      return await presentation.sendPage(reader, reply, { title: 'All parts', main })
    })
  },
]

function parts(reader: Reader): Hole {
  const { localizer } = reader
  return [
    stateNotice(localizer, 'FORKED', '2026-11-02T00:00:00Z'),
    vouchNotice(localizer, false),
    card({ title: name('a'), href: '/a', marks: stateBadge(localizer, 'OK'), body: address('b') }),
    pagination(localizer, { previous: '?p=1', next: '?p=3', page: 2, pages: 3 }),
    facetList(localizer, 'a', [
      { label: 'b', count: 1, href: '?b', chosen: true },
      { label: 'c', count: 2, href: '?c', chosen: false },
    ]),
    definitions([['a', time(localizer, '2026-11-02T00:00:00Z')]]),
    table({ caption: 'a', columns: ['b', 'c'], rows: [['d', 'e']] }),
    languageBlock(reader, { ar: '# a\n\n- b\n\n|c|\n|-|\n|d|\n\n    e' }),
    fingerprintBlock(localizer, 'abcdefgh'),
    notice('careful', html`<p>a</p>`),
  ]
}

async function page(
  t: Parameters<typeof testServer>[0],
  url: string,
  options: Parameters<typeof testServer>[1] = {},
): Promise<string> {
  const app = await testServer(t, { routes, ...options })
  return (await ask(app, { url, headers: { 'accept-language': 'gl' } })).body
}

t.test('frames a page for the reader', async (t) => {
  const body = await page(t, '/fr/directory?q=a&b')
  t.match(body, '<!doctype html>\n<html lang="fr" dir="ltr">')
  t.match(body, '<a class="skip" href="#main">Aller au contenu</a>')
  t.match(body, /<title>\u2068?A &lt;title&gt;\u2069? · \u2068?Harbor Commons\u2069?<\/title>/)
  t.match(body, '<meta name="description" content="What &quot;this&quot; is" />')
  t.match(body, /<a href="\/fr\/directory" aria-current="page"\s*>Annuaire<\/a\s*>/)
  t.match(body, /<a href="\/fr\/about" *>À propos<\/a\s*>/)
  t.match(body, '<bdi>Harbor Commons</bdi>')
})

t.test('leads to the same page in every other language', async (t) => {
  const body = await page(t, '/fr/directory?q=a&b')
  t.match(body, '<link rel="alternate" hreflang="en" href="/en/directory?q=a&amp;b" />')
  t.match(body, '<link rel="alternate" hreflang="x-default" href="/directory?q=a&amp;b" />')
  t.match(body, /<a href="\/en\/directory\?q=a&amp;b" hreflang="en" rel="alternate"\s*>/)
  t.match(body, /<li aria-current="true">\s*<bdi lang="fr">français<\/bdi>\s*<\/li>/)
})

t.test('answers in English to readers of languages it does not speak', async (t) => {
  t.match(await page(t, '/directory'), '<html lang="en" dir="ltr">')
})

t.test('turns around for languages written from right to left', async (t) => {
  const locales = t.testdir()
  await cp(LOCALES, locales, { recursive: true })
  await cp(join(locales, 'en'), join(locales, 'ar'), { recursive: true })
  const body = await page(t, '/ar/directory', { locales })
  t.match(body, '<html lang="ar" dir="rtl">')
  t.match(body, '<bdi lang="ar">العربية</bdi>')
})

async function alerts(): Promise<SafeHtml> {
  return html`<aside>Server seized</aside>`
}

t.test('shows active alerts on top, but not on error pages', async (t) => {
  const app = await testServer(t, { routes, alerts })
  const { body } = await ask(app, { url: '/directory' })
  t.ok(body.indexOf('Server seized') < body.indexOf('<header'))
  t.match(body, 'Server seized')
  t.notMatch((await ask(app, { url: '/none' })).body, 'Server seized')
})

t.test('asks nobody else for anything, and runs nothing', async (t) => {
  const body = await page(t, '/directory')
  t.notMatch(body, /<script|<iframe|<img|style="|\son\w+="/)
  for (const [, url = ''] of body.matchAll(/<link [^>]*href="([^"]*)"/g)) t.match(url, /^\/(?!\/)/)
})

t.test('is valid and accessible HTML', async (t) => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
    rules: {
      'require-sri': ['error', { target: 'crossorigin' }],
      'void-style': 'off',
      'doctype-style': 'off',
      'no-trailing-whitespace': 'off',
    },
  })
  for (const url of ['/directory', '/fr/none', '/parts']) {
    const report = await validator.validateString(await page(t, url))
    const messages = report.results.flatMap((result) => result.messages)
    t.strictSame(
      messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`),
      [],
      url,
    )
  }
})

t.test('the frame and the style sheet are light', async (t) => {
  const body = await page(t, '/directory')
  const assets = await readAssets()
  const style = assets.files.find(({ type }) => type.startsWith('text/css'))?.content ?? Buffer.of()
  t.ok(style.length > 1000 && style.length <= STYLE_LIMIT, `${style.length} bytes of style`)
  const travelling = brotliCompressSync(body).length + gzipSync(style).length
  t.ok(travelling <= FRAME_BUDGET, `${travelling} bytes travel`)
})

t.test('files have addresses that change with their content, and are kept', async (t) => {
  const app = await testServer(t)
  const assets = await readAssets()
  t.strictSame(
    assets.files.length,
    (await readdir(new URL('../../../src/server/assets/', import.meta.url))).length,
  )
  for (const { path } of assets.files) {
    t.match(path, /^\/assets\/\w+\.[0-9a-f]{12}\.(?:css|svg)$/)
    const { statusCode, headers } = await ask(app, { url: path })
    t.equal(statusCode, 200)
    t.match(headers, {
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': /^(?:text\/css|image\/svg\+xml)/,
    })
  }
  for (const path of ['/assets/style.css', '/assets/..%2fhtml.ts', '/assets/%252e%252e/html.ts'])
    t.equal((await ask(app, { url: path })).statusCode, 404, path)
  t.throws(() => assets.pathOf('none.css'))
})
