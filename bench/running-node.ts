import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

import { MAIN } from './big-node.ts'

/** A program that serves, in a process of its own. */
export interface RunningProgram extends AsyncDisposable {
  /** Milliseconds from the start of the process until it listens. */
  readonly started: number
  /** Resident memory, in MB of a million bytes. */
  memory(): Promise<number>
}

const LISTENING = 'listening'

export function startNode(env: NodeJS.ProcessEnv): Promise<RunningProgram> {
  return startProgram([MAIN, 'start'], env)
}

/** Starts a program with this Node.js; it listens once it has printed that it does. */
export async function startProgram(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<RunningProgram> {
  const before = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  await listening(child)
  const started = performance.now() - before
  return {
    started,
    memory: () => memoryOf(child),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function listening({ stderr }: ChildProcess): Promise<void> {
  let text = ''
  await new Promise<void>((resolve, reject) => {
    stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes(LISTENING)) resolve()
    })
    stderr?.on('end', () => reject(new Error(`ended before it listened: ${text}`)))
  })
}

async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return (Number(stdout) * 1024) / 1e6
}
