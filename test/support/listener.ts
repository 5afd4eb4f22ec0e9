import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'

/** A scripted peer on a loopback address. */
export interface Listener {
  readonly host: string
  readonly port: number
  /** `host:port`, as the test network lists it. */
  readonly address: string
  readonly url: string
  readonly connections: () => number
  readonly requests: readonly IncomingMessage[]
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/** An HTTP server that answers as `answer` says, until the test ends. */
export async function listen(
  t: Owner,
  host: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listener> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  return { ...(await start(t, server, host)), requests }
}

/** A TCP server: what the HTTP one would never send. */
export async function listenTcp(
  t: Owner,
  host: string,
  answer: (socket: Socket) => void,
): Promise<Listener> {
  return { ...(await start(t, createTcpServer(answer), host)), requests: [] }
}

async function start(t: Owner, server: Server, host: string): Promise<Omit<Listener, 'requests'>> {
  const sockets = new Set<Socket>()
  let count = 0
  server.on('connection', (socket) => {
    count++
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => void server.listen(0, host, done))
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => void server.close(done))
  })
  const { port } = server.address() as AddressInfo
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return { host, port, address, url: `http://${address}`, connections: () => count }
}

/** A SOCKS 5 proxy that leads every name to `target` and remembers what it was asked for. */
export async function listenSocks(
  t: Owner,
  target: Listener | null,
  asked: string[],
): Promise<Listener> {
  const { connect } = await import('node:net')
  return listenTcp(t, '127.0.0.1', (client) => {
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', (request) => {
        const length = request[4] ?? 0
        asked.push(
          `${request.toString('ascii', 5, 5 + length)}:${request.readUInt16BE(5 + length)}`,
        )
        if (target === null) return void client.end(Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]))
        const server = connect(target.port, target.host)
        server.on('error', () => client.destroy())
        // The reply in two pieces, as a network may deliver it; the bound address is a name.
        client.write(Buffer.from([5, 0, 0, 3]))
        setImmediate(() => {
          client.write(Buffer.from([1, 0x61, 0, 80]))
          client.pipe(server).pipe(client)
        })
      })
    })
  })
}
