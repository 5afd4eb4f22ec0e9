import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { invalid, TesseraError } from '../kernel/errors.ts'

export interface SocksProxy {
  readonly host: string
  readonly port: number
}

export interface SocksTarget {
  readonly proxy: SocksProxy
  readonly hostname: string
  readonly port: number
  readonly timeout: number
}

const VERSION = 5
const NO_AUTHENTICATION = 0
const CONNECT = 1
const DOMAIN_NAME = 3
/** Length of a bound address in a reply, by its type; that of a name comes with it. */
const ADDRESS_LENGTHS = new Map([
  [1, 4],
  [4, 16],
])

/** The proxy that `host:port` or `socks5://host:port` names; throws `bad_proxy`. */
export function parseProxy(text: string): SocksProxy {
  const url = URL.parse(text.includes('://') ? text : `socks5://${text}`)
  const isSocks = url !== null && /^socks5h?:$/.test(url.protocol)
  if (!isSocks || url.hostname === '' || url.port === '') {
    throw invalid('bad_proxy', 'A SOCKS proxy is written as host:port.')
  }
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) }
}

/**
 * A connection to `hostname` through a SOCKS proxy, which also resolves the name: an onion name
 * never reaches DNS. Throws `onion_unreachable`. SPEC: RFC 1928, sections 3 to 6
 */
export async function connectThroughSocks(target: SocksTarget): Promise<Socket> {
  const socket = connect(target.proxy)
  const timer = setTimeout(() => socket.destroy(unreachable('it took too long')), target.timeout)
  try {
    await once(socket, 'connect')
    await negotiate(socket, target)
    return socket
  } catch (cause) {
    socket.destroy()
    throw cause instanceof TesseraError ? cause : unreachable('the proxy closed', cause)
  } finally {
    clearTimeout(timer)
  }
}

async function negotiate(socket: Socket, { hostname, port }: SocksTarget): Promise<void> {
  socket.write(Buffer.from([VERSION, 1, NO_AUTHENTICATION]))
  const [version, method] = await read(socket, 2)
  if (version !== VERSION || method !== NO_AUTHENTICATION) {
    throw unreachable('the proxy wants something else than SOCKS 5 without authentication')
  }
  const name = Buffer.from(hostname, 'ascii')
  const request = Buffer.from([VERSION, CONNECT, 0, DOMAIN_NAME, name.length])
  socket.write(Buffer.concat([request, name, Buffer.from([port >> 8, port & 0xff])]))
  const [, status, , type] = await read(socket, 4)
  if (status !== 0) throw unreachable(`the proxy answered ${status}`)
  const length = ADDRESS_LENGTHS.get(type ?? 0) ?? (await read(socket, 1))[0] ?? 0
  await read(socket, length + 2)
}

/** Exactly `length` bytes: what follows belongs to the host behind the proxy. */
async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes: unknown = socket.read(length)
    if (bytes instanceof Buffer && bytes.length === length) return bytes
    if (bytes !== null || socket.readableEnded || socket.destroyed) {
      throw socket.errored ?? unreachable('the proxy closed')
    }
    const waiting = new AbortController()
    const events = ['readable', 'end', 'close'].map((event) => once(socket, event, waiting))
    await Promise.race(events).finally(() => waiting.abort())
  }
}

function unreachable(reason: string, cause?: unknown): TesseraError {
  const message = `The onion service was not reached: ${reason}.`
  return new TesseraError('unavailable', 'onion_unreachable', message, { cause })
}
