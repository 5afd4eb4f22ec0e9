import { addTime, type Timestamp } from '../kernel/time.ts'
import type { JsonObject } from '../record/canonical.ts'
import type { Did } from '../record/did.ts'
import { findRecordKind, type RecordType } from '../record/kinds.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import { type Author, firstVersion } from '../record/statement.ts'

/** What a record says, without what every record has. */
export type RecordContent = JsonObject & {
  readonly type: RecordType
  readonly slug: string
  readonly defaultLanguage: string
}

export interface DraftOptions extends Author {
  /** The version that this one follows; null for the first. */
  readonly previous: Pick<RecordShape, 'id' | 'version' | 'published'> | null
  /**
   * Milliseconds; where it is left out, what the content says of its end, else the kind's longest,
   * none where the kind has no limit.
   */
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
  const { now, previous } = options
  const first = firstVersion(content.type, content.slug, options)
  const { id, version, published } = previous ?? { ...first, version: 0 }
  const longest = findRecordKind(content.type)?.longestValidity ?? null
  const validity = options.validity ?? ('expires' in content ? null : longest)
  return {
    ...content,
    ...first,
    id,
    version: version + 1,
    published,
    ...(validity === null ? {} : { expires: addTime(now, validity) }),
  }
}
