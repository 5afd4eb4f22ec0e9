import { TesseraError } from '../kernel/errors.ts'
import { addTime, type Timestamp, toTimestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import type { HeadFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import { createHead, HEAD_RENEWAL, HEAD_VALIDITY, type Head } from '../record/head.ts'
import type { EntryFact } from '../record/log-facts.ts'
import { createManifest, keyOf, type Manifest, type ManifestItem } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import type { SignedRecord } from '../record/record.ts'
import type { ObjectStore, ObjectWriter } from './object-store.ts'
import { type Mark, type MarkFile, type OwnKey, ownEntry } from './own-node.ts'
import { type BranchesOf, settle, toCollectiveFacts } from './settle.ts'

export interface PublishDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
  readonly now: () => Date
  readonly key: OwnKey
  readonly mark: MarkFile
  /** Runs one publication at a time, over all processes of this node. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
}

/** What changes in the collective's state. */
export interface OwnChange {
  /** Records of the own collective, signed: new ones and next versions. */
  readonly put: readonly SignedRecord[]
  /** Node-signed records that end. */
  readonly remove?: readonly { readonly type: string; readonly slug: string }[]
  /** Digests of own node-signed records whose bytes shall go everywhere. */
  readonly erase?: readonly Digest[]
}

/** The queue whose jobs tell the peers; its payload is `{ digests }` of the new objects. */
export const ANNOUNCE_QUEUE = 'announce'

/**
 * Publishes a change: new records, a manifest that lists them, a head that points to it. In the
 * order that no crash can turn into a fork: the database commits, the mark is written, then peers
 * are told. Throws `not_own_head` and what ownEntry throws.
 */
export function publish(change: OwnChange, deps: PublishDeps): Promise<Head> {
  return deps.exclusively(async () => {
    const mark = await deps.mark.read()
    const head = await deps.store.transaction(async (writer) => {
      const now = toTimestamp(deps.now())
      const state = await readOwnState(writer, deps, { mark, now })
      await writer.addObjects(change.put.map(asObject), now)
      const manifest = nextManifest(state, change, now)
      const head = createHead(
        {
          attributedTo: state.entry.did,
          version: (state.base?.version ?? 0) + 1,
          previous: state.base?.stateDigest ?? null,
          manifest: manifest.digest,
          did: state.entry.versionId,
          published: now,
          expires: addTime(now, HEAD_VALIDITY),
        },
        deps.key,
      )
      await keep(writer, { manifest, head }, { deps, now })
      const digests = [...change.put.map((record) => record.digest), manifest.digest, head.digest]
      await writer.enqueue(ANNOUNCE_QUEUE, { digests })
      return head
    })
    await writeMark(head, deps)
    return head
  })
}

/**
 * Says again that the state holds, once the head is two days old; null if that is not yet due. A
 * renewal is the same state, so it is neither announced nor ever a fork.
 */
export function renew(deps: PublishDeps): Promise<Head | null> {
  return deps.exclusively(async () => {
    const mark = await deps.mark.read()
    return await deps.store.transaction(async (writer) => {
      const now = toTimestamp(deps.now())
      const { entry, base } = await readOwnState(writer, deps, { mark, now })
      const isDue = base !== null && addTime(base.published, HEAD_RENEWAL) <= now
      if (!isDue || base.did !== entry.versionId) return null
      const { version, previous, manifest, did } = base
      const expires = addTime(now, HEAD_VALIDITY)
      const head = createHead(
        { attributedTo: entry.did, version, previous, manifest, did, published: now, expires },
        deps.key,
      )
      await keep(writer, { head }, { deps, now })
      return head
    })
  })
}

interface OwnState {
  readonly entry: EntryFact
  /** The head to follow: the own tip, else the newest entry's last good head; null for the first. */
  readonly base: HeadFact | null
  readonly items: readonly ManifestItem[]
  readonly erased: readonly Digest[]
}

/** The state to go on from, if it is the one this node published last. */
async function readOwnState(
  writer: ObjectWriter,
  { key, branchesOf }: PublishDeps,
  { mark, now }: { readonly mark: Mark | null; readonly now: Timestamp },
): Promise<OwnState> {
  const entry = await ownEntry(writer, key, branchesOf)
  const branches = await branchesOf(writer, key.scid)
  const facts = toCollectiveFacts(await writer.readFacts(key.scid), branches)
  const { tips } = judge(facts, now)
  checkIsOwn(tips, entry, mark)
  const [base = null] = tips
  const manifest = base === null ? undefined : facts.manifests.get(base.manifest)
  return { entry, base, items: manifest?.items ?? [], erased: manifest?.erased ?? [] }
}

/** Throws `not_own_head` unless the state in force is the one that this node published last. */
function checkIsOwn(tips: readonly HeadFact[], entry: EntryFact, mark: Mark | null): void {
  const [tip, ...others] = tips
  if (others.length > 0) throw notOwnHead('Two heads by the own key are in force.')
  if (tip !== undefined) {
    if (!isMarked(tip, entry, mark)) {
      throw notOwnHead('The newest own head is not the one this node published last.')
    }
  } else if (entry.lastGoodHead !== null) {
    throw notOwnHead('The last good head is not at hand; sync first.')
  } else if (mark !== null) {
    throw notOwnHead('This node has published before, but its database holds no own head.')
  }
}

/**
 * A head made in a crash between commit and mark follows the mark directly and is still our own; and
 * what the members call the last good head is a new beginning whatever the mark says.
 */
function isMarked(tip: HeadFact, entry: EntryFact, mark: Mark | null): boolean {
  if (tip.stateDigest === entry.lastGoodHead?.digest) return true
  if (mark === null) return tip.previous === null
  return tip.stateDigest === mark.head || tip.previous === mark.head
}

function notOwnHead(why: string): TesseraError {
  return new TesseraError(
    'conflict',
    'not_own_head',
    `${why} To avoid a fork this node signs nothing until its members add a DID entry with a new node key.`,
  )
}

/** The current items, without what is over, with the change made. */
function nextManifest(
  state: OwnState,
  { put, remove = [], erase = [] }: OwnChange,
  now: Timestamp,
): Manifest {
  const gone = new Set(erase)
  const removed = new Set(remove.map(keyOf))
  const items = new Map<string, ManifestItem>()
  for (const item of state.items) {
    const isOver = item.expires !== undefined && item.expires <= now
    if (!isOver && !removed.has(keyOf(item)) && !gone.has(item.digest)) {
      items.set(keyOf(item), item)
    }
  }
  for (const record of put) items.set(keyOf(record), toItem(record))
  return createManifest(
    state.entry.did,
    [...items.values()],
    [...new Set([...state.erased, ...erase])],
  )
}

function toItem({ type, slug, version, digest, expires }: SignedRecord): ManifestItem {
  return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
}

function asObject(value: SignedRecord): TesseraObject {
  return { kind: 'record', value }
}

async function keep(
  writer: ObjectWriter,
  { manifest, head }: { readonly manifest?: Manifest; readonly head: Head },
  { deps, now }: { readonly deps: PublishDeps; readonly now: Timestamp },
): Promise<void> {
  const objects: TesseraObject[] = [{ kind: 'head', value: head }]
  if (manifest !== undefined) objects.push({ kind: 'manifest', value: manifest })
  await writer.addObjects(objects, now)
  await settle(writer, deps.key.scid, { branchesOf: deps.branchesOf, now })
}

async function writeMark(head: Head, { mark }: PublishDeps): Promise<void> {
  await mark.write({ did: head.names[0] ?? '', version: head.version, head: head.stateDigest })
}
