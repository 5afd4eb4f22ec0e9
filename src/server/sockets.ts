import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** What Node's parser calls its refusals, by the status that says the same. */
const STATUS_OF: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/** Answers what is not HTTP, or was too slow or too large to become a request, and hangs up. */
export function answerBrokenRequest(error: { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  hangUp(socket, STATUS_OF[error.code ?? ''] ?? 400)
}

/** Refuses to be used as a proxy: without a listener, Node would just cut the connection. */
export function refuseTunnels(server: Server): void {
  server.on('connect', (_request, socket) => {
    hangUp(socket, 405)
  })
}

function hangUp(socket: Duplex, status: number): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Length: 0',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  if (socket.writable) socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy())
  else socket.destroy()
}
