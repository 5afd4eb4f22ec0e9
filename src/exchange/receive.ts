import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOf } from '../record/digest.ts'
import { MAX_OBJECT_SIZE, parseObject, type TesseraObject } from '../record/object.ts'
import { admit, type AdmissionFacts } from './admission.ts'
import type { ObjectReader, ObjectStore, ObjectWriter } from './object-store.ts'
import { checkQuota } from './quota.ts'
import { type BranchesOf, settle } from './settle.ts'

export interface ReceiveDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
  readonly now: () => Date
}

/** What became of one offered object. */
export type Receipt = { readonly digest: Digest; readonly scid: Scid | null } & (
  | { readonly outcome: 'stored' | 'known' }
  | { readonly outcome: 'refused'; readonly refusal: TesseraError }
)

/**
 * Takes in objects that someone offers, in any order: what verifies and may count is kept, what
 * counts takes effect in the same transaction, what is wrong is named. One bad object among many
 * hinders none of the others.
 */
export async function receiveObjects(
  texts: readonly string[],
  { store, branchesOf, now }: ReceiveDeps,
): Promise<Receipt[]> {
  const digests = texts.map((text) => digestOf(text))
  const known = await store.listKnown(digests)
  const erased = await store.listErased(digests)
  const receipts = texts.map((text, i) => open(text, digests[i] ?? '', { known, erased }))
  const opened = receipts.flatMap((receipt) => (receipt.object === null ? [] : [receipt.object]))
  const byOwner = Map.groupBy(opened, (object) => object.value.scid)
  const refusals = new Map<Digest, TesseraError>()
  for (const [scid, objects] of byOwner) {
    const context = { scid, objects, refusals, branchesOf, now: toTimestamp(now()) }
    await store.transaction((writer) => takeIn(writer, context))
  }
  return receipts.map(({ receipt }) => finish(receipt, refusals))
}

interface Opened {
  readonly receipt: Receipt
  /** Null if there is nothing to take in. */
  readonly object: TesseraObject | null
}

/** What is known or erased is not even parsed. */
function open(
  text: string,
  digest: Digest,
  { known, erased }: { known: ReadonlySet<Digest>; erased: ReadonlySet<Digest> },
): Opened {
  if (known.has(digest)) return { receipt: { digest, scid: null, outcome: 'known' }, object: null }
  try {
    if (text.length > MAX_OBJECT_SIZE) throw tooLarge()
    if (erased.has(digest)) throw gone()
    const object = parseObject(text, digest)
    return { receipt: { digest, scid: object.value.scid, outcome: 'stored' }, object }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return { receipt: { digest, scid: null, outcome: 'refused', refusal: error }, object: null }
  }
}

function finish(receipt: Receipt, refusals: ReadonlyMap<Digest, TesseraError>): Receipt {
  const refusal = refusals.get(receipt.digest)
  if (refusal === undefined) return receipt
  return { digest: receipt.digest, scid: receipt.scid, outcome: 'refused', refusal }
}

interface TakeIn {
  readonly scid: Scid
  readonly objects: readonly TesseraObject[]
  /** Filled with what is refused. */
  readonly refusals: Map<Digest, TesseraError>
  readonly branchesOf: BranchesOf
  readonly now: Timestamp
}

/** The objects of one collective, in one transaction. */
async function takeIn(writer: ObjectWriter, context: TakeIn): Promise<void> {
  const { scid, objects, refusals, branchesOf, now } = context
  const collective = await writer.findCollective(scid)
  const branches = await branchesOf(writer, scid)
  const facts = { branches, ...(await listedBy(writer, scid, objects)) }
  const admitted = objects.filter((object) => {
    const refusal = refusalOf(() => {
      if (collective?.blocked === true) throw blocked()
      admit(object, facts, now)
    })
    if (refusal !== null) refusals.set(object.value.digest, refusal)
    return refusal === null
  })
  const own = await withoutForeignItems(writer, { scid, objects: admitted, refusals })
  const usage = await writer.usage(scid, now)
  const overQuota = refusalOf(() => checkQuota(own, usage))
  if (overQuota !== null) for (const { value } of own) refusals.set(value.digest, overQuota)
  if (own.length === 0 || overQuota !== null) return
  await writer.addObjects(own, now)
  await settle(writer, scid, { branchesOf, now })
}

function refusalOf(judgement: () => void): TesseraError | null {
  try {
    judgement()
    return null
  } catch (error) {
    if (error instanceof TesseraError) return error
    throw error
  }
}

/** What the heads and manifests name, those at hand and those that come along. */
async function listedBy(
  reader: ObjectReader,
  scid: Scid,
  objects: readonly TesseraObject[],
): Promise<Omit<AdmissionFacts, 'branches'>> {
  const stored = await reader.readLists(scid)
  const manifests = new Set(stored.manifests)
  const listed = new Set(stored.records)
  for (const object of objects) {
    if (object.kind === 'head') manifests.add(object.value.manifest)
    if (object.kind === 'manifest') for (const item of object.value.items) listed.add(item.digest)
  }
  return { manifests, listed }
}

/** A manifest that lists what is another collective's is refused (security-bar E19). */
async function withoutForeignItems(
  reader: ObjectReader,
  { scid, objects, refusals }: Pick<TakeIn, 'scid' | 'objects' | 'refusals'>,
): Promise<readonly TesseraObject[]> {
  const kept: TesseraObject[] = []
  for (const object of objects) {
    const items = object.kind === 'manifest' ? object.value.items.map((item) => item.digest) : []
    const foreign = items.length === 0 ? new Set() : await reader.listForeign(items, scid)
    if (foreign.size === 0) kept.push(object)
    else refusals.set(object.value.digest, foreignRecord())
  }
  return kept
}

function tooLarge(): TesseraError {
  return new TesseraError('too-large', 'object_too_large', 'An object has at most 512 KiB.')
}

function gone(): TesseraError {
  return new TesseraError('gone', 'erased', 'Its collective has erased this.')
}

function blocked(): TesseraError {
  return new TesseraError('forbidden', 'blocked', 'This node takes nothing from that collective.')
}

function foreignRecord(): TesseraError {
  return new TesseraError(
    'invalid',
    'foreign_record',
    "A manifest lists another collective's record.",
  )
}
