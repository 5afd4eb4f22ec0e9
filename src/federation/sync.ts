import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { SyncReport } from '../exchange/peering.ts'
import { TesseraError } from '../kernel/errors.ts'
import { DAY, HOUR, MINUTE, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { FederationLog } from './federation-log.ts'
import type { PeerSource } from './peer-source.ts'
import { type Cursor, runSession, type SyncResult, type SyncSessionDeps } from './sync-session.ts'

export interface SyncOptions extends SyncSessionDeps {
  readonly peers: PeerStore
  readonly own: { readonly scid: Scid }
  readonly sourceOf: (peer: Peer, spend: (bytes: number) => void) => PeerSource
  readonly now: () => Date
  /** Runs `work` unless another process of this node does work of that name; then false. */
  readonly exclusively: (name: string, work: () => Promise<void>) => Promise<boolean>
  readonly logger: FederationLog
}

export interface Sync {
  /** A round with one peer, or with all. Throws `peer_not_found`. */
  sync(scid?: Scid): Promise<readonly SyncReport[]>
  /** Rounds with those peers whose time has come. */
  syncDue(): Promise<readonly SyncReport[]>
}

/** SPEC: design.md, section 8: every 15 minutes, and up to every 6 hours where nothing is gained. */
export const SYNC_INTERVAL = 15 * MINUTE
const LONGEST_INTERVAL = 6 * HOUR
/**
 * Feeds are read from their start once a day: a peer that went back to an older database may have
 * given its numbers twice, and who was a stranger to it then may be shown by it now.
 */
const FULL_ROUND = DAY
/** What one session may bring; a node that joins late fetches the rest in the next. */
const MAX_SESSION_BYTES = 128 * 1024 * 1024
/** Peers that are asked at the same time. */
const AT_ONCE = 3

export function createSync(options: SyncOptions): Sync {
  const { peers } = options
  /** When this process last tried; so every peer is due when it starts. */
  const tried = new Map<Scid, number>()

  async function syncAll(chosen: readonly Peer[]): Promise<SyncReport[]> {
    const waiting = [...chosen]
    const reports: SyncReport[] = []
    async function work(): Promise<void> {
      for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) {
        tried.set(peer.scid, options.now().getTime())
        reports.push(await syncPeer(peer, options))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return reports
  }

  return {
    async sync(scid) {
      if (scid === undefined) return await syncAll(await peers.listPeers())
      const peer = await peers.findPeer(scid)
      if (peer === null) throw peerNotFound()
      return await syncAll([peer])
    },
    async syncDue() {
      const at = options.now().getTime()
      const all = await peers.listPeers()
      return await syncAll(
        all.filter(({ scid, interval }) => (tried.get(scid) ?? 0) + interval <= at),
      )
    },
  }
}

async function syncPeer(peer: Peer, options: SyncOptions): Promise<SyncReport> {
  const { scid } = peer
  let report: SyncReport = failed(scid, 'Another process of this node is syncing with it.')
  await options.exclusively(`sync:${scid}`, async () => {
    report = await round(peer, options)
  })
  return report
}

async function round(peer: Peer, options: SyncOptions): Promise<SyncReport> {
  const { peers, own, store, now, logger } = options
  const { scid } = peer
  const before = await store.findCollective(own.scid)
  try {
    const cursor = isFullRound(peer, now()) ? null : decodeCursor(peer.cursor)
    const result = await runSession(options.sourceOf(peer, createBudget()), cursor, options)
    await peers.recordProgress(scid, {
      interval: nextInterval(peer, result),
      lastError: null,
      cursor: encodeCursor(result.cursor),
      lastSync: toTimestamp(now()),
    })
    const after = await store.findCollective(own.scid)
    if (after?.head !== before?.head) logger.warn({ scid }, 'a peer holds another own head')
    const { received, refused } = result
    logger.debug({ scid, received, refused }, 'synced')
    return { scid, outcome: 'synced', received, refused, error: null }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { interval, cursor } = peer
    const next = Math.min(interval * 2, LONGEST_INTERVAL)
    await peers.recordProgress(scid, { interval: next, lastError: error.message, cursor })
    logger.info({ scid, code: error.code }, 'sync failed')
    return failed(scid, error.message)
  }
}

function isFullRound({ lastSync, cursor }: Peer, now: Date): boolean {
  if (lastSync === null || cursor === null) return true
  return Math.floor(Date.parse(lastSync) / FULL_ROUND) !== Math.floor(now.getTime() / FULL_ROUND)
}

/** What was gained brings the peer back to the shortest interval. */
function nextInterval({ interval }: Peer, { received }: SyncResult): number {
  return received > 0 ? SYNC_INTERVAL : Math.min(interval * 2, LONGEST_INTERVAL)
}

/** Throws `too_much` when a session has received all it may. */
function createBudget(): (bytes: number) => void {
  let left = MAX_SESSION_BYTES
  return (bytes) => {
    left -= bytes
    if (left < 0)
      throw new TesseraError('too-large', 'too_much', 'The peer sends too much at once.')
  }
}

function encodeCursor({ logs, heads, members }: Cursor): string {
  return `${logs}.${heads}.${members}`
}

function decodeCursor(text: string | null): Cursor | null {
  const [, logs, heads, members] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(text ?? '') ?? []
  if (logs === undefined) return null
  return { logs: Number(logs), heads: Number(heads), members: Number(members) }
}

function failed(scid: Scid, error: string): SyncReport {
  return { scid, outcome: 'failed', received: 0, refused: 0, error }
}

export function peerNotFound(): TesseraError {
  return new TesseraError('not-found', 'peer_not_found', 'There is no such peer.')
}
