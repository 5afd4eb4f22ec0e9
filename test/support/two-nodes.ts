import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import type { Test } from 'tap'

import { type App, openApp } from '../../src/app.ts'
import type { CliDeps } from '../../src/cli/opened-node.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { loadConfig } from '../../src/config-file.ts'
import { openDataAtRest } from '../../src/data-at-rest.ts'
import { startApp } from '../../src/serve.ts'
import { collect, type Ran } from './cli.ts'

/** A node on loopback as main.ts runs it, in this process. */
export interface LocalNode {
  readonly origin: string
  /** Runs a command that ends by itself. */
  run(...argv: string[]): Promise<Ran>
  /** Runs `start` until the function it returns is called; resolves once it serves. */
  start(...argv: string[]): Promise<() => Promise<Ran>>
  /** Its data, as a command opens it. */
  open(): Promise<App>
  path(...names: string[]): string
  write(name: string, text: string): string
}

/** A port that nobody listens on at the moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a port is expected')
  return address.port
}

/** Nodes that may reach each other and nothing else. */
export async function localNodes(t: Test, count: number): Promise<LocalNode[]> {
  const root = t.testdir()
  const ports: number[] = []
  for (let i = 0; i < count; i++) ports.push(await freePort())
  const network = ports.map((port) => `localhost:${port}`).join(',')
  return ports.map((port, i) => localNode(join(root, `node-${i + 1}`), port, network))
}

function localNode(directory: string, port: number, network: string): LocalNode {
  mkdirSync(directory, { recursive: true })
  const origin = `http://localhost:${port}`
  const env = {
    TESSERA_DATA: join(directory, 'data'),
    TESSERA_ORIGIN: origin,
    TESSERA_TEST_NETWORK: network,
  }
  const depsUntil = (signal: AbortSignal): CliDeps => ({
    env,
    version: '0.1.0',
    signal,
    keyFileWork: 4,
    openNode: async () => await openApp(await loadConfig(env), { version: '0.1.0' }),
    openData: async () => openDataAtRest(await loadConfig(env), { version: '0.1.0' }),
    startNode: (node, unlocked) => startApp(node as never, unlocked),
  })

  function begin(argv: readonly string[], signal: AbortSignal) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const [out, err] = [collect(stdout), collect(stderr)]
    const terminal = { stdin: new PassThrough(), stdout, stderr, isInteractive: false, columns: 80 }
    const ended = runCli(argv, depsUntil(signal), terminal).then((code): Ran => ({
      code,
      out: out(),
      err: err(),
    }))
    return { ended, stdout }
  }

  return {
    origin,
    open: async () => await openApp(await loadConfig(env), { version: '0.1.0' }),
    run: (...argv) => begin(argv, new AbortController().signal).ended,
    async start(...argv) {
      const stopping = new AbortController()
      const { ended, stdout } = begin(['start', ...argv], stopping.signal)
      const serves = new Promise((resolve) => stdout.once('data', resolve))
      const early = await Promise.race([serves.then(() => null), ended])
      if (early !== null) throw new Error(`start ended with ${early.code}: ${early.err}`)
      return async () => {
        stopping.abort()
        return await ended
      }
    },
    path: (...names) => join(directory, ...names),
    write(name, text) {
      writeFileSync(join(directory, name), text)
      return join(directory, name)
    },
  }
}
