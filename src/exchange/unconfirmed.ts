import type { Timestamp } from '../kernel/time.ts'
import type { RecordFact } from '../record/collective-facts.ts'
import type { Digest } from '../record/digest.ts'
import type { Multikey } from '../record/multikey.ts'

/** A record that counts, though the key that signed it was not to be trusted any more by then. */
export interface Unconfirmed {
  readonly type: string
  readonly slug: string
  readonly digest: Digest
  /** When it says that it was signed. */
  readonly updated: Timestamp
  /** From when on its key is not to be trusted. */
  readonly since: Timestamp
}

/** A key that members have revoked, and since when. */
interface RevokedSince {
  readonly multikey: Multikey
  readonly since: Timestamp
}

/**
 * What the members' last good head lists although it was signed after the time from which they no
 * longer trust its key: they may not have looked at each. It counts, and is marked until it is
 * published again with the new key. A key that was replaced in good order leaves nothing like that.
 */
export function unconfirmedAmong(
  records: readonly RecordFact[],
  revoked: readonly RevokedSince[],
): Unconfirmed[] {
  const sinceOf = new Map(revoked.map(({ multikey, since }) => [multikey, since]))
  return records.flatMap(({ type, slug, digest, updated, signedBy, signers: [signer = ''] }) => {
    const since = signedBy === 'node' ? sinceOf.get(signer) : undefined
    return since === undefined || updated < since ? [] : [{ type, slug, digest, updated, since }]
  })
}
