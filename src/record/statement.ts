import type { Timestamp } from '../kernel/time.ts'
import { type Did, scidOf } from './did.ts'
import type { RecordType } from './kinds.ts'
import { RECORD_CONTEXT } from './kinds/common.ts'

/** Who writes a statement, and when. */
export interface Author {
  readonly did: Did
  /** Where it is first published, without a slash at the end. */
  readonly origin: string
  readonly now: Timestamp
}

/** The members that the first version of every record has. SPEC: design.md, section 5. */
export function firstVersion<const T extends RecordType>(
  type: T,
  slug: string,
  { did, origin, now }: Author,
) {
  return {
    '@context': RECORD_CONTEXT,
    type,
    id: `${origin}/records/${scidOf(did)}/${type}/${slug}`,
    attributedTo: did,
    slug,
    version: 1,
    published: now,
    updated: now,
  }
}

/** The next version of a record: the same members, to be changed and signed anew; the `id` stays. */
export function nextVersion<R extends { readonly version: number; readonly proof: unknown }>(
  record: R,
  { did, now }: Author,
) {
  const { proof: _, ...statement } = record
  return { ...statement, attributedTo: did, version: record.version + 1, updated: now }
}
