import type { Exchange } from '../exchange/exchange.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import type { LogRefresh } from './log-refresh.ts'
import type { PeerSource } from './peer-source.ts'
import { type PullCount, pullMissing } from './pull.ts'
import { decodeLogLine, decodeObjectLine, type ObjectLine } from './sync-lines.ts'

export interface SyncSessionDeps {
  readonly exchange: Exchange
  readonly store: ObjectReader
  readonly logs: Pick<LogRefresh, 'receive'>
  /** Collectives that are peers or in a view. */
  readonly familiar: () => Promise<ReadonlySet<Scid>>
}

/** Where a peer's three feeds were left. */
export interface Cursor {
  readonly logs: number
  readonly heads: number
  readonly members: number
}

export interface SyncResult extends PullCount {
  readonly cursor: Cursor
}

interface Session extends SyncSessionDeps {
  readonly source: PeerSource
  readonly count: PullCount
  /** Collectives of which something came. */
  readonly touched: Set<Scid>
  /** Set once there is no room for strangers: no more of their logs are asked for. */
  onlyFamiliar: boolean
}

const START: Cursor = { logs: 0, heads: 0, members: 0 }
const FEEDS = ['logs', 'heads', 'members'] as const
type Feed = (typeof FEEDS)[number]

/** Pages of one feed in one session: 50,000 lines; a peer that claims to have more waits. */
const MAX_PAGES = 100
/** Objects given to the exchange at once: one transaction for each collective among them. */
const AT_ONCE = 200

/**
 * One session of fetching what a peer has and we have not: first logs, so that what follows can be
 * judged, then tips, then what members signed, then everything that these name. Throws what the
 * source throws.
 */
export async function runSession(
  source: PeerSource,
  cursor: Cursor | null,
  deps: SyncSessionDeps,
): Promise<SyncResult> {
  const session: Session = {
    ...deps,
    source,
    count: { received: 0, refused: 0 },
    touched: new Set(),
    onlyFamiliar: false,
  }
  const next = { ...START }
  for (const feed of FEEDS) next[feed] = await readFeed(feed, cursor?.[feed] ?? 0, session)
  const pending = (await deps.store.listCollectives()).filter(({ state }) => state === 'PENDING')
  const scids = [...session.touched, ...pending.map(({ scid }) => scid)]
  const pulled = await pullMissing({ exchange: deps.exchange, source, scids })
  const { count } = session
  return {
    received: count.received + pulled.received,
    refused: count.refused + pulled.refused,
    cursor: next,
  }
}

/** Reads a feed from a cursor on, or from the start if the peer does not know that any more. */
async function readFeed(feed: Feed, after: number, session: Session): Promise<number> {
  try {
    return await readPages(feed, after, session)
  } catch (error) {
    const isUnknown = error instanceof TesseraError && error.code === 'cursor_unknown'
    if (!isUnknown || after === 0) throw error
    return await readPages(feed, 0, session)
  }
}

async function readPages(feed: Feed, after: number, session: Session): Promise<number> {
  let cursor = after
  for (let page = 0; page < MAX_PAGES; page++) {
    const lines = await session.source.lines(`/sync/${feed}?after=${cursor}`)
    if (lines === null) {
      await takeLines(feed, (await session.source.lines(`/sync/${feed}.ndjson`)) ?? [], session)
      return 0
    }
    const last = await takeLines(feed, lines, session)
    if (lines.length === 0 || last <= cursor) return cursor
    cursor = last
  }
  return cursor
}

/** Takes in lines and returns the highest sequence among them. */
async function takeLines(feed: Feed, lines: readonly string[], session: Session): Promise<number> {
  return feed === 'logs' ? await takeLogs(lines, session) : await takeObjects(lines, session)
}

async function takeLogs(lines: readonly string[], session: Session): Promise<number> {
  let last = 0
  for (const text of lines) {
    const line = decodeLogLine(text)
    if (line === null) session.count.refused++
    else {
      last = Math.max(last, line.sequence)
      if (!(await isLogKnown(line.scid, line.did, session.store))) await takeLog(line.scid, session)
    }
  }
  return last
}

async function isLogKnown(
  scid: Scid,
  newest: readonly string[],
  store: ObjectReader,
): Promise<boolean> {
  const log = await store.findLog(scid)
  const known = new Set(log?.entries.map((entry) => entry.versionId))
  return newest.every((versionId) => known.has(versionId))
}

/** One log that cannot be had or taken hinders none of the others. */
async function takeLog(scid: Scid, session: Session): Promise<void> {
  if (session.onlyFamiliar && !(await isWelcome(scid, session))) return
  try {
    if (await session.logs.receive(scid, await session.source.log(scid))) {
      session.count.received++
      session.touched.add(scid)
    }
  } catch (error) {
    if (!(error instanceof TesseraError) || error.kind === 'unavailable') throw error
    session.count.refused++
    if (error.code === 'too_many_strangers') session.onlyFamiliar = true
  }
}

async function isWelcome(scid: Scid, { store, familiar }: Session): Promise<boolean> {
  return (await store.findCollective(scid)) !== null || (await familiar()).has(scid)
}

async function takeObjects(texts: readonly string[], session: Session): Promise<number> {
  const lines = texts.map(decodeObjectLine)
  const good = lines.filter((line) => line !== null)
  session.count.refused += lines.length - good.length
  for (let start = 0; start < good.length; start += AT_ONCE) {
    await takeSome(good.slice(start, start + AT_ONCE), session)
  }
  return good.reduce((last, line) => Math.max(last, line.sequence), 0)
}

async function takeSome(lines: readonly ObjectLine[], session: Session): Promise<void> {
  const { exchange, count, touched } = session
  for (const { scid, outcome } of await exchange.receive(lines.map((line) => line.text))) {
    if (outcome === 'refused') count.refused++
    if (outcome === 'stored') count.received++
    if (outcome === 'stored' && scid !== null) touched.add(scid)
  }
}
