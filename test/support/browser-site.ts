import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Test } from 'tap'

import { listingsOf, parseKnownHosts } from '../../src/directory/known-host-list.ts'
import { openBrowser } from './chromium.ts'
import { publicServer, type PublicServerOptions } from './public-server.ts'
import { HOST } from './test-server.ts'
import type { ThreeCollectives } from './three-collectives.ts'

/** Without TLS, which a proxy adds in front of a node; the name is the node's own. */
export const SITE = `http://${HOST}`
/** The narrowest screen that pages are made for. */
export const NARROW = { width: 320, height: 640 } as const
export const WIDE = { width: 1280, height: 900 } as const

/** Milliseconds for one file; the machines that check changes are small. */
export const BROWSER_PATIENCE = 290_000

const ROOT = join(import.meta.dirname, '../..')
const SCREENSHOTS = join(ROOT, 'artefacts/screenshots')

/** The public pages on a port of this machine, and a browser that finds nothing else. */
export interface BrowserSite {
  readonly browser: Browser
  readonly world: ThreeCollectives
  /** Opens a page of its own; what it does that no page of ours may do is in `misdeeds`. */
  readonly open: (options?: BrowserContextOptions) => Promise<WatchedPage>
}

export interface WatchedPage {
  readonly page: Page
  /** Requests to other hosts, cookies, dialogs, errors and violations of the policy, as they came. */
  readonly misdeeds: () => Promise<string[]>
}

/** Serves three collectives and the hosts of the public lists; gone when the test ends. */
export async function browserSite(
  t: Test,
  options: PublicServerOptions = {},
): Promise<BrowserSite> {
  const { app, world } = await publicServer(t, options)
  const known = readFileSync(join(ROOT, 'content/known-hosts.json'), 'utf8')
  await world.node.publisher.publishContents(listingsOf(parseKnownHosts(known)))
  await world.refresh()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const browser = await openBrowser(t, { host: HOST, port })
  return {
    browser,
    world,
    async open(contextOptions = {}) {
      const context = await browser.newContext(contextOptions)
      return watch(await context.newPage())
    },
  }
}

function watch(page: Page): WatchedPage {
  const seen: string[] = []
  page.on('request', (request) => {
    const { host } = new URL(request.url())
    if (host !== HOST) seen.push(`request to ${request.url()}`)
  })
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isStatus(message.text()))
      seen.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // What was still loading when the next page was asked for.
    if (why !== 'net::ERR_ABORTED') seen.push(`failed: ${request.url()} (${why})`)
  })
  return {
    page,
    async misdeeds() {
      const cookies = await page.context().cookies()
      return [...seen, ...cookies.map(({ name }) => `cookie ${name}`)]
    },
  }
}

/** Browsers report a page that says 404 as an error, which it is not. */
function isStatus(message: string): boolean {
  return message.startsWith('Failed to load resource: the server responded with a status of 4')
}

/** Every public page in the states that people meet, by the name of its screenshot. */
export function pagesOf({ node, nube, rosa, charter }: ThreeCollectives): Record<string, string> {
  const [harborEnd, nubeEnd] = [node, nube].map(({ collective: { scid } }) => scid.slice(-8))
  const charterPath = `/charters/${charter.slug}~${nubeEnd}`
  return {
    home: '/',
    'home-strict': '/?view=strict',
    directory: '/directory',
    'directory-page-2': '/directory?page=2',
    'directory-words': '/directory?q=correo',
    'directory-arabic': '/directory?q=%D9%85%D8%AF%D9%88%D9%86%D8%A7%D8%AA&unvouched=1',
    'directory-filters': '/directory?service=email&language=es&unvouched=1',
    'directory-nothing': '/directory?q=nothing-like-this&service=vpn',
    'collective-full': `/collectives/harbor~${harborEnd}`,
    'collective-arabic': `/collectives/${rosa.collective.scid}`,
    'collective-spanish': `/collectives/nube~${nubeEnd}`,
    host: '/collectives/host:mail.quay.example',
    'host-known': '/collectives/host:riseup.net',
    charters: '/charters',
    charter: charterPath,
    'charter-arabic': `${charterPath}?text=ar`,
    'charter-french': `${charterPath}?text=fr`,
    'charter-compared': `${charterPath}?compare=${charter.statement}`,
    join: '/join',
    about: '/about',
    'about-strict': '/about?view=strict',
    verify: '/verify',
    'verify-record': `/verify?q=${charter.digest}`,
    'verify-nonsense': '/verify?q=nonsense',
    api: '/api',
    'not-found': '/nothing-here',
  }
}

/** Languages of the interface by the beginning of their addresses. */
export const PREFIXES = { en: '', fr: '/fr' } as const

/** One page of each kind: what is worth looking at in every language and color. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  'home',
  'directory',
  'directory-nothing',
  'collective-full',
  'collective-arabic',
  'host-known',
  'charters',
  'charter',
  'charter-compared',
  'alerts',
  'alert',
  'alert-arabic',
  'communiques',
  'communique',
  'communique-arabic',
  'draft',
  'draft-history',
  'translations-arabic',
  'join',
  'about',
  'verify-record',
  'not-found',
])

/** Whether the page of that name is the one of its kind. */
export function isLookedAt(name: string): boolean {
  return LOOKED_AT.has(name)
}

/** Keeps what a page of `pagesOf` looks like, if people should look at it. */
export async function keepScreenshot(page: Page, name: string, look: string): Promise<void> {
  if (!isLookedAt(name)) return
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}-${look}.png`), fullPage: true })
}
