import { AxeBuilder } from '@axe-core/playwright'
import t from 'tap'

import {
  browserSite,
  isLookedAt,
  keepScreenshot,
  NARROW,
  pagesOf,
  PREFIXES,
  SITE,
  WIDE,
} from '../support/browser-site.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Milliseconds; the machines that check changes are small. */
t.setTimeout(170_000)

const site = await browserSite(t)
const pages = Object.entries(pagesOf(site.world))
/** In the second language one page of each kind: it has the same elements. */
const pagesIn = { en: pages, fr: pages.filter(([name]) => isLookedAt(name)) }

/** English on a wide dark screen, French on a narrow light one: both halves of each, once. */
const looks = {
  en: { viewport: WIDE, colorScheme: 'dark' },
  fr: { viewport: NARROW, colorScheme: 'light' },
} as const

for (const [language, prefix] of Object.entries(PREFIXES) as ['en' | 'fr', string][]) {
  const look = looks[language]
  t.test(`every page can be used by everyone: ${language}`, async (t) => {
    // The checker is a script, which the policy of the pages forbids.
    const { page } = await site.open({ ...look, bypassCSP: true })
    for (const [name, path] of pagesIn[language]) {
      await page.goto(SITE + prefix + path)
      await keepScreenshot(page, name, `${language}-${look.colorScheme}`)
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(WCAG)
      const { violations, passes } = await axe.analyze()
      t.ok(passes.length > 10, 'the checker ran')
      const found = violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])
      t.strictSame(found, [], path)
    }
  })
}
