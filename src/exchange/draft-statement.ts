import { addTime, type Timestamp } from '../kernel/time.ts'
import type { JsonObject } from '../record/canonical.ts'
import { type Did, scidOf } from '../record/did.ts'
import { findRecordKind, type RecordType } from '../record/kinds.ts'
import { RECORD_CONTEXT } from '../record/kinds/common.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'

/** What a record says, without what every record has. */
export type RecordContent = JsonObject & {
  readonly type: RecordType
  readonly slug: string
  readonly defaultLanguage: string
}

export interface DraftOptions {
  readonly did: Did
  /** Where the record is first published. */
  readonly origin: string
  readonly now: Timestamp
  /** The version that this one follows; null for the first. */
  readonly previous: Pick<RecordShape, 'id' | 'version' | 'published'> | null
  /** Milliseconds; the kind's longest where it is left out, none where the kind has no limit. */
  readonly validity?: number
}

/** A record before it is signed. */
export type DraftedStatement = RecordContent & {
  readonly attributedTo: Did
  readonly version: number
  readonly published: Timestamp
  readonly updated: Timestamp
  readonly expires?: Timestamp
}

/**
 * The statement of a new record, or of the next version of one: everything but its proofs. A later
 * version keeps the `id` and the time of first publication. SPEC: design.md, section 5.
 */
export function draftStatement(content: RecordContent, options: DraftOptions): DraftedStatement {
  const { did, origin, now, previous } = options
  const place = `records/${scidOf(did)}/${content.type}/${content.slug}`
  const first = { id: `${origin}/${place}`, version: 0, published: now }
  const { id, version, published } = previous ?? first
  const validity = options.validity ?? findRecordKind(content.type)?.longestValidity ?? null
  return {
    ...content,
    '@context': [...RECORD_CONTEXT],
    id,
    attributedTo: did,
    version: version + 1,
    published,
    updated: now,
    ...(validity === null ? {} : { expires: addTime(now, validity) }),
  }
}
