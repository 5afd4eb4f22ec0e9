import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions } from 'playwright-core'
import type { Test } from 'tap'

import { type BrowserSite, keepScreenshot, SITE } from './browser-site.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export interface AxeRun {
  readonly prefix: string
  /** Paths by the names of their screenshots. */
  readonly pages: readonly (readonly [name: string, path: string])[]
  readonly look: BrowserContextOptions
  /** What the look is called in the names of the screenshots. */
  readonly lookName: string
}

/** Fails for everything that keeps people from using a page, as far as a program can tell. */
export async function checkPages(t: Test, site: BrowserSite, run: AxeRun): Promise<void> {
  // The checker is a script, which the policy of the pages forbids.
  const { page } = await site.open({ ...run.look, bypassCSP: true })
  for (const [name, path] of run.pages) {
    await page.goto(SITE + run.prefix + path)
    await keepScreenshot(page, name, run.lookName)
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES)
    const { violations, passes } = await axe.analyze()
    t.ok(passes.length > 10, 'the checker ran')
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])
    t.strictSame(found, [], path)
  }
}
