import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Answer, ask, type Place, type Question } from './ask.ts'
import type { Name, TestNetwork } from './network.ts'
import { eventually } from './patience.ts'

const ROOT = join(import.meta.dirname, '../../..')
const MAIN = join(ROOT, 'src/main.ts')

/** Keys are opened and the database is made in this time even where two cores do ten other things. */
const START_PATIENCE = 60_000
/** Says 200 as long as the process answers. */
export const LIVE = '/healthz'
/** SPEC: security-bar, R04: a node that is told to stop has ended by then. */
const STOP_PATIENCE = 15_000
const COMMAND_PATIENCE = 60_000

/** How a command ended. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A node under test: a process of its own, started as operators start it. */
export interface NodeProcess extends Place {
  readonly name: Name
  readonly origin: string
  readonly dataDirectory: string
  /** Of the process that runs now; undefined while none does. */
  readonly pid: () => number | undefined
  /** Memory that it holds. */
  readonly residentBytes: () => number
  /** All it printed so far. */
  readonly log: () => string
  ask(question: Question): Promise<Answer>
  /** Runs a command beside the running node, on the same data. */
  command(...args: string[]): Promise<CommandResult>
  /** Commands run beside it get the same environment. */
  start(env?: NodeJS.ProcessEnv): Promise<void>
  /** Returns how it ended; null if it had to be killed. */
  stop(): Promise<number | null>
}

export interface NodeOptions {
  readonly name?: Name
  /** Beside the usual ones; for `init` too. */
  readonly env?: NodeJS.ProcessEnv
  /** Lines of tessera.toml. */
  readonly toml?: string
  /** Whose name it bears, and who decides: one member unless said otherwise. */
  readonly init?: readonly string[]
  /** A node that is stopped and whose whole disk this machine begins with, identity and all. */
  readonly copyOf?: NodeProcess
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/** Makes the identity; one passphrase for all keys. */
async function found(
  command: NodeProcess['command'],
  init: readonly string[],
  passphrase: string,
): Promise<void> {
  const words = [...init, '--language', 'en', '--yes', '--member-passphrase-file', passphrase]
  const founded = await command('init', ...words, '--controller-passphrase-file', passphrase)
  if (founded.code !== 0) throw new Error(`init failed: ${founded.stderr || founded.stdout}`)
}

function identityAt(network: TestNetwork, name: Name) {
  return { origin: network.originOf(name), host: network.hostOf(name) }
}

function environmentOf(network: TestNetwork, home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TESSERA_DATA: join(home, 'data'),
    TESSERA_PASSPHRASE_FILE: join(home, 'passphrase'),
    TESSERA_TEST_NETWORK: network.reachable.join(','),
    TESSERA_TEST_RESOLVER: network.hostsFile,
  }
}

const ONE_MEMBER = ['--name', 'Harbor Commons', '--members', '1']

/** A node with an identity that has not been started yet. */
export async function foundNode(
  t: Owner,
  network: TestNetwork,
  options: NodeOptions = {},
): Promise<NodeProcess> {
  const { name = 'node1.test', env: extra = {}, toml, init = ONE_MEMBER, copyOf } = options
  const home = join(network.folder, name)
  const dataDirectory = join(home, 'data')
  await mkdir(dataDirectory, { recursive: true })
  const passphrase = join(home, 'passphrase')
  await writeFile(passphrase, 'a passphrase for tests only\n', { mode: 0o600 })
  if (copyOf !== undefined) await cp(copyOf.dataDirectory, dataDirectory, { recursive: true })
  if (toml !== undefined) await writeFile(join(dataDirectory, 'tessera.toml'), toml)
  // A copy believes that it is the node whose disk it has.
  const { origin, host } = copyOf ?? identityAt(network, name)
  const place = { address: network.addressOf(name), port: network.port, host }
  const usual: NodeJS.ProcessEnv = {
    ...environmentOf(network, home),
    TESSERA_ORIGIN: origin,
    TESSERA_LISTEN: `${place.address}:${place.port}`,
    ...extra,
  }
  let current = usual
  const command = (...args: string[]) => run(args, current)
  if (copyOf === undefined) await found(command, init, passphrase)
  let child: ChildProcess | null = null
  let log = ''

  async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    current = { ...usual, ...env }
    child = spawn(process.execPath, [MAIN, 'start'], {
      cwd: home,
      env: current,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (log += text))
    }
    const started = child
    process.once('exit', () => started.kill('SIGKILL'))
    const isUp = await eventually(async () => {
      if (started.exitCode !== null) throw new Error(`the node ended at once: ${log}`)
      const answer = await ask(place, { path: LIVE }).catch(() => null)
      return answer?.status === 200 ? answer : null
    }, START_PATIENCE)
    if (isUp === null) throw new Error(`the node does not answer: ${log}`)
  }

  async function stop(): Promise<number | null> {
    const running = child
    child = null
    return running === null ? null : await end(running)
  }

  t.teardown(async () => void (await stop()))
  return {
    ...place,
    name,
    origin,
    dataDirectory,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    residentBytes: () => residentBytes(child?.pid),
    log: () => log,
    ask: (question) => ask(place, question),
    command,
    start,
    stop,
  }
}

/** Tells a process to stop; null if it had to be killed. */
async function end(running: ChildProcess): Promise<number | null> {
  if (running.exitCode !== null) return running.exitCode
  running.kill('SIGTERM')
  const timer = setTimeout(() => running.kill('SIGKILL'), STOP_PATIENCE)
  await once(running, 'exit')
  clearTimeout(timer)
  return running.exitCode
}

function residentBytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env, cwd: env['HOME'], timeout: COMMAND_PATIENCE, maxBuffer: 32 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        done({ code, stdout, stderr })
      },
    )
  })
}
