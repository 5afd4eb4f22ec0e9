import type { ObjectReader } from '../exchange/object-store.ts'
import type { PeerStore } from '../exchange/peer-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { isScid, type Scid } from '../record/did.ts'
import { type Carry, newestEntries, outcomeOf, parseCarried } from './carried-log.ts'
import type { FederationLog } from './federation-log.ts'
import { type HttpAnswer, jsonAnswer, notFound } from './http-answer.ts'
import type { LogRefresh } from './log-refresh.ts'

/** Takes entries of a log from anyone. Throws `not_found`, `busy`, and why they are refused. */
export type LogIntake = (scid: string, body: Uint8Array) => Promise<HttpAnswer>

export interface LogIntakeOptions {
  readonly store: ObjectReader
  readonly logs: Pick<LogRefresh, 'take'>
}

/** Anybody may ask for this work, so it never takes more than a little of the machine. */
const AT_ONCE = 2

/**
 * Members of a collective whose node is gone or no longer theirs hand their newest entry to any
 * node. Only logs that are known here grow this way, and only by what k members approved, so it
 * does not matter who brings it. SPEC: design.md, section 4, "Recovery".
 */
export function createLogIntake({ store, logs }: LogIntakeOptions): LogIntake {
  let running = 0
  return async (scid, body) => {
    const known = isScid(scid) ? await store.findCollective(scid) : null
    if (known === null || known.blocked) {
      throw notFound('The log of this collective is not known here.')
    }
    const texts = parseCarried(body)
    if (running >= AT_ONCE) throw busy()
    running++
    try {
      return jsonAnswer({ outcome: outcomeOf(await logs.take(scid, texts)) })
    } finally {
      running--
    }
  }
}

export interface LogRelayOptions {
  readonly store: ObjectReader
  readonly peers: PeerStore
  readonly familiar: () => Promise<ReadonlySet<Scid>>
  readonly carry: Carry
  readonly logger: FederationLog
}

/** Peers that are told at the same time; one that is down holds up no more than these. */
const PEERS_AT_ONCE = 8

/**
 * Hands a log that has just grown to all peers: each that gains by it does the same, so that it is
 * everywhere within seconds and then there is silence. Who cannot be reached hears of it with sync.
 */
export async function relayLog(scid: Scid, options: LogRelayOptions): Promise<void> {
  const { store, peers, familiar, carry, logger } = options
  const log = (await familiar()).has(scid) ? await store.findLog(scid) : null
  if (log === null) return
  const texts = newestEntries(log)
  const origins = (await peers.listPeers()).map(({ origin }) => origin)
  for (let start = 0; start < origins.length; start += PEERS_AT_ONCE) {
    await Promise.all(
      origins.slice(start, start + PEERS_AT_ONCE).map(async (origin) => {
        try {
          await carry(origin, scid, texts)
        } catch (error) {
          if (!(error instanceof TesseraError)) throw error
          logger.debug({ scid, code: error.code }, 'log not handed on')
        }
      }),
    )
  }
}

function busy(): TesseraError {
  return new TesseraError('too-many', 'busy', 'Other logs are being checked; try again.')
}
