import type { Timestamp } from '../kernel/time.ts'
import type { Standing } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import { URGENT } from '../record/early-records.ts'
import type { TesseraObject } from '../record/object.ts'
import type { ObjectStore, ObjectWriter } from './object-store.ts'
import { ANNOUNCE_QUEUE } from './publish.ts'

/** Who lets alerts through. */
export interface Relaying {
  /** Collectives that some view of this node shows: what others say is held, not relayed. */
  readonly vouched: ReadonlySet<Scid>
  /** The peer that handed the objects over, and need not hear of them again. */
  readonly from?: Scid
}

export interface TakenIn extends Relaying {
  readonly scid: Scid
  /** What was let in for the first time: so everything is relayed once, and in no circle. */
  readonly admitted: readonly TesseraObject[]
  readonly standing: Standing
  readonly now: Timestamp
}

/**
 * Leaves a job to pass on to the own peers what is urgent among what was taken in, in the same
 * transaction: whoever dies after that, it is passed on. What does not count yet, or is by somebody
 * whom nobody here vouches for, is held until it may go. SPEC: design.md, section 7.
 */
export async function relayUrgent(writer: ObjectWriter, taken: TakenIn): Promise<void> {
  const { scid, vouched, from, standing, now } = taken
  const admitted = taken.admitted.filter(isUrgent).map(({ value }) => value.digest)
  // What its collective has erased was let in for a head's sake, and is gone again.
  const urgent = admitted.length === 0 ? [] : [...(await writer.listKnown(admitted))]
  if (urgent.length === 0) return
  const counting = new Set(standing.current.map(({ digest }) => digest))
  const digests = urgent.filter((digest) => vouched.has(scid) && counting.has(digest))
  const held = urgent.filter((digest) => !digests.includes(digest))
  if (held.length > 0) await writer.hold(held)
  // An earlier version changes nothing that counts, and yet what is known of an alert.
  if (!urgent.some((digest) => counting.has(digest)))
    await writer.addChange({ scid, what: 'alert', at: now })
  if (digests.length > 0)
    await writer.enqueue(ANNOUNCE_QUEUE, {
      digests,
      ...(from === undefined ? {} : { except: from }),
    })
}

/** Alerts and responses travel on; everything else is fetched by who follows. */
export function isUrgent({ kind, value }: TesseraObject): boolean {
  return kind === 'record' && URGENT.has(value.type)
}

export interface RelayHeldDeps {
  readonly store: ObjectStore
  readonly vouched: () => Promise<ReadonlySet<Scid>>
}

/**
 * Passes on what was held and counts now, of collectives that have been vouched for since; to be
 * called now and then. Returns how many records.
 */
export async function relayHeld({ store, vouched }: RelayHeldDeps): Promise<number> {
  const held = await store.listHeld()
  if (held.length === 0) return 0
  const known = await vouched()
  const ready = held.filter(({ scid }) => known.has(scid)).map(({ digest }) => digest)
  if (ready.length === 0) return 0
  return await store.transaction(async (writer) => {
    const digests = await writer.release(ready)
    if (digests.length > 0) await writer.enqueue(ANNOUNCE_QUEUE, { digests })
    return digests.length
  })
}
