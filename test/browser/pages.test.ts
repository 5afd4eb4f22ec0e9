import type { Request } from 'playwright-core'
import t from 'tap'

import {
  BROWSER_PATIENCE,
  browserSite,
  keepScreenshot,
  NARROW,
  pagesOf,
  PREFIXES,
  SITE,
  WIDE,
} from '../support/browser-site.ts'
import { htmlProblems } from '../support/public-server.ts'

/** Of a page with its stylesheet and pictures, packed. */
const WEIGHT_LIMIT = 30 * 1024

t.setTimeout(BROWSER_PATIENCE)
/** Of the pages that are no success. */
const STATUS: Readonly<Record<string, number>> = { 'verify-nonsense': 400, 'not-found': 404 }

const site = await browserSite(t)
const pages = Object.entries(pagesOf(site.world))

for (const [language, prefix] of Object.entries(PREFIXES)) {
  t.test(`every page works without scripts on a narrow screen: ${language}`, async (t) => {
    const { page, misdeeds } = await site.open({ javaScriptEnabled: false, viewport: NARROW })
    for (const [name, path] of pages) {
      const response = await page.goto(SITE + prefix + path)
      t.equal(response?.status(), STATUS[name] ?? 200, path)
      t.equal(await page.locator('h1').count(), 1, path)
      t.strictSame(await htmlProblems((await response?.text()) ?? ''), [], path)
      await keepScreenshot(page, name, `${language}-narrow`)
    }
    t.strictSame(await misdeeds(), [])
  })

  t.test(`no page scrolls sideways on a narrow screen: ${language}`, async (t) => {
    // Scripts are on in order to measure; the pages have none.
    const { page, misdeeds } = await site.open({ viewport: NARROW })
    for (const [, path] of pages) {
      await page.goto(SITE + prefix + path)
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        if (scrollWidth <= clientWidth) return []
        const beyond = [...document.querySelectorAll('main *, header *, footer *')].filter(
          (element) => element.getBoundingClientRect().right > clientWidth,
        )
        return [scrollWidth, ...beyond.map((element) => element.outerHTML.slice(0, 120))]
      })
      t.strictSame(wide, [], path)
      t.equal(await page.locator('script, iframe, object, embed, [style]').count(), 0, path)
    }
    t.strictSame(await misdeeds(), [])
  })
}

t.test('every page is light with all that it loads', async (t) => {
  for (const [name, path] of pages) {
    const weight = await weightOf(name, path)
    t.ok(weight > 0 && weight < WEIGHT_LIMIT, `${path}: ${weight}`)
  }
})

/** Bytes as they were sent to a browser that has nothing yet. */
async function weightOf(name: string, path: string): Promise<number> {
  const { page } = await site.open({ javaScriptEnabled: false, viewport: WIDE })
  const requests: Request[] = []
  page.on('requestfinished', (request) => requests.push(request))
  await page.goto(SITE + path)
  await keepScreenshot(page, name, 'light')
  const sizes = await Promise.all(requests.map((request) => request.sizes()))
  await page.context().close()
  return sizes.reduce((total, { responseBodySize }) => total + responseBodySize, 0)
}
