import { createCharters } from './charter/charters.ts'
import type { Acts, OpenedNode, RunningNode, UnlockedNode } from './cli/opened-node.ts'
import { createCommandPeering } from './command-peering.ts'
import { loadHosts } from './config-file.ts'
import { type Config, isLoopback } from './config.ts'
import { diagnose } from './diagnose.ts'
import { createDirectoryFeed, type DirectoryFeed } from './directory-feed.ts'
import { createDirectory } from './directory/directory.ts'
import { createBranchesOf } from './exchange/branches.ts'
import { createExchange } from './exchange/exchange.ts'
import type { BranchesOf } from './exchange/settle.ts'
import { createFetcher, type Fetcher } from './federation/fetcher.ts'
import { createLogVerifier, type LogVerifier } from './identity/verify-log.ts'
import { toTimestamp } from './kernel/time.ts'
import { createOwnCollective } from './own-collective.ts'
import { appendAct, listActs, verifyActs } from './store/act-log.ts'
import { createCharterStore } from './store/charter-store.ts'
import { type DataDirectory, openDataDirectory } from './store/data-directory.ts'
import { type Database, openDatabase } from './store/database.ts'
import { createDirectoryStore } from './store/directory-store.ts'
import { createLeases, type Leases } from './store/lease.ts'
import { createObjectStore } from './store/object-store.ts'
import { createPeerStore } from './store/peer-store.ts'
import { charterViewOf, createViews, type Views } from './views.ts'

/** A node with its data open: what the commands work on, and what serving it takes besides. */
export interface App extends OpenedNode {
  readonly config: Config
  /** Of the program. */
  readonly version: string
  readonly files: DataDirectory
  readonly database: Database
  readonly leases: Leases
  readonly branchesOf: BranchesOf
  readonly verifier: LogVerifier
  readonly fetcher: Fetcher
  readonly views: Views
  readonly feed: DirectoryFeed
}

/** Some servers refuse requests without one. */
const USER_AGENT = 'Tessera'

/** Opens a node's data and everything that works on it; serves nothing yet. */
export async function openApp(config: Config, version: string): Promise<App> {
  const now = (): Date => new Date()
  await using resources = new AsyncDisposableStack()
  const files = await openDataDirectory(config.dataDirectory)
  const database = resources.use(await openDatabase(locationOf(config, files)))
  const { db } = database
  const verifier = resources.use(createLogVerifier())
  const store = createObjectStore(database)
  const peers = createPeerStore(db)
  const leases = createLeases({ db })
  const branchesOf = createBranchesOf()
  const charterStore = createCharterStore(db)
  const views = createViews({ configs: config.views, store, charters: charterStore, peers, now })
  const exchange = createExchange({
    store,
    branchesOf,
    now,
    verify: (question) => verifier.verify(question),
    familiar: () => views.familiar(),
  })
  const { origin, onions } = config
  const collective = createOwnCollective({
    store,
    exchange,
    branchesOf,
    files,
    leases,
    origin,
    now,
  })
  const directoryStore = createDirectoryStore(db)
  const feed = createDirectoryFeed({ store, directory: directoryStore, views, now })
  const fetcher = resources.use(
    createFetcher({
      testNetwork: config.testNetwork,
      testResolver: await loadHosts(config.testResolver),
      socks: config.socks,
      userAgent: USER_AGENT,
      now,
    }),
  )
  const opened = resources.move()
  const app: App = {
    ...collective,
    config,
    version,
    origin,
    origins: [origin, ...onions],
    isLoopback: isLoopback(new URL(origin).hostname),
    passphraseFile: config.passphraseFile,
    files,
    database,
    leases,
    branchesOf,
    verifier,
    fetcher,
    views,
    feed,
    store,
    exchange,
    peers,
    now,
    directory: createDirectory({ store: directoryStore, now }),
    charters: createCharters({
      store: charterStore,
      view: () => charterViewOf(views, store),
      now,
    }),
    acts: createActs(database, now),
    peering: createCommandPeering(() => app),
    view: (name) => views.get(name),
    diagnose: async () => await diagnose({ config, database, rules: await views.rules() }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
  return app
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
