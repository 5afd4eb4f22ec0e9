import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { canonicalize } from '../record/canonical.ts'
import type { Scid } from '../record/did.ts'
import type { DirectoryStore, DirectoryTransaction, EntryWrite } from './directory-store.ts'
import { mergeParts } from './entries.ts'
import { unique } from './entry.ts'
import { afterCheck, type HostVerdict } from './host-proof.ts'
import type { Host } from './hosts.ts'
import { indexTextOf } from './index-text.ts'
import { type CollectiveSays, keysOf, partsOf, withProofs } from './parts.ts'

export interface DirectoryUpdatesDeps {
  readonly store: DirectoryStore
  /** Whether a collective is shown in any view of this node, at present. */
  readonly isShown: (scid: Scid) => boolean
  readonly now: () => Date
}

/** Keeps the entries of the directory in step with records, proofs, views and the clock. */
export interface DirectoryUpdates {
  /**
   * Takes in all current Profile and Listing records of one collective in place of what it said
   * before; only the entries that they touch are merged anew. Nothing changes if nothing is new.
   */
  update(says: CollectiveSays): Promise<void>
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

export function createDirectoryUpdates(deps: DirectoryUpdatesDeps): DirectoryUpdates {
  const { store } = deps
  const time = (): Timestamp => toTimestamp(deps.now())
  const mergeAnew = (tx: DirectoryTransaction, keys: readonly string[]): Promise<void> =>
    mergeKeys(tx, keys, { now: time(), isShown: deps.isShown })

  return {
    update: (says) =>
      store.transaction(async (tx) => {
        const before = await tx.listPartsBy(says.scid)
        const parts = partsOf(says, await tx.listProofs(says.scid))
        if (sameValue(before.toSorted(byId), parts.toSorted(byId))) return
        await tx.replaceParts(says.scid, parts)
        await mergeAnew(tx, [...before, ...parts].flatMap(keysOf))
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
        const parts = await tx.listPartsBy(scid)
        await tx.replaceParts(
          scid,
          parts.map((part) => withProofs(part, [...others, proof])),
        )
        await mergeAnew(tx, parts.flatMap(keysOf))
      }),

    async remerge(scids) {
      for (const scid of unique(scids)) {
        await store.transaction(async (tx) => {
          await mergeAnew(tx, (await tx.listPartsBy(scid)).flatMap(keysOf))
        })
      }
    },

    async remergeDue() {
      const due = await store.listDue(time(), DUE_BATCH)
      if (due.length > 0) await store.transaction((tx) => mergeAnew(tx, due))
      return due.length
    },
  }
}

/**
 * Merges the entries that have any of these keys. A Profile decides about hosts that are keys of
 * their own, so whatever shares a key with a Profile found is looked at too.
 */
async function mergeKeys(
  tx: DirectoryTransaction,
  keys: readonly string[],
  options: { readonly now: Timestamp; readonly isShown: (scid: Scid) => boolean },
): Promise<void> {
  const touched = unique(keys)
  const near = await tx.listPartsAbout(touched)
  const profiles = near.filter(({ kind }) => kind === 'profile')
  const wider = unique([...touched, ...profiles.flatMap(keysOf)])
  const entries = mergeParts(await tx.listPartsAbout(wider), options)
  const ids = unique([...touched, ...profiles.map(({ by }) => by)])
  const stored = await tx.findEntries(ids)
  const before = new Map(stored.map(({ entry }) => [entry.id, entry]))
  const writes: EntryWrite[] = []
  for (const id of ids) {
    const entry = entries.get(id) ?? null
    if (sameValue(entry, before.get(id) ?? null)) continue
    writes.push(entry === null ? { id, entry } : { id, entry, text: indexTextOf(entry) })
  }
  if (writes.length > 0) await tx.writeEntries(writes, options.now)
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}

function sameValue(a: unknown, b: unknown): boolean {
  return canonicalize(a) === canonicalize(b)
}
