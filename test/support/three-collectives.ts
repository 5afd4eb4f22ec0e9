import { createDirectoryFeed } from '../../src/directory-feed.ts'
import type { DirectoryStore } from '../../src/directory/directory-store.ts'
import { createDirectoryUpdates } from '../../src/directory/directory-updates.ts'
import { createDirectory, type Directory } from '../../src/directory/directory.ts'
import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { assembleRecord, proveStatement, type SignedRecord } from '../../src/record/record.ts'
import { createAlertStore } from '../../src/store/alert-store.ts'
import { createCharterStore } from '../../src/store/charter-store.ts'
import { createCommuniqueStore } from '../../src/store/communique-store.ts'
import type { Database } from '../../src/store/database.ts'
import { createDirectoryStore } from '../../src/store/directory-store.ts'
import { createPeerStore } from '../../src/store/peer-store.ts'
import { createViews, type Views } from '../../src/views.ts'
import { readFoundingCharter } from './charters.ts'
import { foundCollective, listingAbout, type TestNode, testNode } from './collective.ts'
import { harborProfile, nubeProfile, rosaProfile } from './profiles.ts'

/** When everything in this world happens. */
export const NOON = new Date('2026-11-22T12:00:00Z')
const now = (): Date => NOON

/** The node of Harbor Commons, with two other collectives that it knows. */
export interface ThreeCollectives {
  readonly node: TestNode
  readonly nube: TestNode
  readonly rosa: TestNode
  readonly directory: Directory
  readonly directoryStore: DirectoryStore
  readonly charterStore: ReturnType<typeof createCharterStore>
  readonly communiqueStore: ReturnType<typeof createCommuniqueStore>
  readonly alertStore: ReturnType<typeof createAlertStore>
  readonly views: Views
  /** The founding charter as Nube Libre published it. */
  readonly charter: SignedRecord
  /** Hands everything that a node has published over to Harbor, and refreshes its directory. */
  bring(from: TestNode): Promise<void>
  refresh(): Promise<void>
  /** Notes that a host says that it is Harbor's. */
  proveHost(host: string): Promise<void>
}

/** An empty database; the caller opens and closes it. */
export type OpenDatabase = () => Promise<Pick<Database, 'checkpoint' | 'db'>>

/**
 * Three invented collectives as the node of the first one sees them: profiles with services and
 * keys, vouches both ways, the founding charter, signed once with a reservation, and listings of
 * hosts without a node. `profiles` replace members of the profiles.
 */
export async function threeCollectives(
  open: OpenDatabase,
  profiles: { readonly [name in 'harbor' | 'nube' | 'rosa']?: JsonObject } = {},
): Promise<ThreeCollectives> {
  const database = await open()
  const at = async (name: string) =>
    testNode(foundCollective(`https://${name}.example`, daysAgo(30)), await open(), now)
  const node = await testNode(foundCollective('https://harbor.example', daysAgo(60)), database, now)
  const [nube, rosa] = [await at('nube'), await at('rosa')]
  const charterStore = createCharterStore(database.db)
  const directoryStore = createDirectoryStore(database)
  const views = createViews({
    configs: [
      { name: 'default', charter: null, vouches: 1, seeds: [] },
      { name: 'strict', charter: null, vouches: 2, seeds: [] },
    ],
    store: node.store,
    charters: charterStore,
    peers: createPeerStore(database.db),
    now,
  })
  const feed = createDirectoryFeed({ store: node.store, directory: directoryStore, views, now })
  const hostChecks = createDirectoryUpdates({ store: directoryStore, isShown: () => true, now })
  const world = {
    node,
    nube,
    rosa,
    directory: createDirectory({ store: directoryStore, now }),
    directoryStore,
    charterStore,
    communiqueStore: createCommuniqueStore(database.db),
    alertStore: createAlertStore(database.db),
    views,
    async refresh() {
      await feed.refresh()
    },
    async proveHost(host: string) {
      const { scid } = node.collective
      await hostChecks.recordHostCheck({ scid, host }, 'proven')
    },
    async bring(from: TestNode) {
      await handOver(from, node)
      await feed.refresh()
    },
  }
  return { ...world, charter: await publishAll(world, profiles) }
}

function daysAgo(days: number): Date {
  return new Date(NOON.getTime() - days * DAY)
}

async function publishAll(
  world: Omit<ThreeCollectives, 'charter'>,
  changes: { readonly [name in 'harbor' | 'nube' | 'rosa']?: JsonObject },
): Promise<SignedRecord> {
  const { node, nube, rosa } = world
  const listings = ['mail.quay.example', 'lists.hill.example'].map(listingAbout)
  await node.publisher.publishContents([{ ...harborProfile, ...changes.harbor }, ...listings])
  await nube.publisher.publishContents([{ ...nubeProfile, ...changes.nube }])
  await rosa.publisher.publishContents([{ ...rosaProfile, ...changes.rosa }])
  const charter = await signTogether(nube, {
    type: 'Charter',
    ...(readFoundingCharter() as unknown as JsonObject),
    slug: 'charter-of-autonomous-servers',
    defaultLanguage: 'en',
  })
  await signTogether(node, commitmentTo(charter))
  await signTogether(nube, commitmentTo(charter, [reservation]))
  await signTogether(node, vouchFor(nube, 'in-person'))
  await signTogether(nube, vouchFor(node, 'video-call'))
  await world.bring(nube)
  await world.bring(rosa)
  await world.refresh()
  return charter
}

/** Publishes a record that two of a collective's three members sign. */
export async function signTogether(
  { collective, publisher }: Pick<TestNode, 'collective' | 'publisher'>,
  content: RecordContent,
): Promise<SignedRecord> {
  const statement = await publisher.draft(content)
  const proofs = collective.members
    .slice(0, 2)
    .map((member) =>
      proveStatement(statement, { ...member, did: collective.did }, 'capabilityInvocation'),
    )
  const record = assembleRecord(statement, proofs)
  await publisher.publishSigned([record])
  return record
}

/** Gives one node all that another has published, as a round of sync does. */
export async function handOver(from: TestNode, to: TestNode): Promise<void> {
  const { scid, log } = from.collective
  await to.exchange.receiveLog(scid, log)
  const { heads, manifests } = await from.store.readFacts(scid)
  const digests = [...heads, ...manifests].map(({ digest }) => digest)
  const records = await from.store.listCurrent({ scid })
  const objects = [...(await from.store.findObjects(digests)), ...records]
  await to.exchange.receive(objects.map(({ text }) => text))
}

/** A commitment under the founding charter. */
export function commitmentTo(
  { scid: collective, slug, statement: digest }: SignedRecord,
  reservations: readonly JsonObject[] = [],
): RecordContent {
  return {
    type: 'Commitment',
    slug,
    defaultLanguage: 'en',
    charter: { collective, slug, digest },
    languagesRead: ['en', 'fr'],
    decisionRecord: {
      method: 'consensus',
      quorum: 5,
      agree: 6,
      reservations: 1,
      standAside: 0,
      block: 0,
      date: '2026-11-15',
    },
    ...(reservations.length === 0 ? {} : { reservations: [...reservations] }),
    compliance: [{ clause: 'little-data', state: 'partly', date: '2026-11-01' }],
    reviewDate: addTime(toTimestamp(NOON), 2 * 365 * DAY).slice(0, 10),
  }
}

const reservation = {
  clause: 'sign-of-life',
  contentMap: {
    en: 'Where most of us live, a statement could be compelled. We publish none.',
    es: 'Donde vivimos casi todas, podrían obligarnos a declarar. No publicamos ninguna.',
  },
}

export function vouchFor({ collective: { scid } }: TestNode, checked: string): RecordContent {
  return {
    type: 'Vouch',
    slug: scid.slice(-8).toLowerCase(),
    defaultLanguage: 'en',
    whom: scid,
    howKnownMap: { en: 'We have shared a rack since 2014.' },
    since: '2014',
    fingerprintChecked: checked,
    reasonMap: { en: 'They do what they say, and say what went wrong.' },
  }
}
