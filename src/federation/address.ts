import { BlockList, isIP } from 'node:net'

/** IPv4 that is not global unicast. SPEC: IANA IPv4 Special-Purpose Address Registry; RFC 1112 */
const NOT_GLOBAL_V4 = subnets('ipv4', [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared behind carrier NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
])

/** All IPv6 that is global unicast: mapped, NAT64, unique local, link-local, multicast lie outside. */
const GLOBAL_V6 = subnets('ipv6', [['2000::', 3]])

/** What inside of it is not. SPEC: IANA IPv6 Special-Purpose Address Registry */
const NOT_GLOBAL_V6 = subnets('ipv6', [
  ['2001::', 23], // protocol assignments: Teredo, ORCHID, benchmarks
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4 carries an IPv4 address
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
])

/**
 * Whether an IP address is one of the public Internet, so that a stranger may make us connect to
 * it. False for every other text.
 */
export function isPublicAddress(address: string): boolean {
  const version = address.includes('%') ? 0 : isIP(address)
  if (version === 4) return !NOT_GLOBAL_V4.check(address, 'ipv4')
  return version === 6 && GLOBAL_V6.check(address, 'ipv6') && !NOT_GLOBAL_V6.check(address, 'ipv6')
}

function subnets(family: 'ipv4' | 'ipv6', list: readonly (readonly [string, number])[]): BlockList {
  const blocks = new BlockList()
  for (const [network, prefix] of list) blocks.addSubnet(network, prefix, family)
  return blocks
}
