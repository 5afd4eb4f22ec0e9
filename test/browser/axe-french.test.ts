import t from 'tap'

import { checkPages } from '../support/axe.ts'
import {
  BROWSER_PATIENCE,
  browserSite,
  isLookedAt,
  NARROW,
  pagesOf,
  PREFIXES,
} from '../support/browser-site.ts'

t.setTimeout(BROWSER_PATIENCE)
const site = await browserSite(t)

t.test('a page of each kind can be used by everyone, narrow and light', async (t) => {
  await checkPages(t, site, {
    prefix: PREFIXES.fr,
    pages: Object.entries(pagesOf(site.world)).filter(([name]) => isLookedAt(name)),
    look: { viewport: NARROW, colorScheme: 'light' },
    lookName: 'fr-light',
  })
})
