import type { Timestamp } from '../kernel/time.ts'
import type { CollectiveState, Standing } from '../record/acceptance.ts'
import type { JsonObject } from '../record/canonical.ts'
import type { HeadFact, RecordFact } from '../record/collective-facts.ts'
import type { Did, Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { EntryFact } from '../record/log-facts.ts'
import type { Manifest } from '../record/manifest.ts'
import type { TesseraObject } from '../record/object.ts'

/** A collective as it is kept. */
export interface Collective {
  readonly scid: Scid
  /** Its newest DID. */
  readonly did: Did
  readonly state: CollectiveState
  /** Whether this node is its own. */
  readonly own: boolean
  /** Refused on every path and hidden; the block is local and private. */
  readonly blocked: boolean
  /** Byte digest of the head in force; null without one, or with several. */
  readonly head: Digest | null
  /** When the head in force expires; null without one. */
  readonly headExpires: Timestamp | null
  readonly firstSeen: Timestamp
  readonly stateChanged: Timestamp
}

/** One entry of a DID log as it was received and verified. */
export interface StoredEntry {
  readonly versionId: string
  readonly number: number
  readonly previous: string | null
  /** Its line of did.jsonl, canonical. */
  readonly text: string
  /** What acceptance needs of it. */
  readonly fact: EntryFact
  readonly received: Timestamp
}

/** A mirrored DID log. */
export interface StoredLog {
  /** In the order of their numbers. */
  readonly entries: readonly StoredEntry[]
  /** The did-witness.json text that proves them. */
  readonly witness: string
}

/** An object as it was received. */
export interface StoredObject {
  readonly digest: Digest
  readonly scid: Scid
  readonly kind: TesseraObject['kind']
  readonly text: string
}

/** A record that counts now, with the time since when it does. */
export interface CurrentRecord extends RecordFact {
  readonly scid: Scid
  readonly statement: Digest
  readonly published: Timestamp
  readonly since: Timestamp
  readonly text: string
}

/** What happened to a collective, in the order in which this node saw it. */
export interface Change {
  /** Grows by every change; a cursor for who follows. */
  readonly sequence: number
  readonly scid: Scid
  readonly what: 'log' | 'head' | 'members' | 'alert' | 'blocked'
  readonly at: Timestamp
}

/** What counts of a collective, and until when the clock alone cannot change it. */
export interface Settled {
  readonly standing: Standing
  readonly until: Timestamp | null
}

/** An object with the sequence of the change that made it count. */
export type Sequenced = StoredObject & { readonly sequence: number; readonly published: Timestamp }

/** Everything of one collective that acceptance judges, besides its log. */
export interface StoredFacts {
  readonly heads: readonly HeadFact[]
  readonly manifests: readonly Manifest[]
  readonly records: readonly RecordFact[]
}

/** Which current records to list; members left out do not narrow. */
export interface CurrentFilter {
  readonly scid?: Scid
  readonly types?: readonly string[]
  readonly slug?: string
  readonly signedBy?: 'node' | 'members'
}

/** Reads; each sees committed data. */
export interface ObjectReader {
  findCollective(scid: Scid): Promise<Collective | null>
  listCollectives(): Promise<readonly Collective[]>
  /** Null where no log of that collective is kept. */
  findLog(scid: Scid): Promise<StoredLog | null>
  /** Changes with every accepted entry or witness proof of that log; 0 where none is kept. */
  logVersion(scid: Scid): Promise<number>
  /** Heads, the manifests they name, and the records these list or members signed. */
  readFacts(scid: Scid): Promise<StoredFacts>
  /** By byte digest, or of a head by its state digest (its newest renewal). */
  findObject(digest: Digest): Promise<StoredObject | null>
  findObjects(digests: readonly Digest[]): Promise<readonly StoredObject[]>
  /** Which of these byte digests are kept. */
  listKnown(digests: readonly Digest[]): Promise<ReadonlySet<Digest>>
  /** Which of these are kept as objects of another collective than this. */
  listForeign(digests: readonly Digest[], scid: Scid): Promise<ReadonlySet<Digest>>
  /** Which of these some collective lists as erased; whether it may is for who asks to judge. */
  listErased(digests: readonly Digest[]): Promise<ReadonlySet<Digest>>
  listCurrent(filter: CurrentFilter): Promise<readonly CurrentRecord[]>
  /** Current records whose statement has this digest, whoever made them (at most one counts). */
  findByStatement(statement: Digest): Promise<CurrentRecord | null>
  /** Byte digests of the kept records with any of these statement digests, current or not. */
  listByStatement(statements: readonly Digest[]): Promise<ReadonlySet<Digest>>
  /** All objects of a collective, each with the time since when it is marked as superseded. */
  listRetained(
    scid: Scid,
  ): Promise<readonly { readonly digest: Digest; readonly superseded: Timestamp | null }[]>
  /** Bytes of all objects that are kept of a collective. */
  bytesOf(scid: Scid): Promise<number>
  /** Bytes of those of these objects that are kept. */
  sizeOf(digests: readonly Digest[]): Promise<number>
  /** Of what is held, what counts now. */
  listHeld(): Promise<readonly { readonly digest: Digest; readonly scid: Scid }[]>
  /** Collectives whose standing the clock may have changed by `now`. */
  listDue(now: Timestamp): Promise<readonly Scid[]>
  /** Tips of every collective that is not blocked, in the order of the changes that made them so. */
  listTips(after: number, limit: number): Promise<readonly Sequenced[]>
  /** Current member-signed records, withdrawals too, of every collective that is not blocked. */
  listMemberRecords(after: number, limit: number): Promise<readonly Sequenced[]>
  listChanges(after: number, limit: number, what?: Change['what']): Promise<readonly Change[]>
  /** Of the newest change; 0 before the first. */
  lastSequence(): Promise<number>
}

/** Writes of one transaction: all of it is kept or nothing. Reads see what it wrote. */
export interface ObjectWriter extends ObjectReader {
  /** Adds a collective or leaves it as it is; but one that was a stranger's may become our own. */
  addCollective(collective: { scid: Scid; did: Did; own: boolean; at: Timestamp }): Promise<void>
  /** Replaces the mirrored log, its entries and witness proofs, as a whole. */
  putLog(scid: Scid, log: StoredLog, did: Did): Promise<void>
  /** Keeps objects that are not kept yet; their bytes never change. */
  addObjects(objects: readonly TesseraObject[], at: Timestamp): Promise<void>
  /**
   * Makes `standing` what counts of a collective: its state, tips and current records as a whole,
   * and appends the change where something differs. Returns whether it does.
   */
  putStanding(scid: Scid, settled: Settled, at: Timestamp): Promise<boolean>
  setBlocked(scid: Scid, blocked: boolean, at: Timestamp): Promise<void>
  addChange(change: Omit<Change, 'sequence'>): Promise<void>
  /** Notes that these objects wait to be relayed. */
  hold(digests: readonly Digest[]): Promise<void>
  /** They wait no more; returns those that did. */
  release(digests: readonly Digest[]): Promise<readonly Digest[]>
  /** Leaves a job for after the commit: it is done once the transaction holds, whoever dies then. */
  enqueue(queue: string, payload: JsonObject): Promise<void>
  /** Marks objects as superseded since `at`; null takes the mark away. */
  markSuperseded(digests: readonly Digest[], at: Timestamp | null): Promise<void>
  /** Purges bytes; what is listed as erased stays refused while its collective lists it. */
  removeObjects(digests: readonly Digest[]): Promise<void>
}

/** Where objects, logs and what counts of them are kept. */
export interface ObjectStore extends ObjectReader {
  /** Runs `work` in one write transaction; what it throws undoes everything. */
  transaction<T>(work: (writer: ObjectWriter) => Promise<T>): Promise<T>
}
