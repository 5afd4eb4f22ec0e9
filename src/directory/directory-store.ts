import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { DirectoryEntry } from './entry.ts'
import type { HostProof } from './host-proof.ts'
import type { Host } from './hosts.ts'
import type { IndexText } from './index-text.ts'
import type { EntryPart } from './parts.ts'
import type { TextQuery } from './query.ts'

/** An entry with its place in the sequence of changes. */
export interface StoredEntry {
  readonly entry: DirectoryEntry
  /** Of its last change; every change of any entry has a higher one than all before. */
  readonly sequence: number
  readonly changedAt: Timestamp
}

/** What became of an entry; null: it is gone. One row for each id, the newest. */
export interface EntryChange {
  readonly id: string
  readonly sequence: number
  readonly changedAt: Timestamp
  readonly entry: DirectoryEntry | null
}

/** An entry to be written with what the index holds of it, or an entry to be taken away. */
export type EntryWrite =
  | { readonly id: string; readonly entry: DirectoryEntry; readonly text: IndexText }
  | { readonly id: string; readonly entry: null }

/** That a host was checked, and what is remembered of it. */
export interface HostCheck {
  readonly scid: Scid
  readonly host: Host
  readonly proof: HostProof | null
}

/** Which record a part was made from. */
export interface PartSource {
  readonly id: string
  readonly record: Digest
}

export interface PartChange {
  /** Parts as they are kept: the ones to take away and the ones that `written` replaces. */
  readonly gone: readonly EntryPart[]
  readonly written: readonly { readonly part: EntryPart; readonly record: Digest }[]
}

/** Where in the index a query is looked up. */
export type SearchScope = keyof IndexText

/** How far the directory has followed what collectives say, and under which views. */
export interface Progress {
  /** Of the last change of collectives that was looked at; null before the first. */
  readonly sequence: number | null
  /** Collectives that were shown in a view when their entries were last merged. */
  readonly shown: ReadonlySet<Scid>
}

/** What to note when the directory has followed further. */
export interface ProgressMade {
  readonly sequence: number
  /** Collectives that entered or left the views. */
  readonly entered: readonly Scid[]
  readonly left: readonly Scid[]
}

/** Reading; every method sees only what was committed. */
export interface DirectoryReader {
  readProgress(): Promise<Progress>
  /** In the order of `ids`; unknown ones are left out. */
  findEntries(ids: readonly string[]): Promise<StoredEntry[]>
  /** Entries whose Profile has this slug, or whose SCID ends in these 8 characters. */
  findIds(by: { readonly slug?: string; readonly scid8?: string }): Promise<string[]>
  /** In the order of their ids, from the one after `after`. */
  listEntries(after: string | null, limit: number): Promise<StoredEntry[]>
  /** Changes with a sequence above `after`, in order; only the newest of each id. */
  changesSince(after: number, limit: number): Promise<EntryChange[]>
  /** Ids of entries with `dueAt` at or before `now`. */
  listDue(now: Timestamp, limit: number): Promise<string[]>
  /**
   * Sequences of the entries that a query matches, in no order that means anything. Every term must be
   * found: of any one of its ways, all tokens. The index holds tokens of the letters a to p only,
   * separated by spaces, already folded: it must not stem, stop or rewrite them. With FTS5 and
   * with tsvector ('simple') the same entries match.
   */
  searchEntries(query: TextQuery, scope: SearchScope, limit: number): Promise<number[]>
  /** Hosts that Profiles name, those checked longest ago (or never) first. */
  listHostsToCheck(limit: number): Promise<{ readonly scid: Scid; readonly host: Host }[]>
}

/**
 * Writing, inside one transaction. Transactions of the directory never run side by side (SQLite: by
 * itself; PostgreSQL: an advisory lock), or two workers would merge from halves.
 */
export interface DirectoryTransaction {
  /** Of each part by a collective the record that it was made from. */
  listSources(scid: Scid): Promise<PartSource[]>
  /** Unknown ones are left out. */
  findParts(ids: readonly string[]): Promise<EntryPart[]>
  /** Ids of the parts that have any of these keys (`keysOf`), each once. */
  listPartIds(keys: readonly string[]): Promise<string[]>
  /** All proofs of a collective, of hosts that it no longer names too. */
  listProofs(scid: Scid): Promise<HostProof[]>
  /**
   * Takes parts away and writes others, new ones or in place of what had their id; each is found by
   * its keys from then on. What is taken away or replaced is handed over, so that its keys are known.
   */
  changeParts(change: PartChange): Promise<void>
  findEntries(ids: readonly string[]): Promise<StoredEntry[]>
  /** Writes entries with their index text; each gets the next sequence. */
  writeEntries(writes: readonly EntryWrite[], now: Timestamp): Promise<void>
  /** Notes that a host was checked at `now`; `proof` is null as long as nothing was ever proven. */
  saveCheck(check: HostCheck, now: Timestamp): Promise<void>
  saveProgress(progress: ProgressMade): Promise<void>
}

/** The port of the directory. */
export interface DirectoryStore extends DirectoryReader {
  /** Runs `work` in one transaction: all of it or, if it throws, nothing. */
  transaction<T>(work: (tx: DirectoryTransaction) => Promise<T>): Promise<T>
}
