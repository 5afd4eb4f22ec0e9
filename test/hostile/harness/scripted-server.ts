import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

import type { Place } from './ask.ts'
import type { Name, TestNetwork } from './network.ts'

/** A request that a scripted peer was sent. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** What a scripted peer answers. */
export interface Scripted {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export type Script = (
  received: Received,
  response: ServerResponse,
) => Scripted | null | Promise<Scripted | null>

/** An HTTP server that says what a test wants and remembers what it was asked. */
export interface ScriptedServer extends Place {
  readonly name: Name
  readonly origin: string
  readonly received: readonly Received[]
  /**
   * What it answers at a path (without the query) from now on; null: nothing is there; left out: what
   * it answers by itself.
   */
  set(path: string, answer?: Scripted | Script | null): void
  /** How often a path was asked for. */
  count(path: string): number
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/** Starts it; `otherwise` answers where nothing was set. A script that returns null answers itself. */
export async function startScripted(
  t: Owner,
  network: TestNetwork,
  name: Name,
  otherwise: (received: Received) => Scripted | null = () => null,
): Promise<ScriptedServer> {
  const received: Received[] = []
  const scripts = new Map<string, Scripted | Script | null>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = 'GET', url: path = '/', headers } = request
    const one = { method, path, headers, body: Buffer.concat(chunks) }
    received.push(one)
    const script = scripts.get(path.split('?', 1)[0] ?? '')
    if (typeof script !== 'function') {
      return send(script === undefined ? otherwise(one) : script, response)
    }
    const scripted = await script(one, response)
    if (scripted !== null) send(scripted, response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const address = network.addressOf(name)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(network.port, address, done)
  })
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => void server.close(done))
  })
  return {
    name,
    address,
    port: network.port,
    host: network.hostOf(name),
    origin: network.originOf(name),
    received,
    set(path, scripted) {
      if (scripted === undefined) scripts.delete(path)
      else scripts.set(path, scripted)
    },
    count: (path) => received.filter((one) => one.path.split('?', 1)[0] === path).length,
  }
}

function send(scripted: Scripted | null, response: ServerResponse): void {
  const {
    status = 200,
    type = 'application/activity+json',
    headers = {},
    body = '',
  } = scripted ?? { status: 404 }
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}

/** A JSON document of ActivityPub. */
export function activityJson(value: object): Scripted {
  return { body: JSON.stringify(value) }
}

export function redirectTo(location: string): Scripted {
  return { status: 302, headers: { location } }
}
