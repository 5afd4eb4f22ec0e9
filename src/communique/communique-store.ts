import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { RecordsByType } from '../record/kinds.ts'

/** The records that texts are made of, from the first draft to the last endorsement. */
export const TEXT_RECORD_TYPES = [
  'Draft',
  'Translation',
  'Amendment',
  'Position',
  'Communique',
  'Charter',
  'Endorsement',
] as const
export type TextRecordType = (typeof TEXT_RECORD_TYPES)[number]

/** A record whose proofs count, with the digest by which others name it. */
export interface Signed<T extends TextRecordType> {
  readonly scid: Scid
  readonly statement: Digest
  readonly record: RecordsByType[T]
}

/** Where the records of texts are read from. Who publishes them is not this feature's affair. */
export interface CommuniqueStore {
  /** Those that are current; of frozen texts also the earlier versions that are kept. */
  list<T extends TextRecordType>(type: T): Promise<readonly Signed<T>[]>
}

/** Everything that is known of all texts; the same set in any order gives the same pages. */
export type TextRecords = { readonly [T in TextRecordType]: readonly Signed<T>[] }

export async function readTextRecords(store: CommuniqueStore): Promise<TextRecords> {
  return {
    Draft: await store.list('Draft'),
    Translation: await store.list('Translation'),
    Amendment: await store.list('Amendment'),
    Position: await store.list('Position'),
    Communique: await store.list('Communique'),
    Charter: await store.list('Charter'),
    Endorsement: await store.list('Endorsement'),
  }
}

/** Older first; the digest decides between equals, so that the order is the same on every node. */
export function byAge(a: Signed<TextRecordType>, b: Signed<TextRecordType>): number {
  const [left, right] = [a.record.updated + a.statement, b.record.updated + b.statement]
  return left < right ? -1 : Number(left > right)
}
