import t from 'tap'

import { BROWSER_PATIENCE, browserSite, NARROW, SITE } from '../support/browser-site.ts'

t.setTimeout(BROWSER_PATIENCE)

const site = await browserSite(t)
const { page, misdeeds } = await site.open({ javaScriptEnabled: false, viewport: NARROW })

/** Presses Tab until the focus is on an element. */
async function tabTo(selector: string): Promise<boolean> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) > 0) return true
  }
  return false
}

t.test('the first Tab leads past the navigation', async (t) => {
  await page.goto(`${SITE}/directory`)
  await page.keyboard.press('Tab')
  t.ok(await page.locator('a.skip:focus').isVisible())
  await page.keyboard.press('Enter')
  t.equal(page.url(), `${SITE}/directory#main`)
})

t.test('a search from the first page, by keyboard', async (t) => {
  await page.goto(`${SITE}/`)
  t.ok(await tabTo('main input[type=search]'))
  await page.keyboard.type('correo')
  await Promise.all([page.waitForURL('**/directory?*'), page.keyboard.press('Enter')])
  t.equal(new URL(page.url()).searchParams.get('q'), 'correo')
  t.equal(await page.locator('main input[type=search]').inputValue(), 'correo')
  t.match(await page.locator('main').innerText(), 'Harbor Commons')
})

t.test('a search in another script', async (t) => {
  await page.goto(`${SITE}/fr/directory`)
  await page.locator('main input[type=search]').fill('مدونات')
  t.ok(await tabTo('main input[name=unvouched]'))
  await page.keyboard.press('Space')
  t.ok(await page.locator('main input[name=unvouched]').isChecked())
  await page.locator('main input[type=search]').press('Enter')
  await page.waitForURL('**/fr/directory?*unvouched=1*')
  t.match(await page.locator('main').innerText(), 'Atelier Rosa')
})

t.test('filters open, narrow the list and are taken back, by keyboard', async (t) => {
  await page.goto(`${SITE}/directory`)
  const all = await page.locator('main article').count()
  t.ok(await tabTo('main details > summary'))
  await page.keyboard.press('Enter')
  t.ok(await tabTo('main details a[href*="service=email"]'))
  await Promise.all([page.waitForURL('**service=email**'), page.keyboard.press('Enter')])
  t.ok(all > 0)
  const titles = await page.locator('main article').allInnerTexts()
  t.ok(titles.length > 0)
  for (const title of titles) t.match(title, 'E-mail')
  t.ok(await tabTo('main .chosen a'))
  await Promise.all([page.waitForURL(`${SITE}/directory`), page.keyboard.press('Enter')])
  t.equal(await page.locator('main article').count(), all)
})

t.test('a record is checked by its digest, and by its text', async (t) => {
  const { digest, text } = site.world.charter
  await page.goto(`${SITE}/verify`)
  t.ok(await tabTo('main input[name=q]'))
  await page.keyboard.type(digest)
  await Promise.all([page.waitForURL('**/verify?q=*'), page.keyboard.press('Enter')])
  t.match(await page.locator('main').innerText(), 'It is genuine')

  await page.locator('main textarea').fill(text)
  t.ok(await tabTo('main form:has(textarea) button'))
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  t.match(await page.locator('main').innerText(), 'It is genuine')

  await page.locator('main textarea').fill(text.replace('Servers', 'Servants'))
  await Promise.all([
    page.waitForNavigation(),
    page.locator('main form:has(textarea) button').press('Enter'),
  ])
  t.notMatch(await page.locator('main').innerText(), 'It is genuine')
})

t.test('the language changes and the page stays', async (t) => {
  await page.goto(`${SITE}/directory?q=mail`)
  await page.locator('.languages a[hreflang=fr]').press('Enter')
  await page.waitForURL(`${SITE}/fr/directory?q=mail`)
  t.equal(await page.locator('html').getAttribute('lang'), 'fr')
})

t.test('names in other scripts change nothing around them', async (t) => {
  await page.goto(`${SITE}/collectives/${site.world.rosa.collective.scid}`)
  const title = page.locator('h1')
  t.equal(await title.locator('bdi, [dir]').count(), 1)
  t.equal(
    (await page.locator('main [lang=ar][dir=rtl], main [lang=ar][dir=auto]').count()) > 0,
    true,
  )
  t.equal(await page.locator('html').getAttribute('dir'), 'ltr')
})

t.test('none of this called anyone, kept anything or broke a rule', async (t) => {
  t.strictSame(await misdeeds(), [])
})
