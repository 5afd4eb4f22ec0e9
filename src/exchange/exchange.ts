import type { LogTexts } from '../identity/log-text.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { missingOf } from './missing.ts'
import type { ObjectReader } from './object-store.ts'
import { type LogReceipt, receiveLog, type ReceiveLogDeps } from './receive-log.ts'
import { type Receipt, type ReceiveDeps, receiveObjects } from './receive.ts'
import { readFacts, settle } from './settle.ts'

/** The use cases of taking objects in; publishing our own is in publish.ts. */
export interface Exchange {
  /**
   * Takes in objects that someone offers, in any order; says what became of each. Alerts among them
   * are relayed to the own peers, but not to `from`.
   */
  receive(texts: readonly string[], from?: Scid): Promise<Receipt[]>
  /** Takes in a copy of a collective's DID log. */
  receiveLog(scid: Scid, offered: LogTexts): Promise<LogReceipt>
  /** What is still missing of a collective: to ask others for. */
  missing(scid: Scid): Promise<Digest[]>
  /** Computes anew what the clock has changed (expiry, held times). Returns how many collectives. */
  settleDue(): Promise<number>
}

export type ExchangeDeps = ReceiveLogDeps & ReceiveDeps

export function createExchange(deps: ExchangeDeps): Exchange {
  const { store, branchesOf } = deps
  let isFirst = true
  return {
    receive: (texts, from) => receiveObjects(texts, deps, from),
    receiveLog: (scid, offered) => receiveLog(scid, offered, deps),
    async missing(scid) {
      return missingOf(await readFacts(store, scid, branchesOf))
    },
    async settleDue() {
      const now = toTimestamp(deps.now())
      const due = new Map((await store.listDue(now)).map((scid) => [scid, now]))
      if (isFirst) for (const [scid, at] of await listJudgedAhead(store, now)) due.set(scid, at)
      isFirst = false
      for (const [scid, at] of due) {
        await store.transaction(async (writer) => {
          const facts = await readFacts(writer, scid, branchesOf)
          await settle(writer, { scid, facts, now, at })
        })
      }
      return due.size
    },
  }
}

/**
 * Collectives whose state changed by a clock that was ahead, with that time: written times never go
 * back, so that a clock that is behind still shows. Asked for once, when a node starts.
 */
async function listJudgedAhead(store: ObjectReader, now: Timestamp): Promise<[Scid, Timestamp][]> {
  const collectives = await store.listCollectives()
  return collectives
    .filter(({ stateChanged }) => stateChanged > now)
    .map(({ scid, stateChanged }) => [scid, stateChanged])
}
