import { createServer } from 'node:net'

import type { TestNetwork } from './network.ts'

/** Stands for what is private: nothing may ever connect to it. */
export interface PrivateListener {
  readonly connections: () => number
}

interface Owner {
  teardown(end: () => Promise<void>): void
}

/** 9999 as the cases name it, and a port that nodes may connect to on the public Internet. */
export const PRIVATE_PORTS = [9999, 8443] as const

/** Listens on private.test, and on [::1] where a group asks for that. */
export async function listenPrivately(
  t: Owner,
  network: TestNetwork,
  { withIpv6 = false } = {},
): Promise<PrivateListener> {
  let count = 0
  const hosts = [network.addressOf('private.test'), ...(withIpv6 ? ['::1'] : [])]
  for (const host of hosts) {
    for (const port of PRIVATE_PORTS) {
      const server = createServer((socket) => {
        count++
        socket.destroy()
      })
      await new Promise<void>((done, failed) => {
        server.once('error', failed)
        server.listen(port, host, done)
      })
      t.teardown(async () => void server.close())
    }
  }
  return { connections: () => count }
}
