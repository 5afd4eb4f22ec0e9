import { addTime, DAY, toTimestamp, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import { keepSet } from './keep-set.ts'
import type { ObjectReader, ObjectStore, ObjectWriter } from './object-store.ts'
import { type BranchesOf, readFacts } from './settle.ts'

/** How long what was superseded is kept, for those who come late. SPEC: design.md, section 6, "Kept". */
export const KEPT_AFTER = 30 * DAY

export interface PruneDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
  readonly now: () => Date
}

/**
 * Removes what was superseded for 30 days, reckoned from the first time that this found it not
 * needed any more; to be called daily. Returns how many objects are gone.
 */
export async function prune({ store, branchesOf, now }: PruneDeps): Promise<number> {
  const time = toTimestamp(now())
  const named = await listNamed(store)
  let removed = 0
  for (const { scid } of await store.listCollectives()) {
    removed += await store.transaction(async (writer) => {
      const facts = await readFacts(writer, scid, branchesOf)
      return await sweep(writer, { scid, keep: keepSet(facts, { now: time, named }), now: time })
    })
  }
  return removed
}

/** The charters that current commitments name: a text stays as long as somebody stands under it. */
async function listNamed(store: ObjectReader): Promise<ReadonlySet<Digest>> {
  const commitments = await store.listCurrent({ types: ['Commitment'] })
  const statements = commitments.map(({ text }) => (JSON.parse(text) as Commitment).charter.digest)
  return await store.listByStatement(statements)
}

interface Sweep {
  readonly scid: Scid
  readonly keep: ReadonlySet<Digest>
  readonly now: Timestamp
}

async function sweep(writer: ObjectWriter, { scid, keep, now }: Sweep): Promise<number> {
  const objects = await writer.listRetained(scid)
  const digests = (chosen: typeof objects): Digest[] => chosen.map(({ digest }) => digest)
  const wanted = objects.filter(({ digest }) => keep.has(digest))
  const unwanted = objects.filter(({ digest }) => !keep.has(digest))
  const over = addTime(now, -KEPT_AFTER)
  const gone = unwanted.filter(({ superseded }) => superseded !== null && superseded <= over)
  const again = digests(wanted.filter(({ superseded }) => superseded !== null))
  const fresh = digests(unwanted.filter(({ superseded }) => superseded === null))
  if (again.length > 0) await writer.markSuperseded(again, null)
  if (fresh.length > 0) await writer.markSuperseded(fresh, now)
  if (gone.length > 0) await writer.removeObjects(digests(gone))
  return gone.length
}
