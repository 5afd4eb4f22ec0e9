import type { Generated, GeneratedAlways } from 'kysely'

import type { Timestamp } from '../kernel/time.ts'
import type { Digest } from '../record/digest.ts'

/** Neither database has a boolean that the other understands. */
export type Flag = 0 | 1

/** Milliseconds since 1970: a deadline of the machinery, never a time that people read. */
export type Milliseconds = number

/** The tables as Kysely sees them; `migrations/schema.sql` shows them with keys and indexes. */
export interface Schema {
  readonly collective: CollectiveTable
  readonly did_entry: DidEntryTable
  readonly did_witness: DidWitnessTable
  readonly object: ObjectTable
  readonly record: RecordTable
  readonly head: HeadTable
  readonly current: CurrentTable
  readonly tip: TipTable
  readonly erased: ErasedTable
  readonly change: ChangeTable
  readonly peer: PeerTable
  readonly host_state: HostStateTable
  readonly follower: FollowerTable
  readonly activity_seen: SeenTable
  readonly signature_seen: SeenTable
  readonly outgoing: OutgoingTable
  readonly delivery: DeliveryTable
  readonly job: JobTable
  readonly key_value: KeyValueTable
  readonly lease: LeaseTable
  readonly act: ActTable
  readonly entry_part: EntryPartTable
  readonly entry_part_key: EntryPartKeyTable
  readonly host_check: HostCheckTable
  readonly entry: EntryTable
  readonly directory_feed: DirectoryFeedTable
  readonly directory_shown: DirectoryShownTable
  readonly entry_search: EntrySearchTable
  readonly envelope: EnvelopeTable
  readonly scheduled: ScheduledTable
  readonly post: PostTable
  readonly held_alert: HeldAlertTable
  readonly migration: MigrationTable
}

/** Alerts and responses that wait to be relayed. */
export interface HeldAlertTable {
  digest: Digest
}

export interface CollectiveTable {
  scid: string
  /** The `id` of the newest DID entry at hand. */
  did: string
  /** In the words of design.md, section 6: OK, PENDING, STALE, ... */
  state: string
  own: Flag
  blocked: Flag
  first_seen: Timestamp
  state_changed: Timestamp
  /** The head in force; null without one, or with several. */
  head: Digest | null
  head_expires: Timestamp | null
  /** When the clock alone may change what counts; null if nothing is ahead. */
  settled_until: Timestamp | null
  /** Grows with every change of its log. */
  log_version: number
  /** Bytes of all its objects. */
  stored: number
}

export interface DidEntryTable {
  scid: string
  version_id: string
  /** Place in the log, from 1; several entries share one where the log has branches. */
  number: number
  /** `versionId` of the entry before; null for the first. */
  previous: string | null
  bytes: string
  /** What acceptance needs of it: JSON of an EntryFact. */
  fact: string
  received: Timestamp
}

export interface DidWitnessTable {
  scid: string
  bytes: string
}

export interface ObjectTable {
  digest: Digest
  scid: string
  kind: 'record' | 'manifest' | 'head'
  /** The exact canonical text. */
  bytes: string
  /** Its length in bytes of UTF-8. */
  size: number
  received: Timestamp
  /** Since when nothing needs it any more; null: it is needed. */
  superseded: Timestamp | null
}

export interface RecordTable {
  digest: Digest
  scid: string
  type: string
  slug: string
  version: number
  statement: Digest
  published: Timestamp
  updated: Timestamp
  expires: Timestamp | null
  withdrawn: Flag
  signed_by: 'node' | 'members'
  /** Multikeys, separated by spaces. */
  signers: string
}

export interface HeadTable {
  digest: Digest
  scid: string
  state_digest: Digest
  version: number
  /** State digest of the head before. */
  previous: Digest | null
  manifest: Digest
  did_version: string
  published: Timestamp
  expires: Timestamp
  signer: string
}

export interface CurrentTable {
  scid: string
  type: string
  slug: string
  digest: Digest
  /** Whether it is member-signed and so stands by itself. */
  member: Flag
  since: Timestamp
  /** Of the change that made it current. */
  sequence: number
}

export interface TipTable {
  scid: string
  digest: Digest
  /** Of the change that made it a tip. */
  sequence: number
}

export interface ErasedTable {
  scid: string
  digest: Digest
  since: Timestamp
}

export interface ChangeTable {
  seq: Generated<number>
  scid: string
  what: 'log' | 'head' | 'members' | 'alert' | 'blocked'
  at: Timestamp
}

export interface PeerTable {
  scid: string
  origin: string
  actor: string
  inbox: string
  added: Timestamp
  last_sync: Timestamp | null
  /** Milliseconds between two rounds of sync with it. */
  interval: number
  last_error: string | null
  cursor: string | null
}

export interface HostStateTable {
  host: string
  /** Which HTTP signature the host took last. */
  signature_kind: string
  failures: number
  retry_at: Milliseconds
  updated: Timestamp
}

export interface FollowerTable {
  actor: string
  inbox: string
  shared_inbox: string | null
  added: Timestamp
}

export interface SeenTable {
  hash: string
  until: Milliseconds
}

export interface OutgoingTable {
  digest: Digest
  bytes: string
}

export interface DeliveryTable {
  id: Generated<number>
  /** The id of what is delivered: once per inbox. */
  object: string
  inbox: string
  host: string
  body: Digest
  attempts: number
  due: Milliseconds
  lease_until: Milliseconds
  created: Timestamp
}

export interface JobTable {
  id: Generated<number>
  queue: string
  /** The `id` member of the message, if it has one: such a message is in the queue once. */
  message_id: string | null
  payload: string
  ordering_key: string | null
  due: Milliseconds
  /** Who works on it, while `lease_until` is ahead. */
  holder: string | null
  lease_until: Milliseconds
  attempts: number
  failed: Flag
  last_error: string | null
  created: Timestamp
}

export interface KeyValueTable {
  key: string
  value: string
  expires: Milliseconds
}

export interface LeaseTable {
  name: string
  holder: string
  until: Milliseconds
}

export interface ActTable {
  seq: number
  at: Timestamp
  what: string
  /** Canonical JSON. */
  detail: string
  /** Hash of the act before; empty for the first. */
  previous: string
  hash: Digest
}

export interface EntryPartTable {
  id: string
  /** Of the record that it was made from. */
  record: Digest
  json: string
}

export interface EntryPartKeyTable {
  key: string
  part: string
  /** Whose Profile it comes from; null for a Listing's. */
  owner: string | null
}

export interface HostCheckTable {
  scid: string
  host: string
  checked: Timestamp
  /** Null, as the two that follow, as long as nothing was ever proven. */
  first_proven: Timestamp | null
  last_proven: Timestamp | null
  holds: Flag | null
}

export interface EntryTable {
  sequence: number
  id: string
  changed: Timestamp
  slug: string | null
  scid8: string | null
  due: Timestamp | null
  /** Null: the entry is gone. */
  json: string | null
}

/** How far the directory has followed the changes of collectives. */
export interface DirectoryFeedTable {
  name: string
  sequence: number
}

/** Collectives that were shown in a view when the directory was last merged. */
export interface DirectoryShownTable {
  scid: string
}

export interface EntrySearchTable {
  /** `sequence` of the entry. */
  rowid: number
  title: string
  rest: string
  /** PostgreSQL only; FTS5 hides its index behind the table's own name. */
  terms: GeneratedAlways<string>
}

/** What is not public, as it was received or sent: nothing of what it says is in the clear. */
export interface EnvelopeTable {
  digest: Digest
  sender: string
  received: Timestamp
  expires: Timestamp
  /** The exact canonical text. */
  bytes: string
}

/** A frozen text that waits for its time, sealed to the own key. */
export interface ScheduledTable {
  /** Of the record. */
  digest: Digest
  type: string
  due: Timestamp
  expires: Timestamp | null
  /** An age file in base64. */
  sealed: string
  /** The code of why it was not published; null: it waits. */
  problem: string | null
}

/** What followers were told of a communiqué. */
export interface PostTable {
  /** Statement digest of the version that it began with. */
  id: Digest
  slug: string
  statement: Digest
  version: number
  /** Of the last activity. */
  type: string
  published: Timestamp
  /** The last activity about the Article and about the Note: exact texts. */
  article: string
  note: string
}

export interface MigrationTable {
  number: number
  name: string
  applied: Timestamp
}
