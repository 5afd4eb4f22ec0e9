import { execFile } from 'node:child_process'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { prepareBigNode } from './big-node.ts'
import { report } from './report.ts'
import { startNode } from './running-node.ts'

/**
 * Directory page and search at 10,000 entries, 50 requests a second for 20 s, asked from another
 * process; and what a reader's machine has to load for the page.
 */
const RECORDS = 10_000
const [RATE, SECONDS] = ['50', '20']
const SLOWEST = 15
const KILOBYTES = 30
const HTML = { accept: 'text/html, text/css' }
const LOAD = fileURLToPath(new URL('load.ts', import.meta.url))
const PAGES = ['/directory']
const SEARCHES = [
  '/directory?q=colectivo',
  '/directory?q=rakomi',
  '/directory?q=correo+listas',
  '/directory?q=group-3-14',
  '/directory?service=email',
]

await using resources = new AsyncDisposableStack()
const node = resources.use(await prepareBigNode(RECORDS))
resources.use(await startNode(node.env))

interface Latency {
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

async function load(paths: readonly string[]): Promise<Latency> {
  for (const path of paths) await fetchPage(node.origin + path)
  const args = [LOAD, node.origin, RATE, SECONDS, ...paths]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const latency = JSON.parse(stdout) as Latency
  if (latency.failed > 0) throw new Error(`${latency.failed} requests failed`)
  return latency
}

async function compressed(path: string): Promise<{ size: number; text: string }> {
  const headers = { ...HTML, 'accept-encoding': 'br' }
  const size = await new Promise<number>((resolve, reject) => {
    get(node.origin + path, { headers }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
  return { size, text: await fetchPage(node.origin + path) }
}

async function fetchPage(url: string): Promise<string> {
  const response = await fetch(url, { headers: HTML })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return await response.text()
}

for (const [what, paths] of Object.entries({ page: PAGES, search: SEARCHES })) {
  const { p50, p99 } = await load(paths)
  report({
    what: `Directory ${what} at 10,000 entries, p99 (p50: ${p50} ms)`,
    own: `${p99} ms`,
    limit: `${SLOWEST} ms`,
    ratio: p99 / SLOWEST,
    bar: { most: 1 },
  })
}
const page = await compressed('/directory')
const [, stylesheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page.text) ?? []
const size = (page.size + (await compressed(stylesheet)).size) / 1000
report({
  what: 'Directory page with its stylesheet, compressed',
  own: `${size.toFixed(1)} KB`,
  limit: `${KILOBYTES} KB`,
  ratio: size / KILOBYTES,
  bar: { most: 1 },
})
