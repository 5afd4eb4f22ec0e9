import type { CanaryHistory, CanaryStore, SignedCanary } from '../alert/canary-store.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import { type BranchesOf, readFacts } from '../exchange/settle.ts'
import type { RecordFact } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Canary } from '../record/kinds/canary.ts'
import { memberHistory } from '../record/member-history.ts'

export interface CanaryStoreDeps {
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
}

/** Reads canaries from all records that are kept: an overdue one may count no more, and is told of. */
export function createCanaryStore({ store, branchesOf }: CanaryStoreDeps): CanaryStore {
  return {
    async listHistories(scid, now) {
      const collective = await store.findCollective(scid)
      if (collective === null || collective.blocked) return []
      const facts = await readFacts(store, scid, branchesOf)
      const histories = memberHistory(facts, 'Canary', now)
      const records = await readCanaries(store, scid, histories.flat())
      return histories.flatMap((history): CanaryHistory[] => {
        const [newest, ...earlier] = history.flatMap(({ digest }) => records.get(digest) ?? [])
        return newest === undefined ? [] : [[newest, ...earlier]]
      })
    },
    branchesOf: (scid) => branchesOf(store, scid),
  }
}

async function readCanaries(
  store: ObjectReader,
  scid: Scid,
  facts: readonly RecordFact[],
): Promise<ReadonlyMap<string, SignedCanary>> {
  if (facts.length === 0) return new Map()
  const objects = await store.findObjects(facts.map(({ digest }) => digest))
  return new Map(
    objects.map(({ digest, text }) => {
      return [digest, { scid, digest, record: JSON.parse(text) as Canary }] as const
    }),
  )
}
