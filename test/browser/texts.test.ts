import type { Request } from 'playwright-core'
import t from 'tap'

import { checkPages } from '../support/axe.ts'
import {
  BROWSER_PATIENCE,
  browserSite,
  keepScreenshot,
  NARROW,
  PREFIXES,
  SITE,
  WIDE,
} from '../support/browser-site.ts'
import { htmlProblems } from '../support/public-server.ts'
import { publishTexts } from '../support/published-texts.ts'

/** Of a page with its stylesheet and pictures, packed: of the words around a text, not of the text. */
const WEIGHT_LIMIT = 30 * 1024

t.setTimeout(BROWSER_PATIENCE)
const site = await browserSite(t)
const { raid } = await publishTexts(site.world)
const [harborEnd, nubeEnd] = [site.world.node, site.world.nube].map(({ collective: { scid } }) =>
  scid.slice(-8),
)
const PAGES = Object.entries({
  communiques: '/communiques',
  communique: `/communiques/umbrella~${nubeEnd}`,
  'communique-arabic': `/communiques/umbrella~${nubeEnd}?language=ar`,
  'communique-print': `/communiques/umbrella~${nubeEnd}/print?language=ar`,
  'communique-history': `/communiques/umbrella~${nubeEnd}/history`,
  draft: `/communiques/raid~${nubeEnd}`,
  'draft-arabic': `/communiques/raid~${nubeEnd}?language=ar`,
  'draft-earlier': `/communiques/raid~${nubeEnd}?version=${raid[0].statement}`,
  'draft-history': `/communiques/raid~${nubeEnd}/history`,
  translations: `/communiques/raid~${nubeEnd}/translations`,
  'translations-arabic': `/communiques/raid~${nubeEnd}/translations?language=ar`,
  'charter-drafts': '/charters/drafts',
  'charter-draft': `/charters/drafts/ground~${harborEnd}`,
})

for (const [language, prefix] of Object.entries(PREFIXES)) {
  t.test(`pages of texts work without scripts on a narrow screen: ${language}`, async (t) => {
    const { page, misdeeds } = await site.open({ javaScriptEnabled: false, viewport: NARROW })
    for (const [name, path] of PAGES) {
      const response = await page.goto(SITE + prefix + path)
      t.equal(response?.status(), 200, path)
      t.equal(await page.locator('h1').count(), 1, path)
      t.strictSame(await htmlProblems((await response?.text()) ?? ''), [], path)
      await keepScreenshot(page, name, `${language}-narrow`)
    }
    t.strictSame(await misdeeds(), [])
  })

  t.test(`no page of texts scrolls sideways, folded parts open: ${language}`, async (t) => {
    // Scripts are on in order to measure; the pages have none.
    const { page, misdeeds } = await site.open({ viewport: NARROW })
    for (const [, path] of PAGES) {
      await page.goto(SITE + prefix + path)
      const width = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
        // What is made of letters is as wide as it is, in a box that scrolls by itself.
        for (const letters of document.querySelectorAll('.qr details')) letters.remove()
        const { scrollWidth, clientWidth } = document.documentElement
        return scrollWidth - clientWidth
      })
      t.equal(width, 0, path)
      t.equal(await page.locator('script, iframe, object, embed, [style]').count(), 0, path)
    }
    t.strictSame(await misdeeds(), [])
  })

  t.test(`pages of texts can be used by everyone: ${language}`, async (t) => {
    const look = { viewport: WIDE, colorScheme: language === 'en' ? 'dark' : 'light' } as const
    await checkPages(t, site, { prefix, pages: PAGES, look, lookName: `${language}-wide` })
  })
}

t.test('a text reads from right to left in a page that does not', async (t) => {
  const { page } = await site.open({ viewport: WIDE })
  await page.goto(`${SITE}/communiques/umbrella~${nubeEnd}?language=ar`)
  const text = page.locator('.charter p').first()
  t.equal(await text.evaluate((element) => getComputedStyle(element).direction), 'rtl')
  const [outer, box] = [await page.locator('.charter').boundingBox(), await text.boundingBox()]
  const bar = await page
    .locator('.charter')
    .evaluate((element) => getComputedStyle(element).borderRightWidth)
  t.equal(bar, '4px', 'what marks the text stands at its beginning')
  t.ok(outer !== null && box !== null && box.x >= outer.x)
  t.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'ltr')
})

t.test('pages of texts are light with all that they load', async (t) => {
  for (const [name, path] of PAGES) {
    const { page } = await site.open({ javaScriptEnabled: false, viewport: WIDE })
    const requests: Request[] = []
    page.on('requestfinished', (request) => requests.push(request))
    await page.goto(SITE + path)
    await keepScreenshot(page, name, 'light')
    const sizes = await Promise.all(requests.map((request) => request.sizes()))
    await page.context().close()
    const weight = sizes.reduce((total, { responseBodySize }) => total + responseBodySize, 0)
    t.ok(weight > 0 && weight < WEIGHT_LIMIT, `${path}: ${weight}`)
  }
})
