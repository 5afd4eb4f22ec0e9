import { fileURLToPath } from 'node:url'

import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'

import type { App } from './app.ts'
import type { ReplayStore } from './exchange/replay-store.ts'
import type { Federation } from './federation/federation.ts'
import { pickLanguage } from './kernel/text.ts'
import type { Scid } from './record/did.ts'
import type { Profile } from './record/kinds/profile.ts'
import { createAlertBanner } from './server/alert-banner.ts'
import { createAlertsIn } from './server/alerts-in-view.ts'
import { readAssets } from './server/assets.ts'
import { createServer } from './server/create-server.ts'
import { readCatalog } from './server/i18n.ts'
import { createKnownCollectives } from './server/known-collectives.ts'
import type { Site } from './server/pages/layout.ts'
import { createPresentation } from './server/presentation.ts'
import { type FederationRoutesOptions, federationRoutes } from './server/routes/federation.ts'
import { publicRoutes } from './server/routes/public.ts'
import { type SyncRoutesOptions, syncRoutes } from './server/routes/sync.ts'
import type { TextSigner } from './server/routes/text-files.ts'
import { createSourceArchive } from './source-archive.ts'
import { createAlertStore } from './store/alert-store.ts'
import { createCanaryStore } from './store/canary-store.ts'
import { createCharterStore } from './store/charter-store.ts'
import { createCommuniqueStore } from './store/communique-store.ts'

const LOCALES = fileURLToPath(new URL('../locales', import.meta.url))
/** Where the source of the running program is, as its license asks. */
const SOURCE = '/source.tar.gz'

/** What a node serves. */
export interface Served {
  readonly scid: Scid
  readonly federation: Federation
  readonly replay: ReplayStore
  /** What signs texts with the node key. */
  readonly signer: TextSigner | null
}

/** The HTTP server of a node with all its routes, ready to listen. */
export async function createSite(
  app: App,
  { scid, federation, signer }: Served,
  logger: Logger,
): Promise<FastifyInstance> {
  const catalog = await readCatalog({
    directory: LOCALES,
    onProblem: (problem) => logger.warn({ problem }, 'message missing'),
  })
  const site = createSiteName(app, scid)
  await site.refresh()
  const ownScid = async () => scid
  const alertStore = createAlertStore(app.database.db)
  const alertsIn = createAlertsIn({ ...app, alertStore })
  const known = createKnownCollectives(app.store)
  const banner = createAlertBanner({ ...app, alertsIn, known, ownScid })
  const presentation = createPresentation({
    catalog,
    assets: await readAssets(),
    site: site.now,
    alerts: async (reader) => {
      await site.refresh()
      return await banner(reader)
    },
  })
  return await createServer({
    origins: app.origins,
    presentation,
    logger,
    routes: [
      publicRoutes({
        ...app,
        directory: app.index,
        network: app.config.network,
        presentation,
        charterStore: createCharterStore(app.database.db),
        communiqueStore: createCommuniqueStore(app.database.db),
        canaryStore: createCanaryStore(app),
        alertsIn,
        ownScid,
        signer,
      }),
      federationOf(federation),
      syncOf({ ...federation, scid }),
      sourceRoute(),
    ],
  })
}

function federationOf({ gate, documents }: Federation): FastifyPluginAsync {
  const options: FederationRoutesOptions = { gate, documents: (request) => documents.get(request) }
  return async (app) => {
    await app.register(federationRoutes, options)
  }
}

function syncOf(options: SyncRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(syncRoutes, options)
  }
}

function sourceRoute(): FastifyPluginAsync {
  const archive = createSourceArchive()
  return async (app) => {
    app.get(SOURCE, async (_request, reply) =>
      reply
        .type('application/gzip')
        .header('content-disposition', 'attachment; filename="tessera.tar.gz"')
        .send(await archive()),
    )
  }
}

/** The name under which pages show this node; read anew when its profile may have changed. */
function createSiteName(app: App, scid: Scid) {
  let sequence = -1
  let name = app.origin
  return {
    now: (): Site => ({ name, onion: app.origins[1] ?? null, source: SOURCE }),
    async refresh(): Promise<void> {
      const newest = await app.store.lastSequence()
      if (newest === sequence) return
      sequence = newest
      const [profile] = await app.store.listCurrent({ scid, types: ['Profile'] })
      if (profile === undefined) return
      const { nameMap, defaultLanguage } = JSON.parse(profile.text) as Profile
      name = pickLanguage(nameMap, [], defaultLanguage)?.text ?? app.origin
    },
  }
}
