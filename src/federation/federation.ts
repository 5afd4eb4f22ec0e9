import { createPublicKey } from 'node:crypto'

import type { KvStore } from '@fedify/fedify'

import type { DeliveryStore } from '../exchange/delivery-store.ts'
import type { EnvelopeJob, EnvelopeStore } from '../exchange/envelope-store.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { MarkFile } from '../exchange/own-node.ts'
import type { Peer, PeerStore } from '../exchange/peer-store.ts'
import type { Peering } from '../exchange/peering.ts'
import type { PostStore } from '../exchange/post-store.ts'
import { createEnvelopeInbox } from '../exchange/receive-envelope.ts'
import type { ReplayStore } from '../exchange/replay-store.ts'
import type { BranchesOf } from '../exchange/settle.ts'
import type { LogCheck, LogQuestion } from '../identity/check-log.ts'
import type { NodeKeys } from '../identity/keys.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import { type AnnounceJob, createAnnouncer } from './announce.ts'
import type { Signers } from './attempt.ts'
import { type Authenticate, createAuthenticate } from './authenticate.ts'
import { type Background, createBackground } from './background.ts'
import { createCarry } from './carried-log.ts'
import { createReadAccess } from './closed-network.ts'
import type { PostWording } from './communique-post.ts'
import { createSender, type Sender } from './delivery.ts'
import { createDocuments, type Documents } from './documents.ts'
import type { FederationLog } from './federation-log.ts'
import { createFetchBudget, KEY_BUDGET } from './fetch-budget.ts'
import type { Fetcher } from './fetcher.ts'
import { createFollowers } from './followers.ts'
import { createGate, type Gate } from './gate.ts'
import { createHostSoftware } from './host-software.ts'
import { createIdentityRoutes, type IdentityRoutes } from './identity-routes.ts'
import { createLogIntake, type LogIntake, relayLog } from './log-intake.ts'
import { createLogRefresh, type LogRefresh } from './log-refresh.ts'
import { createObjectRoutes, type ObjectRoutes } from './object-routes.ts'
import { createCarrier } from './offer.ts'
import { type OwnIds, ownIdsAt } from './own-ids.ts'
import { createPeerKeys } from './peer-keys.ts'
import { createPeerSource, type PeerSource } from './peer-source.ts'
import { createPeering } from './peers.ts'
import { createPostDocuments } from './post-documents.ts'
import { createPostWork } from './posts.ts'
import { pullMissing } from './pull.ts'
import { createReceiveActivity } from './receive-activity.ts'
import { createReceiveAnnounce, type Wanted } from './receive-announce.ts'
import { createReceiveOffer } from './receive-offer.ts'
import type { ReceivedRequest } from './received-request.ts'
import { loadActor } from './remote-actor.ts'
import { createRemoteKeys } from './remote-keys.ts'
import { createCavageSigner, createMessageSigner } from './sign-request.ts'
import { createSyncRoutes, type SyncRoutes } from './sync-routes.ts'
import { createSync, type Sync } from './sync.ts'

/** Everything that exchanging with other servers takes. */
export interface FederationOptions {
  readonly scid: Scid
  /** The own origin, then its onion addresses; without slashes at the end. */
  readonly origins: readonly [string, ...string[]]
  readonly keys: NodeKeys
  readonly network: 'open' | 'listed'
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly exchange: Exchange
  readonly envelopes: EnvelopeStore
  readonly peers: PeerStore
  readonly deliveries: DeliveryStore
  readonly replay: ReplayStore
  readonly mark: Pick<MarkFile, 'read'>
  readonly fetcher: Fetcher
  /** Verifies a log from its sources, off the main thread. */
  readonly verify: (question: LogQuestion) => Promise<LogCheck>
  /** Our own collective, peers, and who is in a view. */
  readonly familiar: () => Promise<ReadonlySet<Scid>>
  /** Runs `work` unless another process of this node does work of that name; then false. */
  readonly exclusively: (name: string, work: () => Promise<void>) => Promise<boolean>
  /** Where Fedify keeps what it remembers. */
  readonly keyValue: KvStore
  readonly posts: PostStore
  readonly wording: PostWording
  /** Of this program. */
  readonly version: string
  readonly now: () => Date
  /** From 0 to 1. */
  readonly random: () => number
  readonly logger: FederationLog
}

/** What the node does with other servers. */
export interface Federation {
  readonly own: OwnIds
  readonly gate: Gate
  /** Throws `not_found` unless a request may read what is exchanged. */
  readonly checkReader: (request: ReceivedRequest) => Promise<void>
  readonly objects: ObjectRoutes
  readonly syncRoutes: SyncRoutes
  /** Takes entries of a log that anybody hands over. */
  readonly takeLog: LogIntake
  readonly identity: IdentityRoutes
  /** The actor, its collections, its posts, WebFinger and NodeInfo. */
  readonly documents: Documents
  /** The worker of ANNOUNCE_QUEUE. */
  readonly announce: (job: AnnounceJob) => Promise<void>
  /** The worker of ENVELOPE_QUEUE. */
  readonly carryEnvelope: (job: EnvelopeJob) => Promise<void>
  /** Tells followers what of the collective's communiqués is new to them. */
  readonly post: () => Promise<void>
  readonly sender: Sender
  readonly sync: Sync
  readonly peering: Peering
  /** What goes on after answers. */
  readonly background: Background
}

/** Fetching for peers after their announcements; beyond these sync does it. */
const MAX_BACKGROUND = 16

export function createFederation(options: FederationOptions): Federation {
  const { store, logger } = options
  const background = createBackground(MAX_BACKGROUND, (error) => logFailure(error, logger))
  const parts = createParts(options, background)
  const { own, signers, logs, authenticate, sourceAt } = parts
  const sender = createSender({ ...options, signers })
  const wake = (): void => sender.wake()
  const sync = createSync({
    ...options,
    own,
    logs,
    sourceOf: (peer, spend) => sourceAt(peer.origin, spend),
  })
  const documents = createOwnDocuments(options, parts)
  const receive = createReceive(options, { ...parts, background, wake, documents })
  return {
    own,
    gate: createGate({ ...options, origin: own.origin, authenticate, receive }),
    checkReader: createReadAccess({ ...options, origin: own.origin, authenticate }),
    objects: createObjectRoutes(store),
    syncRoutes: createSyncRoutes(options),
    takeLog: createLogIntake({ store, logs }),
    identity: createIdentityRoutes({ store, own, keys: publicKeysOf(options.keys) }),
    documents,
    announce: createAnnouncer({ ...options, own, wake }),
    carryEnvelope: createCarrier({ ...options, own, wake }),
    post: createPostWork({ ...options, own, softwareOf: createHostSoftware(options), wake }),
    sender,
    sync,
    peering: createPeering({
      ...options,
      logs,
      sync,
      sourceAt,
      own: { scid: own.scid, origins: options.origins },
    }),
    background,
  }
}

/** What is posted is given out as it was sent; the rest is Fedify's. */
function createOwnDocuments(options: FederationOptions, { own, signers }: Parts): Documents {
  const documents = createDocuments({ ...options, own, sign: signers.cavage })
  const getPost = createPostDocuments({ ...options, own })
  return {
    ...documents,
    get: async (request) => (await getPost(request)) ?? (await documents.get(request)),
  }
}

interface Parts {
  readonly own: OwnIds & { readonly scid: Scid }
  readonly signers: Signers
  readonly sourceAt: (base: string, spend?: (bytes: number) => void) => PeerSource
  readonly logs: LogRefresh
  readonly authenticate: Authenticate
}

/** What several of the others work with. */
function createParts(options: FederationOptions, background: Background): Parts {
  const own = { ...ownIdsAt(options.origins[0]), scid: options.scid }
  const signers = createSigners(options, own)
  const sourceAt: Parts['sourceAt'] = (base, spend) =>
    createPeerSource({
      fetcher: options.fetcher,
      base,
      sign: signers.ed25519,
      ...(spend === undefined ? {} : { spend }),
    })
  const carry = createCarry({ fetcher: options.fetcher, sign: signers.ed25519 })
  const logs = createLogRefresh({
    ...options,
    sourceOf: (peer) => sourceAt(peer.origin),
    onGrown(scid) {
      background.run(`carry ${scid}`, () => relayLog(scid, { ...options, carry }))
    },
  })
  const authenticate = createAuthenticate({
    findPeerKey: createPeerKeys(options),
    remoteKeys: createRemoteKeys({ ...options, sign: signers.cavage }),
    async refreshLog(peer) {
      await logs.refresh(peer, peer.scid)
    },
    network: options.network,
  })
  return { own, signers, sourceAt, logs, authenticate }
}

function createSigners({ keys, now }: FederationOptions, own: OwnIds): Signers {
  const main = { keyId: own.mainKey, privateKey: keys.rsa, now }
  return {
    ed25519: createMessageSigner({ keyId: own.nodeKey, privateKey: keys.node.privateKey, now }),
    cavage: createCavageSigner(main),
    'rfc9421-rsa': createMessageSigner(main),
  }
}

interface ReceiveParts extends Parts {
  readonly background: Background
  readonly wake: () => void
  readonly documents: Documents
}

/** What an authenticated activity brings about. */
function createReceive(
  options: FederationOptions,
  { own, signers, sourceAt, logs, background, wake, documents }: ReceiveParts,
) {
  const { exchange, now } = options
  const source = {
    fetcher: options.fetcher,
    now,
    sign: signers.cavage,
    budget: createFetchBudget(KEY_BUDGET, now),
  }
  const pull = (peer: Peer, { scids, digests }: Wanted): void => {
    background.run(`pull ${peer.scid} ${scids.join()} ${digests.join()}`, async () => {
      await pullMissing({ exchange, source: sourceAt(peer.origin), scids, digests })
    })
  }
  const { agreement, formerAgreements } = options.keys
  const agreements = [agreement, ...formerAgreements]
  const refreshLog = (peer: Peer, scid: Scid) => logs.refresh(peer, scid)
  return createReceiveActivity({
    actor: own.actor,
    followers: createFollowers({
      ...options,
      own,
      loadActor: (id) => loadActor(id, source),
      wake,
    }),
    receiveAnnounce: createReceiveAnnounce({ exchange, refreshLog, pull }),
    receiveOffer: createReceiveOffer({
      inbox: createEnvelopeInbox({ ...options, agreements }),
      refreshLog,
    }),
    receiveOther: (delivered) => documents.receiveOther(delivered),
  })
}

function publicKeysOf({ node, agreement, rsa }: NodeKeys) {
  return {
    signing: node.multikey,
    agreement: agreement.multikey,
    requests: createPublicKey(rsa),
  }
}

/** What a peer failed to hand over is no fault of ours; sync asks again. */
function logFailure(error: unknown, logger: FederationLog): void {
  if (error instanceof TesseraError) logger.info({ code: error.code }, 'not fetched from a peer')
  else logger.error({ err: error }, 'fetching from a peer failed')
}
