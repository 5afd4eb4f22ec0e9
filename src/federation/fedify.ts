import { createFederation, type KvStore } from '@fedify/fedify'

import type { DeliveryStore } from '../exchange/delivery-store.ts'
import type { PostStore } from '../exchange/post-store.ts'
import type { FederationLog } from './federation-log.ts'
import { createDocumentLoader, loadContext } from './fedify-loader.ts'
import { logFedify } from './fedify-log.ts'
import type { Fetcher } from './fetcher.ts'
import { createOwnActor, type OwnActorOptions, USERNAME } from './own-actor.ts'
import type { RequestSigner } from './sign-request.ts'

export interface FedifyOptions extends OwnActorOptions {
  readonly fetcher: Pick<Fetcher, 'get'>
  readonly sign: RequestSigner
  readonly keyValue: KvStore
  readonly deliveries: Pick<DeliveryStore, 'countFollowers'>
  readonly posts: Pick<PostStore, 'listPosts'>
  readonly version: string
  readonly logger: FederationLog
}

/** Fedify's identifier of the one actor, so that its id is `/actor`. */
const IDENTIFIER = 'actor'

/**
 * Fedify, for what is asked for rarely: the actor and its collections, WebFinger, NodeInfo, and
 * activities of kinds that we do not read. It does not check signatures: an activity reaches it
 * only through the gate, which has. It connects to nothing but through our fetcher.
 */
export async function createFedify(options: FedifyOptions) {
  const { own, deliveries, posts, logger } = options
  await logFedify(logger)
  const loader = createDocumentLoader(options.fetcher, options.sign)
  const federation = createFederation<null>({
    kv: options.keyValue,
    origin: own.origin,
    documentLoaderFactory: () => loader,
    authenticatedDocumentLoaderFactory: () => loader,
    contextLoaderFactory: () => loadContext,
    skipSignatureVerification: true,
  })
  federation
    .setActorDispatcher('/{identifier}', async (_context, identifier) =>
      identifier === IDENTIFIER ? await createOwnActor(options) : null,
    )
    .mapHandle((_context, username) => {
      const isOurs = username === USERNAME || username === new URL(own.origin).hostname
      return isOurs ? IDENTIFIER : null
    })
    .mapAlias((_context, resource) =>
      resource.href === `${own.origin}/` ? { identifier: IDENTIFIER } : null,
    )
  // The gate remembers what was taken in, by digests; Fedify would keep the ids of activities.
  federation.setInboxListeners('/{identifier}/inbox', '/inbox').withIdempotency(() => null)
  federation
    // How many, and not who: whom a server's people follow concerns nobody else.
    .setFollowersDispatcher('/{identifier}/followers', async () => ({ items: [] }))
    .setCounter(async () => await deliveries.countFollowers())
  federation.setNodeInfoDispatcher('/nodeinfo/2.1', async () => ({
    software: { name: 'tessera', version: options.version },
    protocols: ['activitypub'],
    openRegistrations: false,
    usage: { users: { total: 1 }, localPosts: await countPosts(posts), localComments: 0 },
  }))
  return federation
}

async function countPosts(posts: FedifyOptions['posts']): Promise<number> {
  return (await posts.listPosts()).filter(({ type }) => type !== 'Delete').length
}
