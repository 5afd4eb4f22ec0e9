import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Who is on the test network, and the last number of their addresses. */
const PLACES = {
  'evil.test': 2,
  'victim.test': 3,
  'peer.test': 4,
  'other.test': 5,
  'private.test': 9,
  'node1.test': 11,
  'node2.test': 12,
  'node3.test': 13,
} as const

export type Name = keyof typeof PLACES

/** Everybody whom nodes may reach; what is left out stands for what is private. */
const REACHABLE: readonly Name[] = [
  'evil.test',
  'victim.test',
  'peer.test',
  'other.test',
  'node1.test',
  'node2.test',
  'node3.test',
]

/** The part of the loopback network that this process has for itself. */
export interface TestNetwork {
  /** The one port that everybody listens on. */
  readonly port: number
  readonly addressOf: (name: Name) => string
  /** `victim.test:20123`, as a Host header has it. */
  readonly hostOf: (name: Name) => string
  readonly originOf: (name: Name) => string
  /** A file of names and addresses, for the nodes. */
  readonly hostsFile: string
  /** The exact `host:port` list that nodes may reach. */
  readonly reachable: readonly string[]
  /** Takes no part in the network, and is removed with it. */
  readonly folder: string
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/**
 * A network of names on addresses that no other process uses: two runs at the same time do not meet.
 * Whole 127.0.0.0/8 is this machine on Linux; elsewhere this throws.
 */
export async function createNetwork(t: Owner): Promise<TestNetwork> {
  const subnet = `127.${64 + ((process.pid >> 8) & 63)}.${process.pid & 255}`
  const addressOf = (name: Name) => `${subnet}.${PLACES[name]}`
  const port = await findPort(addressOf('node1.test'))
  const hostOf = (name: Name) => `${name}:${port}`
  const folder = await mkdtemp(join(tmpdir(), 'tessera-hostile-'))
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const hostsFile = join(folder, 'hosts')
  const names = Object.keys(PLACES) as Name[]
  const lines = names.map((name) => `${addressOf(name)} ${name}`)
  // A name with one address that may be reached and one that may not.
  const mixed = (['evil.test', 'private.test'] as const).map((n) => `${addressOf(n)} mixed.test`)
  await writeFile(hostsFile, `${[...lines, ...mixed].join('\n')}\n`)
  return {
    port,
    addressOf,
    hostOf,
    originOf: (name) => `http://${hostOf(name)}`,
    hostsFile,
    reachable: REACHABLE.map(hostOf),
    folder,
  }
}

async function findPort(address: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, address, done)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((done) => void server.close(done))
  return port
}
