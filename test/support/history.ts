import { addTime, DAY, HOUR, type Timestamp } from '../../src/kernel/time.ts'
import type { CollectiveFacts, HeadFact, RecordFact } from '../../src/record/collective-facts.ts'
import type { Digest } from '../../src/record/digest.ts'
import type { EntryFact, GoodHead, LogBranch } from '../../src/record/log-facts.ts'
import { keyOf, type ManifestItem } from '../../src/record/manifest.ts'
import {
  expiryOf,
  factMint,
  type HeadDraft,
  type ManifestWithDigest,
  type Mint,
  type RecordDraft,
} from './mint.ts'

export const HISTORY_START: Timestamp = '2026-06-01T08:00:00Z'

/** One object as a peer hands it over. */
export type KnownObject =
  | { readonly kind: 'record'; readonly value: RecordFact }
  | { readonly kind: 'manifest'; readonly value: ManifestWithDigest }
  | { readonly kind: 'head'; readonly value: HeadFact }

/**
 * The life of one collective, move by move: its members, its node, and whoever stole a key. Each
 * function below is a move; it adds to `objects` what the mover gives away.
 */
export interface History {
  readonly mint: Mint
  now: Timestamp
  readonly entries: EntryFact[]
  /** Everything that anyone ever made, in the order in which it was made. */
  readonly objects: KnownObject[]
  /** What the collective wants to be shown, by type and slug. */
  readonly current: Map<string, RecordFact>
  readonly erased: Set<Digest>
  /** The owner's own heads; the last one is its newest. */
  readonly ownHeads: HeadFact[]
  /** Names of today's members. */
  members: readonly string[]
  /** What a thief made: records and heads. */
  readonly stolen: Set<Digest>
}

/** A collective with the first entry of its log: three members, two of whom decide. */
export function createHistory(mint: Mint = factMint): History {
  const history: History = {
    mint,
    now: HISTORY_START,
    entries: [],
    objects: [],
    current: new Map(),
    erased: new Set(),
    ownHeads: [],
    members: ['member-1', 'member-2', 'member-3'],
    stolen: new Set(),
  }
  history.entries.push(nextEntry(history, { lastGoodHead: null }))
  return history
}

export function wait(history: History, milliseconds: number): void {
  history.now = addTime(history.now, milliseconds)
}

export function newestEntry({ entries }: History): EntryFact {
  return theLast(entries)
}

export function newestHead({ ownHeads }: History): HeadFact {
  return theLast(ownHeads)
}

function theLast<T>(list: readonly T[]): T {
  const last = list.at(-1)
  if (last === undefined) throw new Error('nothing was made yet')
  return last
}

/** The name of the node key of the entry in a place of the log. */
export function nodeKeyName(entry: Pick<EntryFact, 'number'>): string {
  return `node-${entry.number}`
}

export type EntryChange = Partial<
  Pick<EntryFact, 'lastGoodHead' | 'threshold' | 'nodeKeyExpires' | 'deactivated'>
> & {
  readonly nodeKey?: string | null
  readonly members?: readonly string[]
}

/** The entry that members would sign next; `change` says what is not usual in it. */
export function nextEntry(history: History, change: EntryChange = {}): EntryFact {
  const { mint, now, entries } = history
  const last = entries.at(-1)
  const number = entries.length + 1
  const { nodeKey = nodeKeyName({ number }), members = history.members, ...rest } = change
  return {
    versionId: mint.versionId(number, JSON.stringify([last?.versionId, now, change])),
    number,
    previous: last?.versionId ?? null,
    time: now,
    did: 'did:webvh:of-the-history',
    members: members.map(mint.key),
    threshold: last?.threshold ?? 2,
    nodeKey: nodeKey === null ? null : mint.key(nodeKey),
    nodeKeyExpires: addTime(now, 90 * DAY),
    lastGoodHead: goodHeadIn(history),
    deactivated: false,
    ...rest,
  }
}

function goodHeadIn({ ownHeads }: History): GoodHead | null {
  const last = ownHeads.at(-1)
  return last === undefined ? null : goodHeadOf(last)
}

export function goodHeadOf(head: HeadFact): GoodHead {
  return { version: head.version, digest: head.stateDigest }
}

/** The members add an entry: a new node key, maybe other members. */
export function addEntry(history: History, change: EntryChange = {}): EntryFact {
  const entry = nextEntry(history, change)
  history.entries.push(entry)
  history.members = change.members ?? history.members
  return entry
}

/** Somebody makes a record; alone it changes nothing for the owner. */
export function makeRecord(
  history: History,
  draft: Partial<RecordDraft> & Pick<RecordDraft, 'type' | 'slug'>,
): RecordFact {
  const { type, updated = history.now } = draft
  const byMembers = type === 'Vouch'
  const record = history.mint.record({
    version: 1,
    updated,
    expires: expiryOf(type, updated),
    withdrawn: false,
    signedBy: byMembers ? 'members' : 'node',
    signers: byMembers
      ? history.members.slice(0, newestEntry(history).threshold)
      : [nodeKeyName(newestEntry(history))],
    note: `${history.objects.length}`,
    ...draft,
  })
  history.objects.push({ kind: 'record', value: record })
  return record
}

export function itemOf({ type, slug, version, digest, expires }: RecordFact): ManifestItem {
  return { type, slug, version, digest, ...(expires === null ? {} : { expires }) }
}

/** Somebody makes a manifest of records. */
export function makeManifest(
  history: History,
  records: Iterable<RecordFact>,
  erased: Iterable<Digest> = [],
): ManifestWithDigest {
  const items = [...records].map(itemOf).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const manifest = history.mint.manifest(items, [...erased].toSorted())
  history.objects.push({ kind: 'manifest', value: manifest })
  return manifest
}

/** Somebody makes a head; if nothing else is said, one that follows the owner's newest. */
export function makeHead(
  history: History,
  draft: Partial<HeadDraft> & Pick<HeadDraft, 'manifest'>,
): HeadFact {
  const entry = newestEntry(history)
  const { ownHeads, now } = history
  const last = ownHeads.findLast((head) => head.did === entry.versionId)
  const base = last === undefined ? entry.lastGoodHead : goodHeadOf(last)
  const { published = now } = draft
  const head = history.mint.head({
    version: (base?.version ?? 0) + 1,
    previous: base?.digest ?? null,
    did: entry.versionId,
    published,
    expires: addTime(published, 8 * DAY),
    signer: nodeKeyName(entry),
    ...draft,
  })
  history.objects.push({ kind: 'head', value: head })
  return head
}

/** The owner's node lists what is current and signs the next head. */
export function publish(history: History): HeadFact {
  const manifest = makeManifest(history, history.current.values(), history.erased)
  const head = makeHead(history, { manifest: manifest.digest })
  history.ownHeads.push(head)
  return head
}

/** The owner changes a record and publishes; `erase` also wants the earlier version gone. */
export function change(
  history: History,
  type: RecordDraft['type'],
  slug: string,
  options: { readonly erase?: boolean; readonly withdrawn?: boolean } = {},
): RecordFact {
  const { erase = false, withdrawn = false } = options
  const old = history.current.get(keyOf({ type, slug }))
  const record = makeRecord(history, { type, slug, version: (old?.version ?? 0) + 1, withdrawn })
  history.current.set(keyOf(record), record)
  if (erase && old?.signedBy === 'node') history.erased.add(old.digest)
  publish(history)
  return record
}

/** The owner's node says the same again, later. */
export function renew(history: History): HeadFact {
  const { version, previous, manifest, did } = newestHead(history)
  const head = makeHead(history, {
    version,
    previous,
    manifest,
    did,
    signer: nodeKeyName(newestEntry(history)),
  })
  history.ownHeads.push(head)
  return head
}

/** What a node knows that got these objects, in this order. */
export function factsOf(
  branches: readonly LogBranch[],
  objects: readonly KnownObject[],
): CollectiveFacts {
  const records = new Map<Digest, RecordFact>()
  const manifests = new Map<Digest, ManifestWithDigest>()
  const heads = new Map<Digest, HeadFact>()
  for (const { kind, value } of objects) {
    if (kind === 'record') records.set(value.digest, value)
    else if (kind === 'manifest') manifests.set(value.digest, value)
    else heads.set(value.digest, value)
  }
  return { branches, heads: [...heads.values()], manifests, records }
}

/** What a node knows that got everything. */
export function allFacts({ entries, objects }: History): CollectiveFacts {
  return factsOf([entries], objects)
}

/** What the owner wants to be shown, once somebody looks at `now`. */
export function wanted({ current, now }: History): Digest[] {
  return [...current.values()]
    .filter(({ expires }) => expires === null || expires > now)
    .map(({ digest }) => digest)
    .toSorted()
}

/** An hour after the last move: everything has arrived. */
export function laterToday(history: History): Timestamp {
  return addTime(history.now, HOUR)
}
