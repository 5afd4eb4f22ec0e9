import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'

import { Agent, buildConnector } from 'undici'

import { isPublicAddress } from './address.ts'
import { nameNotFound, type Resolve } from './names.ts'
import { type Network, notPublic, noWayToOnion, type Route, routeOf } from './outbound-url.ts'
import { connectThroughSocks } from './socks.ts'

export interface EgressOptions {
  readonly network: Network
  readonly resolve: Resolve
  /** Milliseconds until a connection has to stand. */
  readonly connectTimeout: number
}

/** More at once to one origin would be a burden to it; deliveries queue behind these. */
const CONNECTIONS_PER_ORIGIN = 6
/** The size of a whole head of an answer; Node allows as much. */
const MAX_HEADER_BYTES = 16 * 1024

/**
 * The agent that every connection to the outside goes through. It judges a host at the moment of
 * connecting, connects to an address it has judged and to no other, and takes a name that answers
 * any address which is not public as not public: so neither a spelling nor a second DNS answer
 * leads inside.
 */
export function createEgress({ network, resolve, connectTimeout }: EgressOptions): Agent {
  const connectors: Record<Route, buildConnector.connector> = {
    public: connector(judged(resolve), connectTimeout),
    test: connector(fromHostsFile(network, resolve), connectTimeout),
    onion: onionConnector(network, connectTimeout),
  }
  return new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: (target, callback) => {
      try {
        connectors[routeOf(target, network)](target, callback)
      } catch (error) {
        callback(asError(error), null)
      }
    },
  })
}

function connector(resolve: Resolve, timeout: number): buildConnector.connector {
  return buildConnector({ allowH2: false, timeout, lookup: asLookup(resolve) })
}

/** Addresses on the public Internet; one that is not refuses the whole host. */
function judged(resolve: Resolve): Resolve {
  return async (hostname) => {
    const addresses = await resolve(hostname)
    if (!addresses.every(({ address }) => isPublicAddress(address))) throw notPublic()
    return addresses
  }
}

function fromHostsFile({ testResolver }: Network, resolve: Resolve): Resolve {
  return async (hostname) => {
    const known = testResolver.get(hostname)
    if (known === undefined) return resolve(hostname)
    return known.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}

/** Node connects to what this gives and asks nobody else. */
function asLookup(resolve: Resolve): LookupFunction {
  const find = callbackify(resolve)
  return (hostname, options, callback) => {
    find(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (first === undefined) callback(error ?? nameNotFound(), '')
      else if (options.all) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    })
  }
}

/** Through the proxy; for https the TLS of the onion service itself inside of that. */
function onionConnector({ socks }: Network, timeout: number): buildConnector.connector {
  const secure = buildConnector({ allowH2: false, timeout })
  const connectTo = callbackify(connectThroughSocks)
  return (target, callback) => {
    if (socks === null) return callback(noWayToOnion(), null)
    const { hostname, protocol } = target
    const port = Number(target.port || (protocol === 'https:' ? 443 : 80))
    connectTo({ proxy: socks, hostname, port, timeout }, (error, socket) => {
      if (error !== null) callback(error, null)
      else if (protocol === 'https:') secure({ ...target, httpSocket: socket }, callback)
      else callback(null, socket)
    })
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('unknown failure', { cause: error })
}
