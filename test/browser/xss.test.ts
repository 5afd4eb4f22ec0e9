import type { Page } from 'playwright-core'
import t from 'tap'

import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { textProblem } from '../../src/kernel/text.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { BROWSER_PATIENCE, browserSite, pagesOf, SITE } from '../support/browser-site.ts'
import { xssCorpus } from '../support/xss-corpus.ts'

t.setTimeout(BROWSER_PATIENCE)

/** What a record may hold at all, and what of it in one line. */
const texts = xssCorpus.filter((text) => textProblem(text) === null)
const lines = texts.filter((text) => /^\S(?:[^\n\t]*\S)?$/.test(text) && text.length <= 200)
/** One host for each payload. */
const listings = lines.map((line, index): RecordContent => {
  const host = `host-${index}.example`
  const content = {
    about: `https://${host}/`,
    host,
    summaryMap: { en: line },
    nameMap: { en: line },
  }
  const sources = [{ nameMap: { en: line }, date: '2024-10-22' }]
  return { type: 'Listing', slug: `host-${index}`, defaultLanguage: 'en', ...content, sources }
})
const hostile: JsonObject = {
  nameMap: { en: `Harbor ${lines[0]}` },
  taglineMap: { en: lines[1] ?? '', fr: lines[2] ?? '' },
  summaryMap: { en: texts.slice(0, 40).join('\n\n').slice(0, 2000) },
  selfStatementMap: { en: texts.join('\n\n'), ar: texts.toReversed().join('\n') },
  decisionMethodMap: { en: texts.slice(40, 80).join('\n').slice(0, 2000) },
  admissionMap: { en: texts.slice(80).join('\n').slice(0, 2000) },
  alsoKnownAs: lines.slice(3, 13),
  services: lines.map((line, index) => ({
    id: `service-${index}`,
    type: 'email',
    nameMap: { en: line },
    summaryMap: { en: texts[index] ?? line },
    software: { name: line },
  })),
}

const site = await browserSite(t, {
  profiles: { harbor: hostile, nube: { nameMap: { es: lines[4] ?? '' } } },
})
await site.world.node.publisher.publishContents(listings)
await site.world.refresh()

/** What could run although nothing did, such as handlers that wait for a click. */
async function whatCouldRun(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter(
        (element) =>
          ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'IMG'].includes(element.tagName) ||
          element.getAttributeNames().some((name) => name.startsWith('on') || name === 'style') ||
          /^\s*(?:javascript|data|vbscript|blob|file):/i.test(element.getAttribute('href') ?? ''),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  )
}

const SHOWN = ['home', 'collective-full', 'collective-spanish', 'charters', 'charter', 'about']

t.test('nothing that strangers wrote runs, with or without the policy', async (t) => {
  t.ok(lines.length > 90, 'most payloads can be written into records')
  const paths = pagesOf(site.world)
  for (const bypassCSP of [false, true]) {
    const { page, misdeeds } = await site.open({ bypassCSP })
    const hosts = [0, 20, 40, 60].map((n) => `/collectives/host:host-${n}.example`)
    const lists = [1, 2, 3, 4, 5].map((n) => `/directory?page=${n}`)
    for (const path of [...SHOWN.map((name) => paths[name] ?? ''), ...hosts, ...lists]) {
      const response = await page.goto(SITE + path)
      t.equal(response?.status(), 200, path)
      t.strictSame(await whatCouldRun(page), [], path)
    }
    t.strictSame(await misdeeds(), [])
  }
})

t.test('the payloads are there to be read', async (t) => {
  const { page } = await site.open({ javaScriptEnabled: false })
  await page.goto(SITE + (pagesOf(site.world)['collective-full'] ?? ''))
  const text = await page.locator('main').innerText()
  t.match(text, '<script>alert(1)</script>')
  t.match(text, '<svg onload=alert(1)>')
})

t.test('nothing that an address brings along runs', async (t) => {
  const { page, misdeeds } = await site.open({ bypassCSP: true })
  for (const payload of xssCorpus) {
    const value = encodeURIComponent(payload)
    for (const path of [`/directory?q=${value}`, `/verify?q=${value}`]) {
      await page.goto(SITE + path)
      t.strictSame(await whatCouldRun(page), [], path)
    }
  }
  t.strictSame(await misdeeds(), [])
})
