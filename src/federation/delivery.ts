import { SECOND } from '../kernel/time.ts'
import { createBell } from './bell.ts'
import { type Claimed, createDeliverer, type DelivererOptions } from './deliverer.ts'

/** Sends what is queued. */
export interface Sender {
  /** Sends everything that is due; resolves when nothing is any more. Returns how much arrived. */
  sendDue(): Promise<number>
  /** Sends until `signal` aborts, then ends what was begun; never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Something may have been queued. */
  wake(): void
}

/** Deliveries under way at a time, over all hosts: most of them wait for other servers. */
const IN_FLIGHT = 128
/** A claim is one transaction: it is worth as many deliveries. */
const CLAIM_AT = IN_FLIGHT / 2
/**
 * How long to wait before claiming again when a claim brought all there was: what follows in an
 * inbox becomes free as what is before it arrives.
 */
const CLAIM_PAUSE = 50
/** How soon is seen what became due, or what another process queued. */
const POLL = SECOND

/**
 * The one sender of the node. Each inbox gets its deliveries in order, one at a time; hosts that
 * fail are left alone for a while; what is sent are the stored bytes.
 */
export function createSender(options: DelivererOptions): Sender {
  const deliverer = createDeliverer(options)
  const { logger } = options
  const queued = createBell()
  const ended = createBell()

  async function send(delivery: Claimed, tally: Tally): Promise<void> {
    tally.active++
    try {
      if (await deliverer.send(delivery)) tally.arrived++
    } catch (error) {
      logger.error({ err: error }, 'delivery failed')
    }
    tally.active--
    ended.ring()
  }

  async function sendDue(signal?: AbortSignal): Promise<number> {
    const tally: Tally = { active: 0, arrived: 0 }
    let claimAgain = 0
    while (true) {
      const limit = isOver(signal) ? 0 : roomBeside(tally.active, claimAgain)
      const batch = limit > 0 ? await deliverer.claim(limit) : []
      for (const delivery of batch) void send(delivery, tally)
      if (batch.length < limit) claimAgain = performance.now() + CLAIM_PAUSE
      if (tally.active === 0) return tally.arrived
      await ended.wait(claimAgain > performance.now() ? CLAIM_PAUSE : POLL)
    }
  }

  return {
    sendDue: () => sendDue(),
    async run(signal) {
      while (!signal.aborted) {
        try {
          await sendDue(signal)
        } catch (error) {
          logger.error({ err: error }, 'deliveries not claimed')
        }
        await queued.wait(POLL, signal)
      }
    },
    wake: () => queued.ring(),
  }
}

/** How many to claim beside those that are under way; 0 if it is not yet time, or not worth it. */
function roomBeside(active: number, claimAgain: number): number {
  const isTime = active === 0 || performance.now() >= claimAgain
  return isTime && active <= CLAIM_AT ? IN_FLIGHT - active : 0
}

interface Tally {
  active: number
  arrived: number
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
