import type { TesseraError } from '../kernel/errors.ts'
import { toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { parseObject, type TesseraObject } from '../record/object.ts'
import type { ObjectStore } from './object-store.ts'
import { isUrgent } from './relay.ts'
import type { BranchesOf } from './settle.ts'
import { refusalOf, takeIn } from './take-in.ts'

export interface ReceiveDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
  readonly now: () => Date
  /** Collectives that some view shows: their alerts are relayed, those of others held. */
  readonly vouched: () => Promise<ReadonlySet<Scid>>
}

/** What became of one offered object. */
export type Receipt = { readonly digest: Digest; readonly scid: Scid | null } & (
  | { readonly outcome: 'stored' | 'known' }
  | { readonly outcome: 'refused'; readonly refusal: TesseraError }
)

/**
 * Takes in objects that someone offers, in any order: what verifies and may count is kept, what
 * counts takes effect in the same transaction, what is wrong is named. One bad object among many
 * hinders none of the others. `from` is the peer that hands them over, if one does.
 */
export async function receiveObjects(
  texts: readonly string[],
  { store, branchesOf, now, ...deps }: ReceiveDeps,
  from?: Scid,
): Promise<Receipt[]> {
  const digests = texts.map((text) => digestOf(text))
  const { objects, receipts } = open(texts, digests, await store.listKnown(digests))
  // Only what is urgent asks for the views, which every change makes anew.
  const vouched = [...objects.values()].some(isUrgent) ? await deps.vouched() : NOBODY
  for (const [scid, own] of Map.groupBy(objects.values(), (object) => object.value.scid)) {
    const about = { scid, objects: own, branchesOf, now: toTimestamp(now()) }
    const offer = { ...about, vouched, ...(from === undefined ? {} : { from }) }
    const refusals = await store.transaction((writer) => takeIn(writer, offer))
    for (const { digest } of own.map((object) => object.value)) {
      const refusal = refusals.get(digest)
      const outcome = refusal === undefined ? stored : { outcome: 'refused' as const, refusal }
      receipts.set(digest, { digest, scid, ...outcome })
    }
  }
  return digests.flatMap((digest) => receipts.get(digest) ?? [])
}

const stored = { outcome: 'stored' } as const
const NOBODY: ReadonlySet<Scid> = new Set()

/** Parses each text once; what is known is not even parsed. */
function open(texts: readonly string[], digests: readonly Digest[], known: ReadonlySet<Digest>) {
  const objects = new Map<Digest, TesseraObject>()
  const receipts = new Map<Digest, Receipt>()
  for (const [i, text] of texts.entries()) {
    const digest = digests[i] ?? ''
    if (objects.has(digest) || receipts.has(digest)) continue
    const about = { digest, scid: null }
    const refusal = known.has(digest)
      ? null
      : refusalOf(() => objects.set(digest, parseObject(text, digest)))
    if (known.has(digest)) receipts.set(digest, { ...about, outcome: 'known' })
    if (refusal !== null) receipts.set(digest, { ...about, outcome: 'refused', refusal })
  }
  return { objects, receipts }
}
