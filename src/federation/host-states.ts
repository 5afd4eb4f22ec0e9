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
  const get = (host: string) => states.get(host) ?? unknownHost(host)
  return {
    async load(hosts) {
      const unknown = [...new Set(hosts)].filter((host) => states.get(host) === undefined)
      if (unknown.length === 0) return
      for (const host of unknown) states.set(host, unknownHost(host))
      for (const state of await store.findHosts(unknown)) states.set(state.host, state)
    },
    get,
    async put(state, now) {
      const before = get(state.host)
      states.set(state.host, state)
      if (!isSame(before, state)) await store.putHost(state, now)
    },
  }
}

function unknownHost(host: string): HostState {
  return { host, signature: 'unknown', failures: 0, retryAt: 0 }
}

function isSame(a: HostState, b: HostState): boolean {
  return a.signature === b.signature && a.failures === b.failures && a.retryAt === b.retryAt
}
