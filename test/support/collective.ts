import { createBranchesOf } from '../../src/exchange/branches.ts'
import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { createExchange, type Exchange } from '../../src/exchange/exchange.ts'
import type { ObjectStore } from '../../src/exchange/object-store.ts'
import type { Mark, MarkFile } from '../../src/exchange/own-node.ts'
import type { PublisherDeps } from '../../src/exchange/publisher.ts'
import { createPublisher, type Publisher } from '../../src/exchange/publisher.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createFirstEntry } from '../../src/identity/create-entry.ts'
import { type AgreementKey, createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'
import { createWitnessProof, signEntry } from '../../src/identity/log-proof.ts'
import { type LogTexts, writeWitnessFile } from '../../src/identity/log-text.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { didAt } from '../../src/record/did.ts'
import type { Database } from '../../src/store/database.ts'
import { createObjectStore } from '../../src/store/object-store.ts'

/** A collective of three members, two of whom speak for it, with its keys at hand. */
export interface TestCollective {
  readonly scid: string
  readonly did: string
  readonly origin: string
  readonly log: LogTexts
  readonly node: ReturnType<typeof createSigningKey>
  readonly agreement: AgreementKey
  readonly members: readonly ReturnType<typeof createSigningKey>[]
  readonly controller: ReturnType<typeof createSigningKey>
}

/** Founds a collective at an origin. */
export function foundCollective(origin: string, now: Date): TestCollective {
  const [controller, node] = [createSigningKey(), createSigningKey()]
  const agreement = createAgreementKey()
  const members = [createSigningKey(), createSigningKey(), createSigningKey()]
  const time = toTimestamp(now)
  const entry = createFirstEntry({
    time,
    origins: [origin],
    controller: controller.multikey,
    members: { keys: members.map((member) => member.multikey), threshold: 2 },
    nodeKeys: {
      node: node.multikey,
      expires: addTime(time, 90 * DAY),
      agreement: agreement.multikey,
    },
  })
  const scid = entry.state.id.split(':')[2] ?? ''
  const proofs = members.slice(0, 2).map((member) => createWitnessProof(entry, member))
  const log = {
    log: `${canonicalize(signEntry(entry, controller))}\n`,
    witness: writeWitnessFile(proofs),
  }
  return { scid, did: didAt(scid, origin), origin, log, node, agreement, members, controller }
}

/** A node of a collective on a store of its own. */
export interface TestNode extends AsyncDisposable {
  readonly collective: TestCollective
  readonly store: ObjectStore
  readonly exchange: Exchange
  readonly publisher: Publisher
  readonly publisherDeps: PublisherDeps
}

/** A node that knows its own log and nothing else; logs are verified in this thread. */
export async function testNode(
  collective: TestCollective,
  database: Pick<Database, 'db' | 'checkpoint'>,
  now: () => Date,
): Promise<TestNode> {
  const store = createObjectStore(database)
  const branchesOf = createBranchesOf()
  const exchange = createExchange({
    store,
    branchesOf,
    now,
    verify: async (question) => checkLog(question),
    familiar: async () => new Set(),
    vouched: async () => new Set(),
  })
  await store.transaction((writer) =>
    writer.addCollective({
      scid: collective.scid,
      did: collective.did,
      own: true,
      at: toTimestamp(now()),
    }),
  )
  await exchange.receiveLog(collective.scid, collective.log)
  const publisherDeps: PublisherDeps = {
    store,
    branchesOf,
    now,
    key: { scid: collective.scid, ...collective.node },
    mark: memoryMark(),
    origin: collective.origin,
    exclusively: (work) => work(),
  }
  const publisher = createPublisher(publisherDeps)
  return { collective, store, exchange, publisher, publisherDeps, async [Symbol.asyncDispose]() {} }
}

/** A mark that lives as long as the test. */
export function memoryMark(): MarkFile {
  let mark: Mark | null = null
  return {
    read: async () => mark,
    async write(next) {
      mark = next
    },
  }
}

/** A listing about a host, as a collective writes it. */
export function listingAbout(host: string): RecordContent {
  return {
    type: 'Listing',
    slug: host.replaceAll('.', '-'),
    defaultLanguage: 'en',
    nameMap: { en: host },
    about: `https://${host}/`,
    host,
    sources: [{ nameMap: { en: 'A public list' }, date: '2024-10-22' }],
  }
}
