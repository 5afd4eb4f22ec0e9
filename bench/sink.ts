import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own that takes everything and counts it. */
export interface Sink extends AsyncDisposable {
  readonly port: number
  /** Resolves when `count` requests have come since the last call. */
  received(count: number): Promise<void>
}

type Message = { readonly port: number } | { readonly received: number }

/** How often the sink says how much has come. */
const REPORT_EVERY = 5

export async function startSink(): Promise<Sink> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const seen = { total: 0, before: 0 }
  child.on('message', (message: Message) => {
    if ('received' in message) seen.total = message.received
  })
  return {
    port,
    async received(count) {
      while (seen.total - seen.before < count) await once(child, 'message')
      seen.before += count
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** What the child does. */
async function serve(): Promise<void> {
  let [received, reported] = [0, 0]
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received++
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.send?.({ port: (server.address() as AddressInfo).port })
  setInterval(() => {
    if (received !== reported) process.send?.({ received })
    reported = received
  }, REPORT_EVERY)
  process.on('disconnect', () => process.exit(0))
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) await serve()
