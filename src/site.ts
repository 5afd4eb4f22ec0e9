import { fileURLToPath } from 'node:url'

import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'

import type { App } from './app.ts'
import type { ReplayStore } from './exchange/replay-store.ts'
import type { Federation } from './federation/federation.ts'
import type { Scid } from './record/did.ts'
import { readAssets } from './server/assets.ts'
import { createChartersIn } from './server/charters-in-view.ts'
import { createOwnRecordsOf } from './server/collective-model.ts'
import { createServer } from './server/create-server.ts'
import { readCatalog } from './server/i18n.ts'
import { createKnownCollectives } from './server/known-collectives.ts'
import { createPresentation } from './server/presentation.ts'
import { createRecentChanges } from './server/recent-changes.ts'
import { charterRoutes } from './server/routes/charters.ts'
import { collectiveRoutes } from './server/routes/collectives.ts'
import { directoryRoutes } from './server/routes/directory.ts'
import { federationRoutes } from './server/routes/federation.ts'
import { homeRoutes } from './server/routes/home.ts'
import { syncRoutes } from './server/routes/sync.ts'
import { createVouchBook } from './server/vouch-book.ts'
import { createCharterStore } from './store/charter-store.ts'

const LOCALES = fileURLToPath(new URL('../locales', import.meta.url))
/** Where the source of the running program is, as its license asks. */
const SOURCE = 'https://codeberg.org/tessera/tessera'

/** What a node serves. */
export interface Served {
  readonly scid: Scid
  readonly federation: Federation
  readonly replay: ReplayStore
}

/** The HTTP server of a node with all its routes, ready to listen. */
export async function createSite(
  app: App,
  served: Served,
  logger: Logger,
): Promise<FastifyInstance> {
  const catalog = await readCatalog({
    directory: LOCALES,
    onProblem: (problem) => logger.warn({ problem }, 'message missing'),
  })
  const known = createKnownCollectives(app.store)
  const presentation = createPresentation({
    catalog,
    assets: await readAssets(),
    site: () => ({ name: app.origin, onion: app.origins[1] ?? null, source: SOURCE }),
    alerts: async () => null,
  })
  const pages = {
    ...app,
    directory: app.index,
    presentation,
    known,
    vouches: createVouchBook(app.store),
    recent: createRecentChanges(app.index),
    ownRecordsOf: createOwnRecordsOf(app.store, app.now),
    chartersIn: createChartersIn({ ...app, charterStore: createCharterStore(app.database.db) }),
  }
  const { scid, federation } = served
  return await createServer({
    origins: app.origins,
    presentation,
    logger,
    routes: [
      bind(homeRoutes, pages),
      bind(directoryRoutes, pages),
      bind(collectiveRoutes, pages),
      bind(charterRoutes, pages),
      bind(federationRoutes, {
        gate: federation.gate,
        documents: (request) => federation.documents.get(request),
      }),
      bind(syncRoutes, { ...federation, scid }),
    ],
  })
}

/** A plugin with its options, as the server registers it. */
function bind<Options extends object>(
  plugin: (app: never, options: Options) => Promise<void>,
  options: Options,
): FastifyPluginAsync {
  return async (app) => {
    await app.register(plugin as unknown as FastifyPluginAsync<Options>, options)
  }
}
