import t from 'tap'
import { extractText, getDocumentProxy } from 'unpdf'

import { BROWSER_PATIENCE, browserSite, pagesOf, SITE } from '../support/browser-site.ts'

t.setTimeout(BROWSER_PATIENCE)

const site = await browserSite(t)
/** The longest text that the site has. */
const { charter = 'there is none' } = pagesOf(site.world)

/** Widths of the two common papers, less the margins, in pixels of CSS. */
const PAPERS = { A4: 658, Letter: 680 } as const

t.test('a page is printed black on white, whatever the screen prefers', async (t) => {
  const { page, misdeeds } = await site.open({ colorScheme: 'dark' })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.goto(SITE + charter)
  const colors = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body)
    return { color, backgroundColor }
  })
  t.strictSame(colors, { color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 255, 255)' })
  for (const hidden of ['header nav', 'footer nav', '.skip']) {
    const there = page.locator(hidden).first()
    t.ok((await there.count()) > 0, hidden)
    t.equal(await there.isVisible(), false, hidden)
  }
  t.equal(await page.locator('h1').isVisible(), true)
  t.strictSame(await misdeeds(), [])
})

t.test('a page fits on A4 and on letter paper, in both directions', async (t) => {
  for (const [paper, width] of Object.entries(PAPERS)) {
    const { page } = await site.open({ viewport: { width, height: 900 } })
    await page.emulateMedia({ media: 'print' })
    await page.goto(SITE + charter)
    for (const direction of ['ltr', 'rtl']) {
      const beyond = await page.evaluate((dir) => {
        document.documentElement.dir = dir
        const { scrollWidth, clientWidth } = document.documentElement
        return scrollWidth - clientWidth
      }, direction)
      t.equal(beyond, 0, `${paper} ${direction}`)
    }
  }
})

t.test('the printed page has the text and no navigation', async (t) => {
  const { page } = await site.open()
  await page.goto(SITE + charter)
  const title = await page.locator('h1').innerText()
  const navigation = await page.locator('header nav a').first().innerText()
  const pdf = await page.pdf({ format: 'A4' })
  const { text } = await extractText(await getDocumentProxy(Uint8Array.from(pdf)), {
    mergePages: true,
  })
  const printed = text.split(/\s*\n\s*|\s{2,}/).join(' ')
  t.ok(title.length > 2 && printed.includes(title))
  t.ok(navigation.length > 2 && !printed.includes(navigation))
})
