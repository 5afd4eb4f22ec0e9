import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own, whose CPU is asked for. */
export interface MeasuredProcess extends AsyncDisposable {
  /** Where it listens, as it says itself; where it does not, as `origin` says. */
  readonly origin: string
  /** Microseconds of CPU since it started, all threads. */
  cpu(): Promise<number>
  /** How many activities its listeners have ended; null if it answers only after that. */
  readonly received: () => number | null
}

export interface ProcessOptions {
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Where it will listen, for a program that does not tell. */
  readonly origin?: string
}

const REPORTER = new URL('cpu-reporter.ts', import.meta.url).href
const LOOK = 100
const PATIENCE = 60_000

type Message = { readonly origin?: string; readonly received?: number; readonly cpu?: number }

export async function startMeasured(options: ProcessOptions): Promise<MeasuredProcess> {
  const child = fork(options.file, options.args ?? [], {
    env: options.env ?? process.env,
    execArgv: ['--import', REPORTER],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let received: number | null = null
  child.on('message', (message: Message) => {
    received = message.received ?? received
  })
  const said = async <K extends keyof Message>(name: K): Promise<NonNullable<Message[K]>> => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [Message]
      const value = message[name]
      if (value !== undefined) return value
    }
  }
  const origin = options.origin ?? (await said('origin'))
  await answering(origin)
  return {
    origin,
    received: () => received,
    async cpu() {
      child.send('cpu')
      return await said('cpu')
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function answering(origin: string): Promise<void> {
  const end = performance.now() + PATIENCE
  while (performance.now() < end) {
    const isUp = await fetch(origin.replace('localhost', '127.0.0.1')).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, LOOK))
  }
  throw new Error(`nobody answers at ${origin}`)
}
