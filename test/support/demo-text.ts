import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The communiqué of the demo, as a node gives it to anybody. */

export const COMMUNIQUE_LANGUAGES = ['ar', 'ca', 'de', 'el', 'en', 'es', 'fr', 'it', 'pt', 'tr']

export interface DemoText {
  readonly node: string
  readonly path: string
  readonly page: {
    readonly version: { readonly statement: string; readonly record: { readonly digests: object } }
    readonly endorsements: {
      readonly counted: readonly object[]
      readonly letters: readonly object[]
      readonly readers: object
    }
    readonly amendments: readonly { readonly outcome: string }[]
    readonly rounds: readonly {
      readonly counts: object
      readonly outcomes: readonly { readonly kind: string }[]
    }[]
  }
  readonly history: { readonly drafts: readonly object[] }
  readonly translations: { readonly translations: readonly { readonly approved: boolean }[] }
}

/** Throws where a node has another number of communiqués than one. */
export async function demoTextOn(node: string): Promise<DemoText> {
  const { texts } = await readJson<{ texts: { url: string }[] }>(`${node}/communiques`)
  const [text, ...others] = texts
  if (text === undefined || others.length > 0) throw new Error(`${texts.length} texts at ${node}`)
  const path = new URL(text.url).pathname
  return {
    node,
    path,
    page: await readJson(node + path),
    history: await readJson(`${node}${path}/history`),
    translations: await readJson(`${node}${path}/translations`),
  }
}

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`)
  return (await response.json()) as T
}

/** `tessera bundle verify` in a process of its own, without a data directory. */
export async function verifyFile(file: string): Promise<{ code: number | null; out: string }> {
  const command = join(import.meta.dirname, '../../bin/tessera.mjs')
  const child = spawn(process.execPath, [command, 'bundle', 'verify', file], {
    env: { PATH: process.env['PATH'], TESSERA_DATA: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, out }
}
