import { TesseraError } from '../kernel/errors.ts'
import type { Timestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import type { CollectiveFacts } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { ManifestItem } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import { admit, expectAfter, expectedBy } from './admission.ts'
import { createAlertLimit } from './alert-limit.ts'
import type { ObjectReader, ObjectWriter } from './object-store.ts'
import { type BytesTaken, createQuota, MAX_BYTES, sharesOf } from './quota.ts'
import { type Relaying, relayUrgent } from './relay.ts'
import { type BranchesOf, readFacts, refusedOf, settle, withObjects } from './settle.ts'

/** Objects that someone offers, all of one collective. */
export interface Offer extends Relaying {
  readonly scid: Scid
  readonly objects: readonly TesseraObject[]
  readonly branchesOf: BranchesOf
  readonly now: Timestamp
}

/**
 * Takes in the objects of one collective, in the writer's transaction: each is judged with those that
 * were let in before it. Returns what is refused, and why.
 */
export async function takeIn(
  writer: ObjectWriter,
  offer: Offer,
): Promise<ReadonlyMap<Digest, TesseraError>> {
  const { scid, objects, branchesOf, now } = offer
  const collective = await writer.findCollective(scid)
  const facts = await readFacts(writer, scid, branchesOf)
  const expected = expectedBy(facts)
  const erased = await erasedAmong(writer, facts, offer)
  const foreign = await foreignAmong(writer, offer)
  const quota = createQuota(facts, await bytesTaken(writer, facts, offer), now)
  const checkLimit = createAlertLimit(facts, expected.listed, now)
  const refusals = new Map<Digest, TesseraError>()
  const admitted = inOrder(objects).filter((object) => {
    const refusal = refusalOf(() => {
      if (collective?.blocked === true) throw blocked()
      if (erased.has(object.value.digest)) throw gone()
      admit(object, expected, now)
      checkLimit(object)
      if (object.kind === 'manifest') checkItems(object.value.items, foreign)
      quota.take(object)
      expectAfter(object, expected)
    })
    if (refusal !== null) refusals.set(object.value.digest, refusal)
    return refusal === null
  })
  if (admitted.length === 0) return refusals
  await writer.addObjects(admitted, now)
  const standing = await settle(writer, { scid, facts: withObjects(facts, admitted), now })
  await relayUrgent(writer, { ...offer, admitted, standing })
  return refusals
}

/** Heads from the oldest on, then manifests, then records: each asks for what comes after it. */
function inOrder(objects: readonly TesseraObject[]): TesseraObject[] {
  const heads = objects.filter((object) => object.kind === 'head')
  return [
    ...heads.toSorted((a, b) => a.value.version - b.value.version),
    ...objects.filter((object) => object.kind === 'manifest'),
    ...objects.filter((object) => object.kind === 'record'),
  ]
}

/** Rule 6: only its own node-signed records can a collective erase. SPEC: design.md, section 6. */
async function erasedAmong(
  reader: ObjectReader,
  facts: CollectiveFacts,
  { objects, now }: Offer,
): Promise<ReadonlySet<Digest>> {
  const erasable = objects.filter(
    ({ kind, value }) => kind === 'record' && value.signedBy === 'node',
  )
  const candidates = await reader.listErased(erasable.map((object) => object.value.digest))
  if (candidates.size === 0) return candidates
  const refused = refusedOf(facts, judge(facts, now))
  return new Set(refused.filter((digest) => candidates.has(digest)))
}

/** Digests in offered manifests that are kept as another collective's. */
async function foreignAmong(
  reader: ObjectReader,
  { scid, objects }: Offer,
): Promise<ReadonlySet<Digest>> {
  const items = objects.flatMap((object) => (object.kind === 'manifest' ? object.value.items : []))
  if (items.length === 0) return new Set()
  return await reader.listForeign(
    items.map((item) => item.digest),
    scid,
  )
}

async function bytesTaken(
  reader: ObjectReader,
  facts: CollectiveFacts,
  { scid, objects }: Offer,
): Promise<BytesTaken> {
  const kept = await reader.bytesOf(scid)
  const offered = objects.reduce((sum, { value }) => sum + Buffer.byteLength(value.text), 0)
  // What fits in any case need not be told apart.
  if (kept + offered <= MAX_BYTES) return { kept, members: 0, node: kept }
  const shares = sharesOf(facts)
  const members = await reader.sizeOf(shares.members)
  return { kept, members, node: await reader.sizeOf(shares.node) }
}

/** A manifest that lists what is another collective's is refused (security-bar E19). */
function checkItems(items: readonly ManifestItem[], foreign: ReadonlySet<Digest>): void {
  if (!items.some((item) => foreign.has(item.digest))) return
  throw new TesseraError(
    'invalid',
    'foreign_record',
    "A manifest lists another collective's record.",
  )
}

/** The refusal that a judgement ends with; null if it passes. A bug is thrown on. */
export function refusalOf(judgement: () => void): TesseraError | null {
  try {
    judgement()
    return null
  } catch (error) {
    if (error instanceof TesseraError) return error
    throw error
  }
}

function gone(): TesseraError {
  return new TesseraError('gone', 'erased', 'Its collective has erased this.')
}

export function blocked(): TesseraError {
  return new TesseraError('forbidden', 'blocked', 'This node takes nothing from that collective.')
}
