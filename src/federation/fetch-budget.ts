import { MINUTE } from '../kernel/time.ts'
import { createBoundedMap } from './bounded-map.ts'

/** How often hosts may be asked for something because a stranger's request named them. */
export interface FetchBudget {
  /** Whether one more request to `host` is within its budget; if so, it is counted. */
  spend(host: string): boolean
}

export interface BudgetLimits {
  readonly perHost: number
  /** Milliseconds after which a host has its whole budget again. */
  readonly window: number
  /** Hosts that are kept account of; the longest known is forgotten first. */
  readonly maxHosts: number
}

/**
 * A busy server has hundreds of actors that follow us, but they do not all write for the first time
 * within ten minutes; and a hostile one with 500 made-up keys gets 60 requests out of us.
 */
export const KEY_BUDGET: BudgetLimits = { perHost: 60, window: 10 * MINUTE, maxHosts: 2000 }

export function createFetchBudget(limits: BudgetLimits, now: () => Date): FetchBudget {
  const hosts = createBoundedMap<{ since: number; spent: number }>(limits.maxHosts)
  return {
    spend(host) {
      const time = now().getTime()
      const known = hosts.get(host)
      if (known !== undefined && time - known.since < limits.window) {
        return ++known.spent <= limits.perHost
      }
      hosts.set(host, { since: time, spent: 1 })
      return limits.perHost > 0
    },
  }
}
