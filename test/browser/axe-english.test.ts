import t from 'tap'

import { checkPages } from '../support/axe.ts'
import { BROWSER_PATIENCE, browserSite, pagesOf, PREFIXES, WIDE } from '../support/browser-site.ts'

t.setTimeout(BROWSER_PATIENCE)
const site = await browserSite(t)

t.test('every page can be used by everyone, wide and dark', async (t) => {
  await checkPages(t, site, {
    prefix: PREFIXES.en,
    pages: Object.entries(pagesOf(site.world)),
    look: { viewport: WIDE, colorScheme: 'dark' },
    lookName: 'en-dark',
  })
})
