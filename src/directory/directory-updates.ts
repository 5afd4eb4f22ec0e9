import { isDeepStrictEqual } from 'node:util'

import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type {
  DirectoryStore,
  DirectoryTransaction,
  EntryWrite,
  PartSource,
} from './directory-store.ts'
import { mergeParts } from './entries.ts'
import { unique } from './entry.ts'
import { afterCheck, type HostProof, type HostVerdict } from './host-proof.ts'
import type { Host } from './hosts.ts'
import { indexTextOf } from './index-text.ts'
import { type EntryPart, keysOf, partIdOf, partOf, type SaidRecord, withProofs } from './parts.ts'

export interface DirectoryUpdatesDeps {
  readonly store: DirectoryStore
  /** Whether a collective is shown in any view of this node, at present. */
  readonly isShown: (scid: Scid) => boolean
  readonly now: () => Date
}

/** All that one collective says in the directory, at present. */
export interface CurrentRecords {
  readonly scid: Scid
  /** Its Profile and its Listings, each slug of a type once. */
  readonly records: readonly SaidRecord[]
}

/** Keeps the entries of the directory in step with records, proofs, views and the clock. */
export interface DirectoryUpdates {
  /**
   * Takes in what a collective says in place of what it said before. Only records that are new to
   * the directory are read, and only the entries that they touch are merged anew. Returns whether
   * that was everything it says.
   */
  update(says: CurrentRecords): Promise<boolean>
  /** Notes a check of a host that a Profile names. */
  recordHostCheck(
    subject: { readonly scid: Scid; readonly host: Host },
    verdict: HostVerdict | 'unreachable',
  ): Promise<void>
  /** Merges anew all that collectives said: for those that entered or left a view. */
  remerge(scids: readonly Scid[]): Promise<void>
  /** Merges anew the entries in which something has expired; tells how many there were. */
  remergeDue(): Promise<number>
}

/** Entries in one transaction of the sweep: short enough that nobody waits for it. */
const DUE_BATCH = 200
/** Collectives in one transaction when views change, likewise. */
const REMERGE_BATCH = 20

export function createDirectoryUpdates(deps: DirectoryUpdatesDeps): DirectoryUpdates {
  const { store } = deps
  const time = (): Timestamp => toTimestamp(deps.now())
  const mergeAnew = (tx: DirectoryTransaction, touched: Touched): Promise<void> =>
    mergeKeys(tx, touched, { now: time(), isShown: deps.isShown })

  return {
    update: (says) =>
      store.transaction(async (tx) => {
        const { touched, isWhole } = await changePartsBy(tx, says)
        if (touched.keys.length > 0) await mergeAnew(tx, touched)
        return isWhole
      }),

    recordHostCheck: (subject, verdict) =>
      store.transaction(async (tx) => {
        const { scid, host } = subject
        const proofs = await tx.listProofs(scid)
        const previous = proofs.find((proof) => proof.host === host) ?? null
        const proof = afterCheck({ ...subject, previous }, verdict, time())
        await tx.saveCheck({ scid, host, proof }, time())
        if (proof === null || proof.holds === previous?.holds) return
        const others = proofs.filter((one) => one.host !== host)
        const keys = await proveParts(tx, scid, [...others, proof])
        await mergeAnew(tx, { keys, parts: [] })
      }),

    async remerge(scids) {
      const ids = unique(scids)
      for (let start = 0; start < ids.length; start += REMERGE_BATCH) {
        await store.transaction(async (tx) => {
          const keys = await keysBy(tx, ids.slice(start, start + REMERGE_BATCH))
          if (keys.length > 0) await mergeAnew(tx, { keys, parts: [] })
        })
      }
    },

    async remergeDue() {
      const due = await store.listDue(time(), DUE_BATCH)
      if (due.length > 0) await store.transaction((tx) => mergeAnew(tx, { keys: due, parts: [] }))
      return due.length
    },
  }
}

/** Writes the parts that changed; says what they touch, and whether that was all there is. */
async function changePartsBy(
  tx: DirectoryTransaction,
  { scid, records }: CurrentRecords,
): Promise<{ readonly touched: Touched; readonly isWhole: boolean }> {
  const sources = await tx.listSources(scid)
  const { added, over } = differenceOf(scid, { sources, records })
  const isWhole = added.length === records.length
  if (added.length + over.length === 0) return { touched: { keys: [], parts: [] }, isWhole }
  const gone = await tx.findParts(over)
  const proofs = await tx.listProofs(scid)
  const written = added.map((record) => ({
    part: partOf(scid, record, proofs),
    record: record.digest,
  }))
  await tx.changeParts({ gone, written })
  const parts = written.map(({ part }) => part)
  return { touched: { keys: [...gone, ...parts].flatMap(keysOf), parts }, isWhole }
}

/** The records that are new to the directory, and ids of the parts that are over or replaced. */
function differenceOf(
  scid: Scid,
  {
    sources,
    records,
  }: Pick<CurrentRecords, 'records'> & { readonly sources: readonly PartSource[] },
): { readonly added: SaidRecord[]; readonly over: string[] } {
  const before = new Map(sources.map(({ id, record }) => [id, record]))
  const added: SaidRecord[] = []
  const kept = new Set<string>()
  for (const record of records) {
    const id = partIdOf(scid, record)
    if (before.get(id) === record.digest) kept.add(id)
    else added.push(record)
  }
  return { added, over: [...before.keys()].filter((id) => !kept.has(id)) }
}

/** The keys of all parts by some collectives. */
async function keysBy(tx: DirectoryTransaction, scids: readonly Scid[]): Promise<string[]> {
  const keys: string[] = []
  for (const scid of scids) {
    const sources = await tx.listSources(scid)
    const parts = await tx.findParts(sources.map(({ id }) => id))
    keys.push(...parts.flatMap(keysOf))
  }
  return keys
}

/** Gives a collective's Profile the proofs of its hosts; the keys of what changed. */
async function proveParts(
  tx: DirectoryTransaction,
  scid: Scid,
  proofs: readonly HostProof[],
): Promise<string[]> {
  const sources = await tx.listSources(scid)
  const records = new Map(sources.map(({ id, record }) => [id, record]))
  const gone = (await tx.findParts([...records.keys()])).filter(({ kind }) => kind === 'profile')
  const written = gone.map((part) => {
    return { part: withProofs(part, proofs), record: records.get(part.id) ?? '' }
  })
  await tx.changeParts({ gone, written })
  return gone.flatMap(keysOf)
}

interface Touched {
  readonly keys: readonly string[]
  /** Parts that are at hand already. */
  readonly parts: readonly EntryPart[]
}

/**
 * Merges the entries that have any of these keys. A Profile decides about hosts that are keys of
 * their own, so whatever shares a key with a Profile found is looked at too.
 */
async function mergeKeys(
  tx: DirectoryTransaction,
  touched: Touched,
  options: { readonly now: Timestamp; readonly isShown: (scid: Scid) => boolean },
): Promise<void> {
  const parts = new Map(touched.parts.map((part) => [part.id, part]))
  const keys = unique(touched.keys)
  await collectParts(tx, keys, parts)
  const profiles = [...parts.values()].filter(({ kind }) => kind === 'profile')
  const known = new Set(keys)
  const wider = unique(profiles.flatMap(keysOf)).filter((key) => !known.has(key))
  if (wider.length > 0) await collectParts(tx, wider, parts)
  const entries = mergeParts(parts.values(), options)
  const ids = unique([...keys, ...profiles.map(({ by }) => by)])
  const stored = await tx.findEntries(ids)
  const before = new Map(stored.map(({ entry }) => [entry.id, entry]))
  const writes: EntryWrite[] = []
  for (const id of ids) {
    const entry = entries.get(id) ?? null
    if (isDeepStrictEqual(entry, before.get(id) ?? null)) continue
    writes.push(entry === null ? { id, entry } : { id, entry, text: indexTextOf(entry) })
  }
  if (writes.length > 0) await tx.writeEntries(writes, options.now)
}

/** Adds to `parts` those that have any of these keys. */
async function collectParts(
  tx: DirectoryTransaction,
  keys: readonly string[],
  parts: Map<string, EntryPart>,
): Promise<void> {
  const ids = await tx.listPartIds(keys)
  const missing = ids.filter((id) => !parts.has(id))
  if (missing.length === 0) return
  for (const part of await tx.findParts(missing)) parts.set(part.id, part)
}
