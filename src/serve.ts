import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

import type { App } from './app.ts'
import type { RunningNode, UnlockedNode } from './cli/opened-node.ts'
import type { Listen } from './config.ts'
import { ENVELOPE_QUEUE } from './exchange/envelope-store.ts'
import { prune } from './exchange/prune.ts'
import { ANNOUNCE_QUEUE } from './exchange/publish.ts'
import { relayHeld } from './exchange/relay.ts'
import { publishDue } from './exchange/schedule.ts'
import { createExclusiveWork } from './exclusive-work.ts'
import { createFederation, type Federation } from './federation/federation.ts'
import { guardFetch } from './federation/guarded-fetch.ts'
import { checkHosts } from './host-checks.ts'
import { NODE_KEY_FILE } from './identity/key-file.ts'
import { DAY, HOUR, MINUTE, SECOND, toTimestamp } from './kernel/time.ts'
import { findOwnScid } from './own-collective.ts'
import { type Chore, repeat } from './repeat.ts'
import { toText } from './server/html.ts'
import { endonym } from './server/language-names.ts'
import { createLogger } from './server/logger.ts'
import { markdown } from './server/markdown.ts'
import { createSite, type Served } from './site.ts'
import { createDeliveryStore } from './store/delivery-store.ts'
import { createKeyValueStore } from './store/key-value.ts'
import { createPostStore } from './store/post-store.ts'
import { createQueue } from './store/queue.ts'
import { createReplayStore } from './store/replay-store.ts'
import { forgetPrepared } from './store/rest-files.ts'
import { createTextSigner } from './text-signer.ts'

/** How soon what another process or peer has changed is in the directory. */
const FEED_INTERVAL = SECOND / 2
/** How soon expiry shows: a canary's date is reckoned anew on each page besides. */
const SETTLE_INTERVAL = 5 * SECOND

/** How soon an alert goes on whose collective has been vouched for since. */
const RELAY_INTERVAL = 5 * SECOND

/** How late what waited for its time may be. */
const SCHEDULE_INTERVAL = 5 * SECOND

/** How soon followers hear of a communiqué. */
const POST_INTERVAL = 5 * SECOND
/** How soon a node ends whose key file was destroyed. */
const WIPED_INTERVAL = 2 * SECOND

/** How often some hosts are asked whose they are. */
const HOST_INTERVAL = 10 * MINUTE

/** Serves pages and federation, and does the node's chores, until it is disposed. */
export async function startApp(node: App, unlocked: UnlockedNode): Promise<RunningNode> {
  const logger = createLogger({ level: 'info', destination: process.stderr })
  const stopping = new AbortController()
  await using resources = new AsyncDisposableStack()
  resources.use(guardFetch(node.fetcher))
  const served = await federate(node, unlocked, logger)
  const { federation } = served
  const site = await createSite(node, served, logger)
  const address = await listen(site, node.config.listen)
  resources.defer(() => site.close())
  const wiped = Promise.withResolvers<void>()
  const watch = {
    name: 'wiped',
    interval: WIPED_INTERVAL,
    work: () => watchKey(node, wiped.resolve),
  }
  const chores = [...choresOf(node, unlocked, served), watch].map((chore) =>
    repeat(chore, stopping.signal, (error, name) =>
      logger.error({ err: error, chore: name }, 'chore failed'),
    ),
  )
  const working = Promise.all([
    ...chores,
    federation.sender.run(stopping.signal),
    workOnQueues(node, federation, { signal: stopping.signal, logger }),
  ])
  resources.defer(async () => {
    stopping.abort()
    await working
    await federation.background.idle()
  })
  const running = resources.move()
  logger.info({ address }, 'listening')
  return { address, wiped: wiped.promise, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** A key that was destroyed must not live on in memory. SPEC: security-bar.md, L11. */
async function watchKey({ files }: App, onGone: () => void): Promise<void> {
  if ((await files.readKeyFile(NODE_KEY_FILE)) === null) onGone()
}

async function federate(app: App, { keys }: UnlockedNode, logger: Logger): Promise<Served> {
  const { db } = app.database
  const scid = await findOwnScid(app.store)
  if (scid === null) throw new Error('only a node with an identity is unlocked')
  const replay = createReplayStore(db)
  const federation = createFederation({
    ...app,
    scid,
    keys,
    network: app.config.network,
    deliveries: createDeliveryStore(db),
    replay,
    mark: app.files.mark,
    keyValue: createKeyValueStore({ db }),
    verify: (question) => app.verifier.verify(question),
    familiar: () => app.views.familiar(),
    exclusively: createExclusiveWork(app.leases),
    posts: createPostStore(db),
    wording: { toHtml: (text) => toText(markdown(text)), languageName: endonym },
    random: Math.random,
    logger,
  })
  const signer = await createTextSigner(app.store, { scid, origin: app.origin }, keys)
  return { scid, federation, replay, signer }
}

/** Tells others what was published, and brings them what was sealed to them. */
async function workOnQueues(
  { database: { db } }: App,
  { announce, carryEnvelope }: Federation,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Logger },
): Promise<void> {
  const onError = (error: unknown): void => logger.info({ err: error }, 'announcement waits')
  const announcements = createQueue({ db, name: ANNOUNCE_QUEUE, onError })
  const envelopes = createQueue({ db, name: ENVELOPE_QUEUE, onError })
  await Promise.all([
    announcements.listen(announce, { signal }),
    envelopes.listen(carryEnvelope, { signal }),
  ])
}

/** What a running node does again and again. */
function choresOf(app: App, unlocked: UnlockedNode, { federation, replay }: Served): Chore[] {
  const { exchange, config, now } = app
  return [
    { name: 'directory', interval: FEED_INTERVAL, work: () => app.directory.refresh() },
    { name: 'settle', interval: SETTLE_INTERVAL, work: () => exchange.settleDue() },
    {
      name: 'relay',
      interval: RELAY_INTERVAL,
      work: () => relayHeld({ store: app.store, vouched: () => app.views.vouched() }),
    },
    { name: 'posts', interval: POST_INTERVAL, work: () => federation.post() },
    { name: 'sync', interval: MINUTE, work: () => federation.sync.syncDue() },
    { name: 'renew', interval: HOUR, work: () => unlocked.publisher.renew() },
    {
      name: 'hosts',
      interval: HOST_INTERVAL,
      work: () => checkHosts({ ...app, testNetwork: config.testNetwork }),
    },
    {
      name: 'schedule',
      interval: SCHEDULE_INTERVAL,
      work: () => publishScheduled(app, unlocked),
    },
    { name: 'prune', interval: DAY, work: () => prune(app) },
    { name: 'prepared', interval: DAY, work: () => forgetPrepared(app.files.path, now()) },
    {
      name: 'envelopes',
      interval: HOUR,
      work: () => app.envelopes.forgetEnvelopes(toTimestamp(now())),
    },
    { name: 'replay', interval: HOUR, work: () => replay.forgetBefore(toTimestamp(now())) },
  ]
}

/** Publishes what has waited for its time, unless another process of this node does. */
async function publishScheduled(app: App, { keys, publisher }: UnlockedNode): Promise<void> {
  const agreements = [keys.agreement, ...keys.formerAgreements]
  await createExclusiveWork(app.leases)('schedule', async () => {
    const published = await publishDue({ ...app, publisher, agreements })
    for (const { type, slug, version, digest } of published) {
      await app.acts.append('record_published', { type, slug, version, digest })
    }
  })
}

async function listen(server: FastifyInstance, where: Listen): Promise<string> {
  return await server.listen('path' in where ? { path: where.path } : where)
}
