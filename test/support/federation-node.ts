import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Test } from 'tap'

import { createBranchesOf } from '../../src/exchange/branches.ts'
import type { DeliveryStore } from '../../src/exchange/delivery-store.ts'
import {
  ENVELOPE_QUEUE,
  type EnvelopeJob,
  type EnvelopeStore,
} from '../../src/exchange/envelope-store.ts'
import { createExchange, type Exchange } from '../../src/exchange/exchange.ts'
import type { ObjectStore } from '../../src/exchange/object-store.ts'
import { createFindSealed } from '../../src/exchange/open-envelopes.ts'
import type { PeerStore } from '../../src/exchange/peer-store.ts'
import { ANNOUNCE_QUEUE } from '../../src/exchange/publish.ts'
import { createPublisher, type Publisher } from '../../src/exchange/publisher.ts'
import { createSealed, type Sealed } from '../../src/exchange/sealed.ts'
import type { AnnounceJob } from '../../src/federation/announce.ts'
import type { FederationLog } from '../../src/federation/federation-log.ts'
import {
  createFederation,
  type Federation,
  type FederationOptions,
} from '../../src/federation/federation.ts'
import { createFetcher } from '../../src/federation/fetcher.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createNodeKeys, type NodeKeys } from '../../src/identity/keys.ts'
import { SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { toText } from '../../src/server/html.ts'
import { endonym } from '../../src/server/language-names.ts'
import { markdown } from '../../src/server/markdown.ts'
import { federationRoutes } from '../../src/server/routes/federation.ts'
import { syncRoutes } from '../../src/server/routes/sync.ts'
import type { Database } from '../../src/store/database.ts'
import { createDeliveryStore } from '../../src/store/delivery-store.ts'
import { createEnvelopeStore } from '../../src/store/envelope-store.ts'
import { createKeyValueStore } from '../../src/store/key-value.ts'
import { createObjectStore } from '../../src/store/object-store.ts'
import { createPeerStore } from '../../src/store/peer-store.ts'
import { createPostStore } from '../../src/store/post-store.ts'
import { createReplayStore } from '../../src/store/replay-store.ts'
import { foundCollective, memoryMark, type TestCollective } from './collective.ts'
import { openFor, testLocation } from './database.ts'
import { testServer } from './test-server.ts'

/** A node on loopback that speaks with others over HTTP; nothing of it is faked but the clock. */
export interface FederationNode {
  readonly origin: string
  readonly collective: TestCollective
  readonly keys: NodeKeys
  readonly database: Database
  readonly store: ObjectStore
  readonly peers: PeerStore
  readonly deliveries: DeliveryStore
  readonly exchange: Exchange
  readonly publisher: Publisher
  readonly envelopes: EnvelopeStore
  readonly sealed: Sealed
  readonly federation: Federation
  /** How often somebody asked this node for a log or its approvals. */
  logRequests(): number
  /** Announces what waits to be announced, carries what is sealed, and sends it. */
  push(): Promise<void>
  /** Makes `other` a peer of this node. */
  befriend(other: FederationNode): Promise<void>
}

/** Where nodes of one test find each other, and the clock that they share. */
export interface TestNetwork {
  /** Exact `host:port` entries that their fetchers reach; a test may add its own before nodes. */
  readonly addresses: string[]
  now(): Date
  advance(milliseconds: number): void
  /** Servers that listen already and wait for nodes. */
  readonly servers: Server[]
}

/** Room for some nodes: their ports are part of their origins, so they listen before they exist. */
export async function testNetwork(t: Test, nodes = 2): Promise<TestNetwork> {
  let time = Date.parse('2026-11-22T09:00:00Z')
  const servers = await Promise.all(Array.from({ length: nodes }, () => listen(t)))
  return {
    addresses: servers.map((server) => new URL(originOf(server)).host),
    servers,
    now: () => new Date(time),
    advance(milliseconds) {
      time += milliseconds
    },
  }
}

export const quiet: FederationLog = { debug() {}, info() {}, warn() {}, error() {} }

let rsa: Promise<NodeKeys> | null = null

/** RSA keys take long to make; the nodes of a test share one. */
async function nodeKeys(collective: TestCollective): Promise<NodeKeys> {
  rsa ??= createNodeKeys()
  return { ...(await rsa), node: collective.node, agreement: collective.agreement }
}

/** In this thread, without the second opinion. */
const verify: FederationOptions['verify'] = async (question) => checkLog(question)

export async function federationNode(
  t: Test,
  network: TestNetwork,
  changes: Partial<FederationOptions & { vouched(): Promise<ReadonlySet<string>> }> = {},
): Promise<FederationNode> {
  const server = network.servers.shift()
  if (server === undefined) throw new Error('the test network has no room for this node')
  const origin = originOf(server)
  const collective = foundCollective(origin, network.now())
  const { scid } = collective
  const keys = await nodeKeys(collective)
  const now = () => network.now()
  const database = await openFor(t, await testLocation(t))
  const { db } = database
  const store = createObjectStore(database)
  const peers = createPeerStore(db)
  const deliveries = createDeliveryStore(db)
  const envelopes = createEnvelopeStore(database, now)
  const branchesOf = createBranchesOf()
  const familiar = async () =>
    new Set([scid, ...(await peers.listPeers()).map((peer) => peer.scid)])
  const exchange = createExchange({
    store,
    branchesOf,
    now,
    verify,
    familiar,
    vouched: changes.vouched ?? familiar,
  })
  await store.transaction((writer) =>
    writer.addCollective({ scid, did: collective.did, own: true, at: toTimestamp(now()) }),
  )
  await exchange.receiveLog(scid, collective.log)
  const mark = memoryMark()
  const fetcher = createFetcher({
    testNetwork: network.addresses,
    testResolver: new Map([['localhost', ['127.0.0.1']]]),
    socks: null,
    userAgent: 'Tessera/0.1.0',
    now,
    deadline: 10 * SECOND,
  })
  const federation = createFederation({
    scid,
    origins: [origin],
    keys,
    network: 'open',
    store,
    branchesOf,
    exchange,
    envelopes,
    peers,
    deliveries,
    replay: createReplayStore(db),
    mark,
    fetcher,
    verify,
    familiar,
    exclusively: async (_name, work) => {
      await work()
      return true
    },
    keyValue: createKeyValueStore({ db }),
    posts: createPostStore(db),
    wording: { toHtml: (text) => toText(markdown(text)), languageName: endonym },
    version: '0.1.0',
    now,
    random: () => 0.5,
    logger: quiet,
    ...changes,
  })
  const app = await testServer(t, {
    origins: [origin],
    routes: () => [
      async (scope) => {
        await scope.register(federationRoutes, {
          gate: federation.gate,
          documents: (request) => federation.documents.get(request),
        })
      },
      async (scope) => {
        await scope.register(syncRoutes, { scid, ...federation })
      },
    ],
  })
  await app.ready()
  let logRequests = 0
  server.on('request', (request, response) => {
    if (/did(?:\.jsonl|-witness\.json)$/.test(request.url ?? '')) logRequests++
    app.routing(request, response)
  })
  t.teardown(async () => {
    await federation.background.idle()
    await fetcher[Symbol.asyncDispose]()
  })
  const agreements = [collective.agreement] as const
  const publisher = createPublisher({
    findSealed: createFindSealed({ envelopes, store, agreements, now }, scid),
    store,
    branchesOf,
    now,
    key: { scid, ...collective.node },
    mark,
    origin,
    exclusively: (work) => work(),
  })
  const key = { scid, ...collective.node }
  const sealed = createSealed({ envelopes, store, peers, publisher, key, agreements, now })
  return {
    origin,
    collective,
    keys,
    database,
    store,
    peers,
    deliveries,
    exchange,
    publisher,
    envelopes,
    sealed,
    federation,
    logRequests: () => logRequests,
    async push() {
      const announcements = await takeJobs<AnnounceJob>(database, ANNOUNCE_QUEUE)
      for (const job of announcements) await federation.announce(job)
      const envelopeJobs = await takeJobs<EnvelopeJob>(database, ENVELOPE_QUEUE)
      for (const job of envelopeJobs) await federation.carryEnvelope(job)
      await federation.sender.sendDue()
    },
    async befriend(other) {
      await federation.peering.add(await federation.peering.look(other.origin))
    },
  }
}

/** What the worker of a queue would be given. */
async function takeJobs<T>({ db }: Database, queue: string): Promise<T[]> {
  const rows = await db
    .deleteFrom('job')
    .where('queue', '=', queue)
    .returning(['id', 'payload'])
    .execute()
  return rows.toSorted((a, b) => a.id - b.id).map(({ payload }) => JSON.parse(payload) as T)
}

async function listen(t: Test): Promise<Server> {
  const server = createHttpServer()
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise((done) => void server.close(done))
  })
  return server
}

function originOf(server: Server): string {
  const { port } = server.address() as AddressInfo
  return `http://localhost:${port}`
}
