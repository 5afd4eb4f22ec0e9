import type { FastifyPluginAsync } from 'fastify'

import type { CanaryStore } from '../../alert/canary-store.ts'
import type { CharterStore } from '../../charter/charter-store.ts'
import type { CommuniqueStore } from '../../communique/communique-store.ts'
import type { Directory } from '../../directory/directory.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import type { BranchesOf } from '../../exchange/settle.ts'
import type { AlertsIn } from '../alerts-in-view.ts'
import { describeRoutes } from '../api-description.ts'
import { createCanariesInView } from '../canaries-in-view.ts'
import { createChartersIn } from '../charters-in-view.ts'
import { createOwnRecordsOf } from '../collective-model.ts'
import { createCommuniquesIn } from '../communiques-in-view.ts'
import { createKnownCollectives } from '../known-collectives.ts'
import type { Presentation } from '../presentation.ts'
import { createPdfPress } from '../publications/pdf.ts'
import { createRecentChanges } from '../recent-changes.ts'
import type { ShownViews } from '../shown-view.ts'
import { createVouchBook } from '../vouch-book.ts'
import { aboutRoutes } from './about.ts'
import { alertCapRoutes } from './alert-cap.ts'
import { alertEmbedRoutes } from './alert-embeds.ts'
import { alertFeedRoutes } from './alert-feeds.ts'
import { alertRoutes } from './alerts.ts'
import { apiRoutes } from './api.ts'
import { canaryFeedRoutes } from './canary-feed.ts'
import { charterRoutes } from './charters.ts'
import { collectiveRoutes } from './collectives.ts'
import { contactKeyRoutes } from './contact-keys.ts'
import { directoryRoutes } from './directory.ts'
import { feedRoutes } from './feeds.ts'
import { healthRoutes } from './health.ts'
import { homeRoutes } from './home.ts'
import { recordRoutes } from './records.ts'
import { siteFileRoutes } from './site-files.ts'
import { communiqueFeedRoutes } from './text-feeds.ts'
import { textFileRoutes, type TextSigner } from './text-files.ts'
import { textRoutes } from './texts.ts'
import { verifyRoutes } from './verify.ts'
import { wellKnownRoutes, wkdRoutes } from './well-known.ts'

/** What the pages stand on. */
export interface PublicRoutesOptions {
  /** Without a slash at its end. */
  readonly origin: string
  /** Of the program that runs. */
  readonly version: string
  readonly network: 'open' | 'listed'
  readonly presentation: Presentation
  readonly store: ObjectReader
  readonly directory: Directory
  readonly charterStore: CharterStore
  readonly communiqueStore: CommuniqueStore
  /** Shared with what stands on top of every page. */
  readonly alertsIn: AlertsIn
  readonly canaryStore: CanaryStore
  readonly branchesOf: BranchesOf
  readonly views: ShownViews
  /** The collective whose node this is; null before it has one. */
  readonly ownScid: () => Promise<string | null>
  readonly now: () => Date
  /** Signs texts with the node key; left out where that is not at hand. */
  readonly signer?: TextSigner | null
}

/** Every page and public file of a node, described by one OpenAPI document. */
export function publicRoutes(options: PublicRoutesOptions): FastifyPluginAsync {
  const { store, directory, now, charterStore, communiqueStore, signer = null } = options
  const shared = {
    ...options,
    known: createKnownCollectives(store),
    vouches: createVouchBook(store),
    ownRecordsOf: createOwnRecordsOf(store, now),
    chartersIn: createChartersIn({ charterStore, store, now }),
    canaries: createCanariesInView({ canaryStore: options.canaryStore, store, now }),
    communiquesIn: createCommuniquesIn({ communiqueStore, store, now }),
    press: createPdfPress(),
    signer,
    recent: createRecentChanges(directory),
  }
  return async (app) => {
    const describe = describeRoutes(app, descriptionOf(options))
    await app.register(homeRoutes, shared)
    await app.register(directoryRoutes, shared)
    await app.register(collectiveRoutes, shared)
    await app.register(contactKeyRoutes, shared)
    await app.register(canaryFeedRoutes, shared)
    await app.register(charterRoutes, shared)
    await app.register(textRoutes, shared)
    await app.register(textFileRoutes, shared)
    await app.register(alertRoutes, shared)
    await app.register(alertCapRoutes, shared)
    await app.register(alertEmbedRoutes, shared)
    await app.register(alertFeedRoutes, shared)
    await app.register(aboutRoutes, shared)
    await app.register(verifyRoutes, shared)
    await app.register(recordRoutes, shared)
    await app.register(feedRoutes, shared)
    await app.register(communiqueFeedRoutes, shared)
    await app.register(wellKnownRoutes, shared)
    await app.register(wkdRoutes, shared)
    await app.register(siteFileRoutes, shared)
    await app.register(healthRoutes, shared)
    await app.register(apiRoutes, {
      presentation: options.presentation,
      describe,
    })
  }
}

function descriptionOf({ origin, version }: PublicRoutesOptions) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tessera',
      version,
      description: 'A shared directory of collectives that run servers for social movements.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: origin }],
    tags: [
      { name: 'directory', description: 'Who offers what, and who knows them' },
      { name: 'charters', description: 'What collectives have committed to' },
      { name: 'communiques', description: 'What collectives say together' },
      { name: 'alerts', description: 'What hits collectives, and what to do now' },
      { name: 'verify', description: 'Checking what was signed' },
      { name: 'records', description: 'Signed originals' },
      { name: 'node', description: 'This node itself' },
    ],
  }
}
