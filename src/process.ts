import { readFile } from 'node:fs/promises'

import type { App } from './app.ts'
import type { CliDeps } from './cli/opened-node.ts'
import { isPlainStart } from './cli/plain-start.ts'
import type { Terminal } from './cli/terminal.ts'
import { createKeyOpener } from './key-opener.ts'

/** Width of lines where nobody says how wide the terminal is. */
const USUAL_COLUMNS = 80

/**
 * Runs the command in this process: environment, signals, terminal. Returns its exit code. Nearly
 * all code is loaded from here on, beside the opening of the node key.
 */
export async function runMain(argv: readonly string[]): Promise<number> {
  bearClosedPipes()
  const keys = createKeyOpener()
  if (isPlainStart(argv)) await keys.begin(process.env)
  const { runCli } = await import('./cli/run-cli.ts')
  const stopSignal = createStopSignal()
  const version = await readVersion()
  const createDeps = (env: NodeJS.ProcessEnv): CliDeps => ({
    env,
    version,
    get signal() {
      return stopSignal()
    },
    async openNode({ dataDirectory }) {
      const data = dataDirectory === undefined ? {} : { TESSERA_DATA: dataDirectory }
      const { loadConfig, openApp } = await loadApp()
      const config = await loadConfig({ ...env, ...data })
      return await openApp(config, { version, openKey: keys.open })
    },
    async openData({ dataDirectory }) {
      const data = dataDirectory === undefined ? {} : { TESSERA_DATA: dataDirectory }
      const { loadConfig, openDataAtRest } = await loadAtRest()
      return openDataAtRest(await loadConfig({ ...env, ...data }), { version })
    },
    loadServer,
    async startNode(node, unlocked) {
      const { startApp } = await loadServer()
      return await startApp(node as App, unlocked)
    },
  })
  if (argv[0] !== 'demo') return await runCli(argv, createDeps(process.env), terminal)
  const { runDemo } = await import('./demo.ts')
  return await runDemo(createDeps, terminal)
}

/** Who reads, `head` for one, may have seen enough: the rest is then said to nobody. */
function bearClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

async function loadApp() {
  const [{ loadConfig }, { openApp }] = await Promise.all([
    import('./config-file.ts'),
    import('./app.ts'),
  ])
  return { loadConfig, openApp }
}

async function loadAtRest() {
  const [{ loadConfig }, { openDataAtRest }] = await Promise.all([
    import('./config-file.ts'),
    import('./data-at-rest.ts'),
  ])
  return { loadConfig, openDataAtRest }
}

/** Serving takes much more code than any other command. */
function loadServer() {
  return import('./serve.ts')
}

/** Ctrl-C ends a command at once, unless it asks for the signal and ends by itself. */
function createStopSignal(): () => AbortSignal {
  let stopping: AbortController | null = null
  return () => {
    if (stopping !== null) return stopping.signal
    const controller = new AbortController()
    stopping = controller
    const stop = (): void => controller.abort()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    return controller.signal
  }
}

const terminal: Terminal = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
  columns: process.stdout.columns ?? USUAL_COLUMNS,
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { readonly version: string }
  return version
}
