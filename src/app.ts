import { createAlerts } from './alert/alerts.ts'
import { createCanaries } from './alert/canaries.ts'
import { createCharters } from './charter/charters.ts'
import type { Acts, OpenedNode } from './cli/opened-node.ts'
import { createCommandPeering } from './command-peering.ts'
import { createCommuniques } from './communique/communiques.ts'
import { loadHosts } from './config-file.ts'
import { type Config, isLoopback } from './config.ts'
import { diagnose } from './diagnose.ts'
import { createDirectoryFeed, type DirectoryFeed } from './directory-feed.ts'
import type { DirectoryReader } from './directory/directory-store.ts'
import { createDirectory, type Directory } from './directory/directory.ts'
import { createBranchesOf } from './exchange/branches.ts'
import type { EnvelopeStore } from './exchange/envelope-store.ts'
import { createExchange } from './exchange/exchange.ts'
import type { ScheduleStore } from './exchange/schedule-store.ts'
import { createSchedule } from './exchange/schedule.ts'
import type { BranchesOf } from './exchange/settle.ts'
import { createCarry } from './federation/carried-log.ts'
import { createFetcher, type Fetcher } from './federation/fetcher.ts'
import { createPeerSource } from './federation/peer-source.ts'
import { openKeyFile } from './identity/key-file.ts'
import { createLogVerifier, type LogVerifier } from './identity/verify-log.ts'
import { toTimestamp } from './kernel/time.ts'
import { createOwnCollective } from './own-collective.ts'
import { appendAct, listActs, verifyActs } from './store/act-log.ts'
import { createAlertStore } from './store/alert-store.ts'
import { createCanaryStore } from './store/canary-store.ts'
import { createCharterStore } from './store/charter-store.ts'
import { createCommuniqueStore } from './store/communique-store.ts'
import { type DataDirectory, openDataDirectory } from './store/data-directory.ts'
import { type Database, openDatabase } from './store/database.ts'
import { createDirectoryStore } from './store/directory-store.ts'
import { createEnvelopeStore } from './store/envelope-store.ts'
import { createLeases, type Leases } from './store/lease.ts'
import { createObjectStore } from './store/object-store.ts'
import { createPeerStore } from './store/peer-store.ts'
import { createScheduleStore } from './store/schedule-store.ts'
import { charterViewOf, createViews, type Views } from './views.ts'

/** A node with its data open: what the commands work on, and what serving it takes besides. */
export interface App extends OpenedNode {
  readonly config: Config
  /** Of the program. */
  readonly version: string
  readonly files: DataDirectory
  readonly database: Database
  readonly leases: Leases
  readonly envelopes: EnvelopeStore
  readonly scheduled: ScheduleStore
  readonly branchesOf: BranchesOf
  readonly verifier: LogVerifier
  readonly fetcher: Fetcher
  readonly views: Views
  readonly feed: DirectoryFeed
  /** The directory as the feed has left it: a running node refreshes that by itself. */
  readonly index: Directory
  readonly hosts: Pick<DirectoryReader, 'listHostsToCheck'>
}

export interface AppOptions {
  /** Of the program. */
  readonly version: string
  readonly now?: () => Date
  /** Opens the node key file, perhaps begun before; throws what `openKeyFile` throws. */
  readonly openKey?: (bytes: Uint8Array, passphrase: string) => Promise<string>
}

/** Some servers refuse requests without one. */
const USER_AGENT = 'Tessera'

/** Opens a node's data and everything that works on it; serves nothing yet. */
export async function openApp(config: Config, options: AppOptions): Promise<App> {
  const { version, now = systemTime, openKey = openKeyFile } = options
  await using resources = new AsyncDisposableStack()
  const files = await openDataDirectory(config.dataDirectory)
  const database = resources.use(await openDatabase(locationOf(config, files)))
  const verifier = resources.use(createLogVerifier())
  const fetcher = resources.use(await createOwnFetcher(config, now))
  const stores = openStores(database, config, now)
  const exchange = createExchange({
    ...stores,
    now,
    verify: (question) => verifier.verify(question),
    familiar: () => stores.views.familiar(),
    vouched: () => stores.views.vouched(),
  })
  const { origin, onions, passphraseFile } = config
  const collective = createOwnCollective({ ...stores, exchange, files, origin, now, openKey })
  const opened = resources.move()
  const app: App = {
    ...stores,
    ...collective,
    config,
    version,
    origin,
    origins: [origin, ...onions],
    isLoopback: isLoopback(new URL(origin).hostname),
    passphraseFile,
    files,
    database,
    verifier,
    fetcher,
    exchange,
    now,
    peering: createCommandPeering(() => app),
    carry: createCarry({ fetcher }),
    fetchLog: (base, scid) => createPeerSource({ fetcher, base }).log(scid),
    view: (name) => stores.views.get(name),
    diagnose: async () =>
      diagnose({ config, database, store: stores.store, rules: await stores.views.rules() }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
  return app
}

/** The one clock; everything gets it as an argument. */
function systemTime(): Date {
  return new Date()
}

/** What reads and writes the database. */
function openStores(database: Database, config: Config, now: () => Date) {
  const { db } = database
  const store = createObjectStore(database)
  const peers = createPeerStore(db)
  const charters = createCharterStore(db)
  const scheduled = createScheduleStore(database)
  const directory = createDirectoryStore(database)
  const views = createViews({ configs: config.views, store, charters, peers, now })
  const feed = createDirectoryFeed({ store, directory, views, now })
  const index = createDirectory({ store: directory, now })
  const texts = createCommuniqueStore(db)
  const alertStore = createAlertStore(db)
  const branchesOf = createBranchesOf()
  return {
    store,
    peers,
    envelopes: createEnvelopeStore(database, now),
    scheduled,
    schedule: createSchedule({ scheduled, now }),
    views,
    leases: createLeases({ db }),
    branchesOf,
    feed,
    hosts: directory,
    directory: createFreshDirectory(index, feed),
    index,
    charters: createCharters({
      store: charters,
      view: () => charterViewOf(views, store),
      now,
    }),
    texts,
    communiques: createCommuniques({
      store: texts,
      shown: async () => new Set((await views.get()).shown.keys()),
      sequence: () => store.lastSequence(),
      now,
    }),
    alertStore,
    alerts: createAlerts({
      store: alertStore,
      view: () => views.get(),
      sequence: () => store.lastSequence(),
      now,
    }),
    canaries: createCanaries({ store: createCanaryStore({ store, branchesOf }), now }),
    acts: createActs(database, now),
  }
}

/** Commands see what was committed before them, whether a node runs beside them or not. */
function createFreshDirectory(index: Directory, feed: DirectoryFeed): Directory {
  return {
    async refresh() {
      await feed.refresh()
      await index.refresh()
    },
    async search(query) {
      await feed.refresh()
      return await index.search(query)
    },
    async find(name, view) {
      await feed.refresh()
      return await index.find(name, view)
    },
    async list(view, after) {
      await feed.refresh()
      return await index.list(view, after)
    },
    async changesSince(cursor) {
      await feed.refresh()
      return await index.changesSince(cursor)
    },
  }
}

async function createOwnFetcher(
  { testNetwork, testResolver, socks }: Config,
  now: () => Date,
): Promise<Fetcher> {
  return createFetcher({
    testNetwork,
    testResolver: await loadHosts(testResolver),
    socks,
    userAgent: USER_AGENT,
    now,
  })
}

function locationOf({ databaseUrl }: Config, { databaseFile }: DataDirectory) {
  return databaseUrl === null ? { file: databaseFile } : { url: databaseUrl }
}

function createActs({ db }: Database, now: () => Date): Acts {
  return {
    async append(what, detail) {
      await appendAct(db, { at: toTimestamp(now()), what, detail })
    },
    list: (options) => listActs(db, options),
    verify: () => verifyActs(db),
  }
}
