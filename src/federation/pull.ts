import type { Exchange } from '../exchange/exchange.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { MAX_WANTED, type PeerSource } from './peer-source.ts'

export interface PullCount {
  received: number
  refused: number
}

export interface PullOptions {
  readonly exchange: Exchange
  readonly source: PeerSource
  /** Whose states shall become complete. */
  readonly scids: Iterable<Scid>
  /** To be fetched in any case. */
  readonly digests?: readonly Digest[]
}

/**
 * A manifest after a head, records after a manifest, and a chain of heads back to the last good one
 * that may be as long as a collective has heads; more rounds than this are left to the next sync.
 */
const MAX_ROUNDS = 50

/**
 * Fetches what is missing of collectives, round by round until nothing more is to be had: what a
 * head names is known once it is here, and what its manifest lists after that.
 */
export async function pullMissing(options: PullOptions): Promise<PullCount> {
  const { exchange, source, digests = [] } = options
  const scids = new Set(options.scids)
  const count: PullCount = { received: 0, refused: 0 }
  const asked = new Set<Digest>()
  let wanted = await missingOf(exchange, scids, digests)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = wanted.filter((digest) => !asked.has(digest)).slice(0, MAX_WANTED)
    if (next.length === 0) return count
    for (const digest of next) asked.add(digest)
    const receipts = await exchange.receive(await source.objects(next))
    for (const { outcome, scid } of receipts) {
      if (outcome === 'stored') count.received++
      if (outcome === 'refused') count.refused++
      if (outcome === 'stored' && scid !== null) scids.add(scid)
    }
    wanted = await missingOf(exchange, scids, digests)
  }
  return count
}

async function missingOf(
  exchange: Exchange,
  scids: ReadonlySet<Scid>,
  others: readonly Digest[],
): Promise<Digest[]> {
  const missing = new Set(others)
  for (const scid of scids) for (const digest of await exchange.missing(scid)) missing.add(digest)
  return [...missing]
}
