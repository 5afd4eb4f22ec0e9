import { isIP } from 'node:net'

import { invalid, TesseraError } from '../kernel/errors.ts'
import { isPublicAddress } from './address.ts'
import type { SocksProxy } from './socks.ts'

/** Where a node may connect to. */
export interface Network {
  /** Exact `host:port` entries that may be reached whatever their address, by http too. */
  readonly testNetwork: ReadonlySet<string>
  /** Names and their addresses, as a hosts file has them; asked before DNS. */
  readonly testResolver: ReadonlyMap<string, readonly string[]>
  /** The SOCKS proxy for onion services; null if there is no way to them. */
  readonly socks: SocksProxy | null
}

/** How a target is reached: over the Internet, as part of the test network, or through the proxy. */
export type Route = 'public' | 'test' | 'onion'

export interface Target {
  readonly protocol: string
  readonly hostname: string
  /** Empty or absent if it is the default of the protocol. */
  readonly port: string
}

/** 443 is where nodes are; 8443 is where those are that share an address or have no root. */
const PUBLIC_PORTS = new Set(['443', '8443'])
/** Onion services are authenticated and encrypted by their name, so plain http on 80 is usual. */
const ONION_PORTS = new Set(['80', '443', '8443'])

const DEFAULT_PORTS = new Map([
  ['https:', '443'],
  ['http:', '80'],
])

/** No id or URL that we follow is longer; the form of it is checked in one pass. */
const MAX_LENGTH = 2048
/** What RFC 3986 allows in a URI. Spaces, controls, `\`, `"`, `<`, `>` and non-ASCII are not in it. */
const URI_CHARACTERS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/
/** SPEC: Tor rendezvous specification v3, section 6: 56 characters of base32. */
const ONION_NAME = /(?:^|\.)[a-z2-7]{56}\.onion$/

/**
 * The URL of a text that strangers may have written, if a node may connect to it at all. Throws
 * `bad_url`, `scheme_not_allowed`, `port_not_allowed`, `address_not_public`, `bad_onion_name` or
 * `no_way_to_onion`. What a name resolves to is checked when connecting.
 */
export function parseOutboundUrl(text: string, network: Network): URL {
  const url = text.length <= MAX_LENGTH && URI_CHARACTERS.test(text) ? URL.parse(text) : null
  if (url === null) throw invalid('bad_url', 'This is not a URL that can be followed.')
  if (url.username !== '' || url.password !== '') {
    throw invalid('bad_url', 'A URL with credentials is not followed.')
  }
  routeOf(url, network)
  if (url.hostname.endsWith('.')) throw invalid('bad_url', 'A host name ends without a dot here.')
  return url
}

/** How `target` is reached; throws as parseOutboundUrl does if it is not to be reached at all. */
export function routeOf(target: Target, network: Network): Route {
  const { protocol } = target
  const hostname = target.hostname.replace(/^\[(.*)\]$/, '$1')
  const defaultPort = DEFAULT_PORTS.get(protocol)
  if (defaultPort === undefined) throw invalid('scheme_not_allowed', 'Only https is followed.')
  const port = target.port || defaultPort
  if (isInTestNetwork(hostname, port, network)) return 'test'
  if (hostname.endsWith('.onion')) return onionRoute(hostname, port, network)
  if (protocol !== 'https:') throw invalid('scheme_not_allowed', 'Only https is followed.')
  if (!PUBLIC_PORTS.has(port)) throw notAllowed(port)
  if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) throw notPublic()
  return 'public'
}

function onionRoute(hostname: string, port: string, { socks }: Network): Route {
  if (!ONION_PORTS.has(port)) throw notAllowed(port)
  if (!ONION_NAME.test(hostname)) {
    throw invalid('bad_onion_name', 'This is not the name of an onion service.')
  }
  if (socks === null) throw noWayToOnion()
  return 'onion'
}

/** By name, or because every address that the hosts file gives for the name is in the list. */
function isInTestNetwork(hostname: string, port: string, network: Network): boolean {
  const isListed = (host: string) =>
    network.testNetwork.has(`${host.includes(':') ? `[${host}]` : host}:${port}`)
  const addresses = network.testResolver.get(hostname) ?? []
  return isListed(hostname) || (addresses.length > 0 && addresses.every(isListed))
}

export function notPublic(): TesseraError {
  return invalid('address_not_public', 'This host is not on the public Internet.')
}

export function noWayToOnion(): TesseraError {
  return new TesseraError('unavailable', 'no_way_to_onion', 'No SOCKS proxy is configured.')
}

function notAllowed(port: string): TesseraError {
  return invalid('port_not_allowed', `Port ${port} is not one that nodes use.`)
}
