import type { Delivery, DeliveryStore, HostState } from '../exchange/delivery-store.ts'
import type { PeerStore } from '../exchange/peer-store.ts'
import { MINUTE, SECOND } from '../kernel/time.ts'
import { type Attempt, createAttempt, type Signers } from './attempt.ts'
import { createBoundedMap } from './bounded-map.ts'
import { hostAfter, nextAttempt } from './delivery-rules.ts'
import type { FederationLog } from './federation-log.ts'
import type { Fetcher } from './fetcher.ts'
import { createHostStates, type HostStates } from './host-states.ts'

export interface DelivererOptions {
  readonly deliveries: DeliveryStore
  readonly peers: PeerStore
  readonly fetcher: Pick<Fetcher, 'post'>
  readonly signers: Signers
  readonly now: () => Date
  /** From 0 to 1. */
  readonly random: () => number
  readonly logger: FederationLog
}

/** Claims deliveries and sends one at a time; whatever becomes of it is noted. */
export interface Deliverer {
  /** Leases what is due, at most `limit`, and makes ready what sending it takes. */
  claim(limit: number): Promise<readonly Claimed[]>
  /** Whether it arrived. */
  send(delivery: Claimed): Promise<boolean>
}

/** What a crashed process had claimed is tried again after this; far longer than a request takes. */
const LEASE = 2 * MINUTE
/** What arrived is noted together. A crash before that sends it once more; receivers know it then. */
const NOTE_AFTER = 20
const PEERS_LIFETIME = SECOND
/** Activities whose bytes are kept ready. */
const BODIES = 64

interface Work extends DelivererOptions {
  readonly hosts: HostStates
  readonly attempt: ReturnType<typeof createAttempt>
  readonly bodyOf: (delivery: Delivery) => Uint8Array
  readonly finish: (id: number) => Promise<void>
  readonly peerInboxes: () => Promise<ReadonlySet<string>>
}

export function createDeliverer(options: DelivererOptions): Deliverer {
  const work: Work = {
    ...options,
    hosts: createHostStates(options.deliveries),
    attempt: createAttempt(options.fetcher, options.signers),
    bodyOf: createBodies(),
    finish: createFinish(options.deliveries),
    peerInboxes: createPeerInboxes(options),
  }
  return { claim: (limit) => claim(work, limit), send: (delivery) => sendOne(delivery, work) }
}

/** A delivery that this process holds. */
export interface Claimed extends Delivery {
  readonly isPeer: boolean
}

async function claim(
  { deliveries, hosts, now, peerInboxes }: Work,
  limit: number,
): Promise<Claimed[]> {
  const at = now().getTime()
  const batch = await deliveries.claimDeliveries(limit, at, at + LEASE)
  if (batch.length === 0) return []
  await hosts.load(batch.map(hostOf))
  const inboxes = await peerInboxes()
  return batch.map((delivery) => ({ ...delivery, isPeer: inboxes.has(delivery.inbox) }))
}

async function sendOne(delivery: Claimed, work: Work): Promise<boolean> {
  const { hosts, attempt, bodyOf, finish, now, logger } = work
  const { id, inbox, isPeer } = delivery
  const state = hosts.get(hostOf(delivery))
  if (state.retryAt > now().getTime()) {
    // The host failed while this was claimed: it waits with the others, and has not failed itself.
    await work.deliveries.postponeDelivery(id, { due: state.retryAt, attempts: delivery.attempts })
    return false
  }
  const result = await attempt({ inbox, body: bodyOf(delivery), state, isPeer })
  await noteHost(delivery, result, work)
  if (result.outcome === 'delivered') await finish(id)
  else await tryLater(delivery, result, work)
  const { outcome, reason } = result
  if (outcome !== 'delivered') logger.debug({ host: state.host, reason }, 'not delivered')
  return outcome === 'delivered'
}

async function noteHost(
  delivery: Claimed,
  { outcome, retryAfter, scheme }: Attempt,
  { hosts, now }: Work,
): Promise<void> {
  const at = now().getTime()
  const state = hosts.get(hostOf(delivery))
  await hosts.put(
    {
      ...hostAfter(state, outcome, { now: at, retryAfter }),
      signature: delivery.isPeer ? state.signature : learned(scheme, outcome, state),
    },
    at,
  )
}

/** What was taken is remembered; what is no longer taken is found out anew. */
function learned(
  scheme: Attempt['scheme'],
  outcome: Attempt['outcome'],
  { signature }: HostState,
): HostState['signature'] {
  if (scheme === 'cavage' || scheme === 'rfc9421-rsa') return scheme
  return outcome === 'unauthorized' ? 'unknown' : signature
}

async function tryLater(
  delivery: Delivery,
  { outcome, retryAfter, reason }: Attempt,
  { deliveries, now, random, finish, logger }: Work,
): Promise<void> {
  const attempts = delivery.attempts + 1
  const due =
    outcome === 'failed' || outcome === 'unauthorized'
      ? nextAttempt({
          outcome,
          attempts,
          created: Date.parse(delivery.created),
          now: now().getTime(),
          retryAfter,
          random: random(),
        })
      : null
  if (due !== null) return await deliveries.postponeDelivery(delivery.id, { due, attempts })
  logger.info({ host: hostOf(delivery), reason, attempts }, 'delivery given up')
  await finish(delivery.id)
}

function hostOf({ inbox }: Delivery): string {
  return new URL(inbox).host
}

/** The bytes of activities; one goes to many inboxes, and is turned into bytes once. */
function createBodies(): (delivery: Delivery) => Uint8Array {
  const bodies = createBoundedMap<{ readonly text: string; readonly bytes: Uint8Array }>(BODIES)
  return ({ activity, body }) => {
    const known = bodies.get(activity)
    if (known?.text === body) return known.bytes
    const bytes = Buffer.from(body)
    bodies.set(activity, { text: body, bytes })
    return bytes
  }
}

/** The inboxes of peers, as they were a moment ago at most: a fan-out claims many times. */
function createPeerInboxes({ peers, now }: Pick<DelivererOptions, 'peers' | 'now'>) {
  let inboxes: ReadonlySet<string> = new Set()
  let until = 0
  return async (): Promise<ReadonlySet<string>> => {
    const at = now().getTime()
    if (at >= until) {
      inboxes = new Set((await peers.listPeers()).map((peer) => peer.inbox))
      until = at + PEERS_LIFETIME
    }
    return inboxes
  }
}

/** Forgets deliveries together, soon after they arrived. */
function createFinish(deliveries: DeliveryStore): (id: number) => Promise<void> {
  let ids: number[] = []
  let done: Promise<void> | null = null

  async function flush(): Promise<void> {
    await new Promise((later) => void setTimeout(later, NOTE_AFTER))
    const finished = ids
    ids = []
    done = null
    await deliveries.finishDeliveries(finished)
  }

  return async (id) => {
    ids.push(id)
    done ??= flush()
    await done
  }
}
