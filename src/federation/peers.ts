import type { Exchange } from '../exchange/exchange.ts'
import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { Peering, PeerOffer } from '../exchange/peering.ts'
import type { LogCheck, LogQuestion } from '../identity/check-log.ts'
import { toEntryAddress, toEntryFact } from '../identity/facts.ts'
import type { LogTexts } from '../identity/log-text.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { pickLanguage } from '../kernel/text.ts'
import { toTimestamp } from '../kernel/time.ts'
import { isScid, type Scid } from '../record/did.ts'
import { digestOf, isDigest } from '../record/digest.ts'
import { parseObject } from '../record/object.ts'
import { isObject, originOf } from './activity-rules.ts'
import type { Fetcher } from './fetcher.ts'
import type { LogRefresh } from './log-refresh.ts'
import type { PeerSource } from './peer-source.ts'
import { parseStrictJson } from './strict-json.ts'
import { peerNotFound, type Sync, SYNC_INTERVAL } from './sync.ts'

export interface PeeringOptions {
  readonly fetcher: Pick<Fetcher, 'get'>
  readonly peers: PeerStore
  readonly exchange: Exchange
  readonly logs: Pick<LogRefresh, 'receive'>
  readonly sync: Sync
  /** Verifies a log from its sources, off the main thread. */
  readonly verify: (question: LogQuestion) => Promise<LogCheck>
  readonly sourceAt: (origin: string) => PeerSource
  /** Who we are, and every origin under which we answer. */
  readonly own: { readonly scid: Scid; readonly origins: readonly string[] }
  readonly now: () => Date
}

/** What `/.well-known/tessera.json` says, as far as it is needed here. */
interface Introduction {
  readonly scid: Scid
  readonly inbox: string
  readonly profile: string | null
}

/** What an operator does with other nodes. */
export function createPeering(options: PeeringOptions): Peering {
  const { peers, logs, sync, sourceAt, now } = options
  return {
    look: (address) => look(address, options),
    async add({ scid, origin, actor, inbox }) {
      const known = await peers.findPeer(scid)
      const fresh: Pick<Peer, 'added' | 'lastSync' | 'interval' | 'lastError' | 'cursor'> = {
        added: toTimestamp(now()),
        lastSync: null,
        interval: SYNC_INTERVAL,
        lastError: null,
        cursor: null,
      }
      const peer = { ...(known ?? fresh), scid, origin, actor, inbox }
      await peers.putPeer(peer)
      await logs.receive(scid, await sourceAt(origin).ownLog())
      return peer
    },
    async remove(scid) {
      if (!(await peers.removePeer(scid))) throw peerNotFound()
    },
    sync: (scid) => sync.sync(scid),
  }
}

/** Asks who answers at an address and believes only what the collective's log says of it. */
async function look(address: string, options: PeeringOptions): Promise<PeerOffer> {
  const { own, verify, sourceAt, now } = options
  const origin = parseAddress(address)
  if (own.origins.includes(origin)) throw ownAddress()
  const introduction = await introduce(origin, options.fetcher)
  const { scid, inbox } = introduction
  if (scid === own.scid) throw ownAddress()
  const source = sourceAt(origin)
  const texts = await source.ownLog()
  if (texts === null) throw notANode('It hands out no DID log.')
  const { did, nodeKey, actor } = await readLog(scid, texts, { verify, now, origin })
  if (originOf(inbox) !== originOf(actor)) throw notANode('Its inbox is not where its actor is.')
  return { scid, did, nodeKey, origin, actor, inbox, name: await nameOf(introduction, source) }
}

/** `harbor.example`, `https://harbor.example/about`: all of it means the origin. */
function parseAddress(address: string): string {
  const text = address.trim()
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null || url.username !== '' || url.password !== '') {
    throw invalid('bad_address', 'A node has an address like collective.example.')
  }
  return url.origin.replace(/\.$/, '')
}

async function introduce(origin: string, fetcher: Pick<Fetcher, 'get'>): Promise<Introduction> {
  const { status, body } = await fetcher.get(`${origin}/.well-known/tessera.json`, {
    accept: 'application/json',
    redirects: 'same-origin',
  })
  if (status !== 200) throw notANode('No Tessera node answers there.')
  const value = parseIntroduction(body)
  if (!isObject(value)) throw notANode('Its /.well-known/tessera.json is not what it has to be.')
  const { scid, inbox, profile } = value
  const digest = profile !== undefined && isObject(profile) ? profile['digest'] : null
  if (typeof scid !== 'string' || !isScid(scid) || typeof inbox !== 'string') {
    throw notANode('Its /.well-known/tessera.json is not what it has to be.')
  }
  return { scid, inbox, profile: typeof digest === 'string' && isDigest(digest) ? digest : null }
}

function parseIntroduction(body: Buffer) {
  try {
    return parseStrictJson(body)
  } catch (cause) {
    if (!(cause instanceof TesseraError)) throw cause
    return null
  }
}

interface ReadLog extends Pick<PeeringOptions, 'verify' | 'now'> {
  readonly origin: string
}

/** What the newest entry says; it has to name the origin that was asked. */
async function readLog(scid: Scid, texts: LogTexts, { verify, now, origin }: ReadLog) {
  const check = await verify({ scid, sources: [texts], now: toTimestamp(now()) })
  const newest = check.entries.at(-1)
  if (newest === undefined) throw notANode('Its DID log does not hold.')
  const { did, nodeKey } = toEntryFact(newest)
  const { actor, baseUrls } = toEntryAddress(newest)
  if (nodeKey === null) throw notANode('This collective has ended.')
  if (!baseUrls.includes(origin)) throw notANode('Its DID log names other addresses.')
  return { did, nodeKey, actor }
}

/** The name in its profile, in whatever language it has one. */
async function nameOf({ scid, profile }: Introduction, source: PeerSource): Promise<string | null> {
  if (profile === null) return null
  const [text] = await source.objects([profile])
  if (text === undefined || digestOf(text) !== profile) return null
  const object = parseObject(text)
  if (object.kind !== 'record' || object.value.scid !== scid) return null
  const { nameMap, defaultLanguage } = object.value.value as {
    nameMap?: Readonly<Record<string, string>>
    defaultLanguage: string
  }
  return pickLanguage(nameMap ?? {}, [], defaultLanguage)?.text ?? null
}

function notANode(why: string): TesseraError {
  return new TesseraError('unavailable', 'not_a_node', `This is no node to exchange with. ${why}`)
}

function ownAddress(): TesseraError {
  return invalid('own_address', 'This is the own address of this node.')
}
