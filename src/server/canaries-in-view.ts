import { type Canaries, createCanaries } from '../alert/canaries.ts'
import type { CanaryStore } from '../alert/canary-store.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import { toTimestamp } from '../kernel/time.ts'
import { createCollectiveCache } from './collective-cache.ts'

/** Histories of so many collectives are kept ready; each takes some 20 kB. */
const CAPACITY = 500

export interface CanariesInViewDeps {
  readonly canaryStore: CanaryStore
  readonly store: Pick<ObjectReader, 'lastSequence' | 'listChanges'>
  readonly now: () => Date
}

/** Records are read anew when their collective changes; where they stand is judged at each visit. */
export function createCanariesInView({ canaryStore, store, now }: CanariesInViewDeps): Canaries {
  const histories = createCollectiveCache(
    store,
    (scid) => canaryStore.listHistories(scid, toTimestamp(now())),
    CAPACITY,
  )
  return createCanaries({
    store: {
      listHistories: (scid) => histories.get(scid),
      branchesOf: (scid) => canaryStore.branchesOf(scid),
    },
    now,
  })
}
