import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Where the demo says its three nodes are. */
export const DEMO_NODES = [
  'http://localhost:8081',
  'http://localhost:8082',
  'http://localhost:8083',
] as const

/** Milliseconds between two looks at something that is still coming. */
const LOOK = 250

/** `npm run demo`, started as a person does, with a home and a data directory of its own. */
export interface Demo {
  /** Where it keeps its data. */
  readonly data: string
  /** All it printed so far. */
  readonly output: () => string
  /** Presses Ctrl-C and returns how it ended. */
  readonly interrupt: () => Promise<DemoEnd>
  /** Ends what is left of it and removes what it wrote. */
  readonly cleanUp: () => Promise<void>
}

export interface DemoEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether any process that it started still runs. */
  readonly left: boolean
}

export async function startDemo(): Promise<Demo> {
  const home = await mkdtemp(join(tmpdir(), 'tessera-demo-'))
  const child = spawn('npm', ['run', 'demo'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'], HOME: home, TESSERA_DATA: join(home, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as a terminal makes one
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  return {
    data: join(home, 'data'),
    output: () => output,
    interrupt: () => interrupt(child),
    async cleanUp() {
      signalGroup(child, 'SIGKILL')
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Asks again and again until `look` returns something; null if that takes more than `patience` ms. */
export async function eventually<T>(
  look: () => Promise<T | null>,
  patience: number,
): Promise<T | null> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    // eslint-disable-next-line no-await-in-loop -- each look waits for the one before
    const found = await look().catch(() => null)
    if (found !== null) return found
    // eslint-disable-next-line no-await-in-loop
    await pause(LOOK)
  }
  return null
}

/** A terminal sends the signal to every process of the group, npm and launcher included. */
async function interrupt(child: ChildProcess): Promise<DemoEnd> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
  signalGroup(child, 'SIGINT')
  await ended
  return {
    code: child.exitCode,
    signal: child.signalCode,
    left: signalGroup(child, 0),
  }
}

/** Returns whether there is such a group still. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, signal)
  } catch {
    return false
  }
}
