import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

import { type Browser, chromium } from 'playwright-core'

/** The names under which systems install it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

export const CHROMIUM_HINT =
  'The browser tests need Chromium; install it (Debian: apt-get install chromium) and run this again.'

/** The path of the Chromium that this machine has; null if it has none. */
export function findChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return paths.find(isExecutable) ?? null
}

/**
 * A headless browser that talks to nobody but the page under test; gone when the test ends. It
 * finds `host` at a port of this machine, and no other host at all.
 */
export async function openBrowser(
  t: { teardown(handler: () => Promise<void>): void },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(CHROMIUM_HINT)
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // it refuses to run as root otherwise, which CI is
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // As if TLS were in front, so that it obeys the headers that count with TLS only.
      `--unsafely-treat-insecure-origin-as-secure=http://${host}`,
      `--host-resolver-rules=MAP ${host} 127.0.0.1:${port},MAP * ~NOTFOUND`,
    ],
  })
  t.teardown(() => browser.close())
  return browser
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
