import type { DeliveryStore } from '../exchange/delivery-store.ts'
import type { ObjectReader, StoredObject } from '../exchange/object-store.ts'
import type { MarkFile } from '../exchange/own-node.ts'
import type { PeerStore } from '../exchange/peer-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, digestOfAll } from '../record/digest.ts'
import { parseHead } from '../record/head.ts'
import { OBJECTS_MEMBER } from './gate.ts'
import type { OwnIds } from './own-ids.ts'
import { INBOX_LIMITS } from './strict-json.ts'

export interface AnnouncerOptions {
  readonly store: ObjectReader
  readonly peers: PeerStore
  readonly deliveries: DeliveryStore
  readonly mark: Pick<MarkFile, 'read'>
  readonly own: OwnIds & { readonly scid: Scid }
  readonly now: () => Date
  /** Lets the sender look at once. */
  readonly wake: () => void
}

/** What ANNOUNCE_QUEUE holds. */
export interface AnnounceJob {
  readonly digests: readonly Digest[]
  /** The peer that it came from and that need not hear of it, where others' objects are relayed. */
  readonly except?: Scid
}

/** SPEC: design.md, section 8: what does not fit is fetched. */
const MAX_INLINE_BYTES = 192 * 1024
/** Room for the activity around the objects in what an inbox reads. */
const MAX_INLINE_NODES = INBOX_LIMITS.maxNodes - 600
/** What a manifest lists beyond these is found missing and fetched; 500 URLs take 50 KiB. */
const MAX_ANNOUNCED = 500
const ORDER = { head: 0, manifest: 1, record: 2 } as const

/**
 * Tells all peers of new objects: one activity, the same bytes for everyone. To be called by the
 * worker of ANNOUNCE_QUEUE, any number of times for one job. Throws `mark_behind` while the mark
 * does not cover the own head among them: it has to be on the disk before anyone may see that head.
 * SPEC: design.md, section 6, "Own restore".
 */
export function createAnnouncer(options: AnnouncerOptions): (job: AnnounceJob) => Promise<void> {
  const { store, peers, deliveries, own, now, wake } = options
  return async ({ digests, except }) => {
    const found = await store.findObjects(digests)
    const objects = found.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])
    if (objects.length === 0) return // erased since
    for (const object of objects) await checkMark(object, options)
    const activity = writeAnnounce(objects.slice(0, MAX_ANNOUNCED), own, toTimestamp(now()))
    const others = (await peers.listPeers()).filter(({ scid }) => scid !== except)
    const inboxes = others.map((peer) => peer.inbox)
    await deliveries.enqueueDeliveries(activity, inboxes, now().getTime())
    wake()
  }
}

async function checkMark(
  { kind, scid, text }: StoredObject,
  { own, store, mark }: AnnouncerOptions,
): Promise<void> {
  if (kind !== 'head' || scid !== own.scid) return
  const head = parseHead(text)
  const written = await mark.read()
  if (written?.head === head.stateDigest || written?.next === head.stateDigest) return
  const inForce = await store.findCollective(scid)
  if (inForce?.head !== head.digest) return // followed by another, whose own job waits for the mark
  throw new TesseraError('unavailable', 'mark_behind', 'The mark does not cover the new head yet.')
}

/** SPEC: docs/federation/activities.md, "Announce" */
export function writeAnnounce(
  objects: readonly StoredObject[],
  own: OwnIds,
  published: Timestamp,
): { readonly id: string; readonly body: string } {
  const digests = objects.map((object) => object.digest)
  const announce = {
    '@context': [
      'https://www.w3.org/ns/activitystreams',
      { tessera: 'https://w3id.org/tessera/v1#' },
    ],
    id: `${own.origin}/announcements/${digestOfAll(digests)}`,
    type: 'Announce',
    actor: own.actor,
    published,
    object: digests.map((digest) => `${own.origin}/objects/${digest}`),
  }
  // Texts go in as they are kept: nothing is parsed and written again.
  const inline = chooseInline(objects).join(',')
  const body = `${JSON.stringify(announce).slice(0, -1)},"${OBJECTS_MEMBER}":[${inline}]}`
  return { id: announce.id, body }
}

/** As many objects as fit, in order; a large one is left out for the small ones after it. */
function chooseInline(objects: readonly StoredObject[]): string[] {
  const chosen: string[] = []
  let [bytes, nodes] = [0, 0]
  for (const { text } of objects) {
    const size = Buffer.byteLength(text)
    const count = countNodes(text)
    if (bytes + size > MAX_INLINE_BYTES || nodes + count > MAX_INLINE_NODES) continue
    bytes += size
    nodes += count
    chosen.push(text)
  }
  return chosen
}

/** No fewer than the values in a JSON text: each but the first follows one of these marks. */
function countNodes(text: string): number {
  return text.match(/[[{,]/g)?.length ?? 0
}
