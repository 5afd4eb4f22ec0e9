import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { openApp } from '../src/app.ts'
import { loadConfig } from '../src/config-file.ts'
import { MINUTE } from '../src/kernel/time.ts'
import { publishListings } from './collectives.ts'

/** A node's data, ready to be served: an identity, and what ten collectives list. */
export interface BigNode extends AsyncDisposable {
  readonly origin: string
  /** Environment of its commands. */
  readonly env: NodeJS.ProcessEnv
}

export const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const COLLECTIVES = 10
const BATCH = 500

/** Founds a node as a collective would, and lets it take in `records` listings, index included. */
export async function prepareBigNode(records: number): Promise<BigNode> {
  const directory = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  const passphrase = join(directory, 'passphrase-of-the-bench')
  const origin = `http://localhost:${await freePort()}`
  const env = {
    PATH: process.env['PATH'],
    TESSERA_DATA: directory,
    TESSERA_ORIGIN: origin,
    TESSERA_PASSPHRASE_FILE: passphrase,
  }
  await writeFile(passphrase, 'correct horse battery staple\n')
  const quorum = ['--members', '1', '--threshold', '1', '--member-passphrase-file', passphrase]
  const init = [MAIN, 'init', '--name', 'Harbor Commons', '--language', 'en', ...quorum]
  await promisify(execFile)(process.execPath, init, { env })
  await fill(env, records)
  return {
    origin,
    env,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

async function fill(env: NodeJS.ProcessEnv, records: number): Promise<void> {
  const published = new Date(Date.now() - MINUTE)
  const each = records / COLLECTIVES
  const collectives = Array.from({ length: COLLECTIVES }, (_, i) =>
    publishListings(i, each, published),
  )
  const seeds = collectives.map(({ scid }) => `"${scid}"`).join(', ')
  const toml = `[[view]]\nname = "bench"\nseeds = [${seeds}]\n`
  await writeFile(join(env['TESSERA_DATA'] ?? '', 'tessera.toml'), toml)
  await using app = await openApp(await loadConfig(env), { version: '0.0.0' })
  for (const { scid, log, texts } of collectives) {
    await app.exchange.receiveLog(scid, log)
    for (let start = 0; start < texts.length; start += BATCH) {
      const receipts = await app.exchange.receive(texts.slice(start, start + BATCH))
      const refused = receipts.find(({ outcome }) => outcome !== 'stored')
      if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`)
    }
  }
  await app.feed.refresh()
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
