import { randomUUID } from 'node:crypto'

import { MINUTE } from './kernel/time.ts'
import type { Leases } from './store/lease.ts'

/** The longest that work of this kind takes; a process that died in it holds others up this long. */
const LIFE = 5 * MINUTE

/** Runs work that only one process of a node may do at a time; false where another does it. */
export function createExclusiveWork(
  leases: Leases,
): (name: string, work: () => Promise<void>) => Promise<boolean> {
  const holder = randomUUID()
  return async (name, work) => {
    if (!(await leases.acquire({ name, holder, life: LIFE }))) return false
    try {
      await work()
    } finally {
      await leases.release(name, holder)
    }
    return true
  }
}
