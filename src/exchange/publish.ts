import { TesseraError } from '../kernel/errors.ts'
import { addTime, type Timestamp, toTimestamp } from '../kernel/time.ts'
import { judge } from '../record/acceptance.ts'
import type { CollectiveFacts, HeadFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import { createHead, HEAD_RENEWAL, HEAD_VALIDITY, type Head } from '../record/head.ts'
import type { EntryFact } from '../record/log-facts.ts'
import type { Manifest } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'
import type { ObjectStore, ObjectWriter } from './object-store.ts'
import { nextManifest, type OwnChange } from './own-change.ts'
import { type Mark, type MarkFile, ownBase, ownEntry, type OwnKey } from './own-node.ts'
import { type BranchesOf, readFacts, settle, withObjects } from './settle.ts'

export interface PublishDeps {
  readonly store: ObjectStore
  readonly branchesOf: BranchesOf
  readonly now: () => Date
  readonly key: OwnKey
  readonly mark: MarkFile
  /** Runs one publication at a time, over all processes of this node. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
}

/** The queue whose jobs tell the peers; its payload is `{ digests }` of the new objects. */
export const ANNOUNCE_QUEUE = 'announce'

export interface Publication {
  readonly head: Head
  readonly change: OwnChange
}

/**
 * Publishes a change: new records, a manifest that lists them, a head that points to it. `makeChange`
 * runs while nobody else publishes. In the order that no crash can turn into a fork: the mark says
 * what is coming, the database commits, the mark says what is; peers are told after the commit. Throws
 * what ownEntry, ownBase and nextManifest throw, and `changed_meanwhile`.
 */
export function publish(
  makeChange: () => Promise<OwnChange>,
  deps: PublishDeps,
): Promise<Publication> {
  return deps.exclusively(async () => publishNow(await makeChange(), deps))
}

async function publishNow(change: OwnChange, deps: PublishDeps): Promise<Publication> {
  const { store, mark } = deps
  const known = await mark.read()
  const plan = await store.transaction((writer) =>
    planChange(writer, { change, mark: known }, deps),
  )
  const { head, base } = plan
  await mark.write({ ...markOf(base, head.did), next: head.stateDigest })
  await store.transaction((writer) => carryOut(writer, plan, deps))
  const written = await mark.read()
  // Another process went on from this head already if this one was held up for longer than its lease.
  if (written?.next === head.stateDigest) await mark.write(markOf(head, head.did))
  return { head, change }
}

/** The mark of a node whose newest head is this one. */
function markOf(head: Pick<HeadFact, 'did' | 'version' | 'stateDigest'> | null, did: string): Mark {
  return head?.did === did
    ? { did, version: head.version, head: head.stateDigest, next: null }
    : { did, version: 0, head: null, next: null }
}

/**
 * Says again that the state holds, once the head is two days old; null if that is not yet due, or if
 * nothing was ever published. A renewal is the same state, so it is neither announced nor ever a fork.
 * Under a new DID entry the state is said anew at once: that is a new head. A mark that a crash left
 * behind its head is put right, so that peers can be told.
 */
export function renew(deps: PublishDeps): Promise<Head | null> {
  return deps.exclusively(async () => {
    const mark = await deps.mark.read()
    const { state, head } = await deps.store.transaction((writer) => renewNow(writer, mark, deps))
    const { base, entry } = state
    if (base === null) return null
    if (base.did !== entry.versionId) return (await publishNow({ put: [] }, deps)).head
    if (mark?.next === base.stateDigest) await deps.mark.write(markOf(base, base.did))
    return head
  })
}

/**
 * Lets a node that was restored from a backup sign again, on the state that the backup knew. To be
 * called once all peers were asked for what they hold. Returns false where nothing was restored.
 * Throws `restored` if the identity has changed since, and what ownBase throws if a newer own head
 * is known now. SPEC: design.md, section 6, "Own restore".
 */
export function confirmRestored(deps: PublishDeps): Promise<boolean> {
  const { store, mark: file, key, branchesOf } = deps
  return deps.exclusively(async () => {
    const mark = await file.read()
    if (mark?.restored === undefined) return false
    const now = toTimestamp(deps.now())
    const facts = await readFacts(store, key.scid, branchesOf)
    const entry = ownEntry(facts.branches, key)
    const stand = { entry, facts, tips: judge(facts, now).tips, now }
    if (mark.did !== entry.versionId) ownBase(stand, mark)
    const { restored: _, ...trusted } = mark
    ownBase(stand, trusted)
    await file.write(trusted)
    return true
  })
}

async function renewNow(
  writer: ObjectWriter,
  mark: Mark | null,
  deps: PublishDeps,
): Promise<{ readonly state: OwnState; readonly head: Head | null }> {
  const state = await readOwnState(writer, mark, deps)
  const { entry, base, facts, now } = state
  const isDue = base !== null && addTime(base.published, HEAD_RENEWAL) <= now
  if (!isDue || base.did !== entry.versionId) return { state, head: null }
  const { version, previous, manifest } = base
  const head = signHead({ version, previous, manifest }, { entry, published: now }, deps.key)
  await keep(writer, { facts, objects: [{ kind: 'head', value: head }], now }, deps)
  return { state, head }
}

interface OwnState {
  readonly entry: EntryFact
  readonly facts: CollectiveFacts
  /** The head to follow: the own tip, else the newest entry's last good head; null for the first. */
  readonly base: HeadFact | null
  readonly now: Timestamp
}

/** The state to go on from, if it is the one that this node published last. */
async function readOwnState(
  writer: ObjectWriter,
  mark: Mark | null,
  { key, branchesOf, ...deps }: PublishDeps,
): Promise<OwnState> {
  const now = toTimestamp(deps.now())
  const facts = await readFacts(writer, key.scid, branchesOf)
  const entry = ownEntry(facts.branches, key)
  if (entry.nodeKeyExpires !== null && entry.nodeKeyExpires <= now) throw keyExpired()
  const base = ownBase({ entry, facts, tips: judge(facts, now).tips, now }, mark)
  return { entry, facts, base, now }
}

interface Plan extends OwnState {
  readonly change: OwnChange
  readonly head: Head
  /** What is new, the head last. */
  readonly objects: readonly TesseraObject[]
}

/** Reads and signs; nothing is written. */
async function planChange(
  writer: ObjectWriter,
  { change, mark }: { readonly change: OwnChange; readonly mark: Mark | null },
  deps: PublishDeps,
): Promise<Plan> {
  const state = await readOwnState(writer, mark, deps)
  const { entry, facts, base, now } = state
  const put = change.put.map((value): TesseraObject => ({ kind: 'record', value }))
  const manifest = nextManifest({ ...state, facts: withObjects(facts, put) }, change)
  const position = {
    version: (base?.version ?? 0) + 1,
    previous: base?.stateDigest ?? null,
    manifest: manifest.digest,
  }
  // The clock may have been set back a little: what is later is dated no earlier.
  const published = base !== null && base.published > now ? base.published : now
  const head = signHead(position, { entry, published }, deps.key)
  const objects = [...put, asObject(manifest), { kind: 'head', value: head } as const]
  return { ...state, change, head, objects }
}

function asObject(value: Manifest): TesseraObject {
  return { kind: 'manifest', value }
}

/** Makes a plan true, unless somebody else was faster; leaves a job to tell the peers. */
async function carryOut(writer: ObjectWriter, plan: Plan, deps: PublishDeps): Promise<void> {
  const { objects, now, change } = plan
  const facts = await readFacts(writer, deps.key.scid, deps.branchesOf)
  const { tips } = judge(facts, now)
  const isUnchanged =
    ownEntry(facts.branches, deps.key).versionId === plan.entry.versionId &&
    tips.length <= 1 &&
    tips[0]?.stateDigest === plan.base?.stateDigest
  if (!isUnchanged) throw changedMeanwhile()
  await keep(writer, { facts, objects, now }, deps)
  const erased = change.erase?.filter((digest) => facts.records.has(digest)) ?? []
  if (erased.length > 0) await writer.removeObjects(erased)
  await writer.enqueue(ANNOUNCE_QUEUE, { digests: objects.map(({ value }) => value.digest) })
}

interface Keep {
  readonly facts: CollectiveFacts
  readonly objects: readonly TesseraObject[]
  readonly now: Timestamp
}

async function keep(
  writer: ObjectWriter,
  { facts, objects, now }: Keep,
  { key }: PublishDeps,
): Promise<void> {
  await writer.addObjects(objects, now)
  await settle(writer, { scid: key.scid, facts: withObjects(facts, objects), now })
}

function signHead(
  position: {
    readonly version: number
    readonly previous: Digest | null
    readonly manifest: Digest
  },
  { entry, published }: { readonly entry: EntryFact; readonly published: Timestamp },
  key: OwnKey,
): Head {
  const expires = addTime(published, HEAD_VALIDITY)
  return createHead(
    { ...position, attributedTo: entry.did, did: entry.versionId, published, expires },
    key,
  )
}

function keyExpired(): TesseraError {
  return new TesseraError(
    'conflict',
    'key_expired',
    'The node key has expired; the members must add a DID entry with a new one.',
  )
}

function changedMeanwhile(): TesseraError {
  return new TesseraError(
    'conflict',
    'changed_meanwhile',
    'The own state changed while this was being published; look again, then try again.',
  )
}
