import { createAlerts } from '../../src/alert/alerts.ts'
import { createCanaries } from '../../src/alert/canaries.ts'
import { createCharters } from '../../src/charter/charters.ts'
import type { CliDeps, OpenedNode } from '../../src/cli/opened-node.ts'
import { createCommuniques } from '../../src/communique/communiques.ts'
import { loadConfig } from '../../src/config-file.ts'
import { isLoopback, readConfig } from '../../src/config.ts'
import { openDataAtRest } from '../../src/data-at-rest.ts'
import { createDirectoryFeed } from '../../src/directory-feed.ts'
import { createDirectory } from '../../src/directory/directory.ts'
import { createBranchesOf } from '../../src/exchange/branches.ts'
import { createExchange } from '../../src/exchange/exchange.ts'
import { createSchedule } from '../../src/exchange/schedule.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { openKeyFile } from '../../src/identity/key-file.ts'
import { TesseraError } from '../../src/kernel/errors.ts'
import { toTimestamp } from '../../src/kernel/time.ts'
import { createOwnCollective } from '../../src/own-collective.ts'
import { appendAct, listActs, verifyActs } from '../../src/store/act-log.ts'
import { createAlertStore } from '../../src/store/alert-store.ts'
import { createCanaryStore } from '../../src/store/canary-store.ts'
import { createCharterStore } from '../../src/store/charter-store.ts'
import { createCommuniqueStore } from '../../src/store/communique-store.ts'
import { openDataDirectory } from '../../src/store/data-directory.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createDirectoryStore } from '../../src/store/directory-store.ts'
import { createEnvelopeStore } from '../../src/store/envelope-store.ts'
import { createLeases } from '../../src/store/lease.ts'
import { createObjectStore } from '../../src/store/object-store.ts'
import { createPeerStore } from '../../src/store/peer-store.ts'
import { createScheduleStore } from '../../src/store/schedule-store.ts'
import { charterViewOf, createViews } from '../../src/views.ts'

/** Opens the data of a node for commands: as app.ts does, without a network. */
export async function openTestNode(env: NodeJS.ProcessEnv, now: () => Date): Promise<OpenedNode> {
  const config = readConfig(env, null)
  const files = await openDataDirectory(config.dataDirectory)
  const database = await openDatabase({ file: files.databaseFile })
  const { db } = database
  const [store, peers, branchesOf] = [
    createObjectStore(database),
    createPeerStore(db),
    createBranchesOf(),
  ]
  const charterStore = createCharterStore(db)
  const views = createViews({ configs: config.views, store, charters: charterStore, peers, now })
  const exchange = createExchange({
    store,
    branchesOf,
    now,
    verify: async (question) => checkLog(question),
    familiar: () => views.familiar(),
    vouched: () => views.vouched(),
  })
  const { origin, onions } = config
  const leases = createLeases({ db })
  const envelopes = createEnvelopeStore(database, now)
  const stores = { store, peers, envelopes }
  const own = createOwnCollective({
    ...stores,
    exchange,
    branchesOf,
    files,
    leases,
    origin,
    now,
    openKey: openKeyFile,
  })
  const directory = createDirectoryStore(database)
  const texts = createCommuniqueStore(db)
  const alertStore = createAlertStore(db)
  await createDirectoryFeed({ store, directory, views, now }).refresh()
  return {
    ...own,
    origin,
    origins: [origin, ...onions],
    isLoopback: isLoopback(new URL(origin).hostname),
    files,
    passphraseFile: config.passphraseFile,
    store,
    exchange,
    peers,
    schedule: createSchedule({ scheduled: createScheduleStore(database), now }),
    now,
    directory: createDirectory({ store: directory, now }),
    charters: createCharters({
      store: charterStore,
      view: () => charterViewOf(views, store),
      now,
    }),
    texts,
    canaries: createCanaries({ store: createCanaryStore({ store, branchesOf }), now }),
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
    peering: { look: noNetwork, add: noNetwork, remove: noNetwork, sync: noNetwork },
    carry: noNetwork,
    fetchLog: noNetwork,
    acts: {
      append: async (what, detail) => {
        await appendAct(db, { at: toTimestamp(now()), what, detail })
      },
      list: (options) => listActs(db, options),
      verify: () => verifyActs(db),
    },
    view: (name) => views.get(name),
    diagnose: async () => [],
    [Symbol.asyncDispose]: () => database.close(),
  }
}

async function noNetwork(): Promise<never> {
  throw new TesseraError('unavailable', 'no_network', 'There is no network here.')
}

/** Key files are made with little work: what they protect here is worth nothing. */
export const TEST_KEY_WORK = 4

/** What commands get from main.ts. */
export function testDeps(env: NodeJS.ProcessEnv, now: () => Date, signal: AbortSignal): CliDeps {
  return {
    env,
    version: '0.1.0',
    signal,
    keyFileWork: TEST_KEY_WORK,
    openNode: ({ dataDirectory }) =>
      openTestNode({ ...env, TESSERA_DATA: dataDirectory ?? env['TESSERA_DATA'] }, now),
    openData: async ({ dataDirectory }) => {
      const data = { ...env, TESSERA_DATA: dataDirectory ?? env['TESSERA_DATA'] }
      return openDataAtRest(await loadConfig(data), { version: '0.1.0', now })
    },
    startNode: noNetwork,
  }
}
