import type { DeliveryStore, HostState } from '../exchange/delivery-store.ts'
import { createBoundedMap } from './bounded-map.ts'

/** What is known of hosts: read once, kept in memory, written where it changes. */
export interface HostStates {
  /** Makes sure that the states of these hosts are at hand. */
  load(hosts: readonly string[]): Promise<void>
  get(host: string): HostState
  /** Keeps a state, in the database too if it says anything new. */
  put(state: HostState, now: number): Promise<void>
}

/** As many as a batch of deliveries goes to, many times over. */
const MAX_IN_MEMORY = 5000

export function createHostStates(store: Pick<DeliveryStore, 'findHosts' | 'putHost'>): HostStates {
  const states = createBoundedMap<HostState>(MAX_IN_MEMORY)
  const writing = new Map<string, Promise<void>>()
  const get = (host: string) => states.get(host) ?? unknownHost(host)

  /** One write at a time for a host, so that an older state never follows a newer one. */
  async function write(host: string, now: number): Promise<void> {
    let written: HostState | undefined
    for (let state = states.get(host); state !== written; state = states.get(host)) {
      if (state === undefined) return // pushed out by others
      await store.putHost(state, now)
      written = state
    }
  }

  return {
    async load(hosts) {
      const unknown = [...new Set(hosts)].filter((host) => states.get(host) === undefined)
      if (unknown.length === 0) return
      for (const host of unknown) states.set(host, unknownHost(host))
      for (const state of await store.findHosts(unknown)) states.set(state.host, state)
    },
    get,
    async put(state, now) {
      const { host } = state
      const before = get(host)
      if (isSame(before, state)) return
      states.set(host, state)
      const running = writing.get(host) ?? write(host, now).finally(() => writing.delete(host))
      writing.set(host, running)
      await running
    },
  }
}

function unknownHost(host: string): HostState {
  return { host, signature: 'unknown', failures: 0, retryAt: 0 }
}

function isSame(a: HostState, b: HostState): boolean {
  return a.signature === b.signature && a.failures === b.failures && a.retryAt === b.retryAt
}
