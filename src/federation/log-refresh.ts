import type { Exchange } from '../exchange/exchange.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { LogReceipt } from '../exchange/receive-log.ts'
import { originsOf } from '../identity/create-entry.ts'
import { type LogTexts, parseLine } from '../identity/log-text.ts'
import { TesseraError } from '../kernel/errors.ts'
import { MINUTE } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { createBoundedMap } from './bounded-map.ts'
import type { FederationLog } from './federation-log.ts'
import { ownIdsAt } from './own-ids.ts'
import type { PeerSource } from './peer-source.ts'

export interface LogRefreshOptions {
  readonly exchange: Exchange
  readonly store: ObjectReader
  readonly peers: PeerStore
  readonly sourceOf: (peer: Peer) => PeerSource
  readonly now: () => Date
  /** Told of a known log that has grown, so that others hear of it. */
  readonly onGrown?: (scid: Scid) => void
  readonly logger: FederationLog
}

export interface LogRefresh {
  /**
   * Asks a peer for its copy of a log because something that came cannot be judged without it. Once
   * a minute for each log; false if that was too soon or nothing came of it.
   */
  refresh(peer: Peer, scid: Scid): Promise<boolean>
  /** Takes in a copy of a log; a peer whose log it is may have moved. */
  take(scid: Scid, texts: LogTexts): Promise<LogReceipt>
  /** The same with a copy that may not be there. Whether it brought anything. */
  receive(scid: Scid, texts: LogTexts | null): Promise<boolean>
}

const INTERVAL = MINUTE
/** Logs whose last request is remembered. */
const MAX_REMEMBERED = 2000

export function createLogRefresh(options: LogRefreshOptions): LogRefresh {
  const { exchange, store, peers, sourceOf, now, onGrown, logger } = options
  const asked = createBoundedMap<number>(MAX_REMEMBERED)

  async function take(scid: Scid, texts: LogTexts): Promise<LogReceipt> {
    const isKnown = (await store.findCollective(scid)) !== null
    const receipt = await exchange.receiveLog(scid, texts)
    if (receipt.outcome === 'refused') logger.info({ scid, code: receipt.code }, 'log refused')
    if (!isGain(receipt)) return receipt
    const peer = await peers.findPeer(scid)
    if (peer !== null) await followMove(peer, options)
    if (isKnown) onGrown?.(scid)
    return receipt
  }

  async function receive(scid: Scid, texts: LogTexts | null): Promise<boolean> {
    return texts !== null && isGain(await take(scid, texts))
  }

  return {
    take,
    receive,
    async refresh(peer, scid) {
      const at = now().getTime()
      if (at < (asked.get(scid) ?? Number.NEGATIVE_INFINITY) + INTERVAL) return false
      asked.set(scid, at)
      try {
        const source = sourceOf(peer)
        const texts = await (scid === peer.scid ? source.ownLog() : source.log(scid))
        return await receive(scid, texts)
      } catch (error) {
        if (!(error instanceof TesseraError)) throw error
        logger.debug({ scid, code: error.code }, 'log not fetched')
        return false
      }
    },
  }
}

function isGain({ outcome }: LogReceipt): boolean {
  return outcome === 'extended' || outcome === 'disputed'
}

/** A collective that moved says so in its log; its node is then where that says. */
async function followMove(
  peer: Peer,
  { store, peers, logger }: Pick<LogRefreshOptions, 'store' | 'peers' | 'logger'>,
): Promise<void> {
  const log = await store.findLog(peer.scid)
  const text = log?.entries.at(-1)?.text
  if (text === undefined) return
  const { state } = parseLine(text).entry
  const origins = originsOf(state)
  const [origin] = origins
  const actor = state.service[0].serviceEndpoint
  if (origin === undefined || actor === peer.actor) return
  const { sharedInbox } = ownIdsAt(new URL(actor).origin)
  await peers.putPeer({ ...peer, origin, actor, inbox: sharedInbox })
  logger.info({ scid: peer.scid, origin }, 'peer moved')
}
