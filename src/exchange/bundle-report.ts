import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Did, Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { ByteChange } from './bundle-check-line.ts'
import type { BundleAbout } from './bundle-text.ts'

/** What is to be told of a bundle: for the command, the page and scripts alike. */
export interface BundleReport {
  /** Nothing in it was changed, nothing is broken, and every proof is by a key of its collective. */
  readonly isSound: boolean
  readonly about: BundleAbout | null
  /** As of when it was judged. */
  readonly now: Timestamp
  /** The latest date of what is in it, which may be later elsewhere; null if there is none. */
  readonly newest: Timestamp | null
  /** Null: it is as it was written. */
  readonly change: PlacedChange | null
  /** Where its form broke, so that what follows was not read; null if it was read to the end. */
  readonly broken: string | null
  readonly collectives: readonly CollectiveInBundle[]
  readonly texts: readonly TextInBundle[]
  readonly records: readonly RecordInBundle[]
  readonly refused: readonly RefusedLine[]
  /** What records here name, and the bundle does not hold. */
  readonly missing: readonly MissingRecord[]
  /** How many proofs hold: of records, heads, log entries and witnesses. */
  readonly proofs: number
}

/** A change with the line it is in. */
export interface PlacedChange extends ByteChange {
  /** 1 for the first line. */
  readonly line: number
}

export interface CollectiveInBundle {
  readonly scid: Scid
  /** As of the newest entry of its log; null without one. */
  readonly did: Did | null
  /** What its profile here calls it; null without one. */
  readonly name: LanguageMap | null
  readonly state: CollectiveState
  /** Verified entries of its log. */
  readonly entries: number
  /** Of the newest entry: how many there are, and how many speak for it. */
  readonly members: number
  readonly threshold: number
  /** Of the newest state that is in the bundle; null without one. */
  readonly head: { readonly published: Timestamp; readonly expires: Timestamp } | null
}

/**
 * `counts`: it is in force, as far as this bundle tells; `withdrawn`: it takes back what was said
 * before; `superseded`: a later version is here; `not-listed`: its collective's state here does not
 * list it; `wrong-keys`: no entry of the log gave these keys their role; `keys-no-longer`: they have
 * lost it; `no-log`: whose keys they are cannot be told.
 */
export type RecordVerdict =
  | 'counts'
  | 'withdrawn'
  | 'superseded'
  | 'expired'
  | 'ahead'
  | 'not-listed'
  | 'keys-no-longer'
  | 'wrong-keys'
  | 'no-log'

export interface RecordInBundle {
  /** The line of the file that it is. */
  readonly line: number
  readonly digest: Digest
  readonly statement: Digest
  readonly scid: Scid
  readonly type: string
  readonly slug: string
  readonly version: number
  readonly updated: Timestamp
  readonly verdict: RecordVerdict
  /** Its title, where it has one. */
  readonly title: LanguageMap | null
  readonly signedBy: 'node' | 'members'
  /** How many members signed, and how many there were; null for the node key's. */
  readonly members: { readonly signed: number; readonly of: number } | null
}

/** A communiqué or charter, and who stands under which of its languages. */
export interface TextInBundle {
  readonly statement: Digest
  readonly scid: Scid
  readonly type: string
  readonly slug: string
  readonly version: number
  readonly verdict: RecordVerdict
  readonly title: LanguageMap
  readonly languages: readonly LanguageTag[]
  /** Endorsements and commitments that count. */
  readonly signatures: readonly TextSignature[]
}

export interface TextSignature {
  readonly scid: Scid
  /** Of this very text; empty where another text was read, or another version. */
  readonly languages: readonly LanguageTag[]
  readonly members: { readonly signed: number; readonly of: number } | null
  readonly reservations: number
  /** A collective without a node, for which this one passes on a letter; null usually. */
  readonly letterOf: string | null
  /** The day from which it is suspended or after which it lapsed; null while in force. */
  readonly endedOn: string | null
}

export interface RefusedLine {
  readonly line: number
  /** Whose section it is in. */
  readonly scid: Scid
  readonly code: string
  readonly message: string
}

export interface MissingRecord {
  /** The statement digest of the record that names it. */
  readonly namedBy: Digest
  readonly digest: Digest | null
  readonly scid: Scid | null
  readonly slug: string | null
}
