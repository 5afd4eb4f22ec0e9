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
import { ARABIC_HEADLINE, publishAlerts, vouchedOne } from '../support/published-alerts.ts'

t.setTimeout(BROWSER_PATIENCE)
const site = await browserSite(t)
await publishAlerts(site.world, await vouchedOne(t, site.world))
const [harborEnd, nubeEnd] = [site.world.node, site.world.nube].map(({ collective: { scid } }) =>
  scid.slice(-8),
)
const PAGES = Object.entries({
  'home-alerts': '/',
  alerts: '/alerts',
  alert: `/alerts/archive~${nubeEnd}`,
  'alert-arabic': `/alerts/archive~${nubeEnd}?language=ar`,
  'alert-possible': `/alerts/fern-raid~${nubeEnd}`,
  'alert-server': `/alerts/flood~${nubeEnd}`,
  'alert-cancelled': `/alerts/blocked~${harborEnd}`,
  'alert-exercise': `/alerts/drill~${harborEnd}`,
})

for (const [language, prefix] of Object.entries(PREFIXES)) {
  t.test(`no page of alerts scrolls sideways, folded parts open: ${language}`, async (t) => {
    // Scripts are on in order to measure; the pages have none.
    const { page, misdeeds } = await site.open({ viewport: NARROW })
    for (const [name, path] of PAGES) {
      await page.goto(SITE + prefix + path)
      await keepScreenshot(page, name, `${language}-narrow`)
      const width = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
        const { scrollWidth, clientWidth } = document.documentElement
        return scrollWidth - clientWidth
      })
      t.equal(width, 0, path)
      t.equal(await page.locator('script, iframe, object, embed, [style]').count(), 0, path)
      t.equal(await page.locator('aside.alerts').count(), 1, path)
    }
    t.strictSame(await misdeeds(), [])
  })

  t.test(`pages of alerts can be used by everyone: ${language}`, async (t) => {
    const look = { viewport: WIDE, colorScheme: language === 'en' ? 'dark' : 'light' } as const
    await checkPages(t, site, { prefix, pages: PAGES, look, lookName: `${language}-wide` })
  })
}

t.test('what to do stands right under the headline, above the fold', async (t) => {
  const { page } = await site.open({ viewport: WIDE })
  await page.goto(`${SITE}/alerts/archive~${nubeEnd}`)
  const box = await page.locator('#now').boundingBox()
  t.ok(box !== null && box.y + box.height < WIDE.height, `${box?.y}`)
  const headings = await page.locator('main :is(h1, h2)').allInnerTexts()
  t.strictSame(headings.slice(0, 2), ['Our archive server was seized', 'What to do now'])
})

t.test(
  'the banner is a landmark by name, reads from right to left, and is no heading',
  async (t) => {
    const { page } = await site.open({ viewport: NARROW, locale: 'ar' })
    await page.goto(`${SITE}/directory`)
    const banner = page.getByRole('complementary', { name: 'Alert' })
    t.equal(await banner.count(), 1)
    t.equal(await banner.getByRole('heading').count(), 0)
    const headline = banner.getByText(ARABIC_HEADLINE)
    t.equal(await headline.evaluate((element) => getComputedStyle(element).direction), 'rtl')
  },
)
