import type { KeyObject } from 'node:crypto'

import { TesseraError } from '../kernel/errors.ts'
import type { Did, Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { EntryFact } from '../record/log-facts.ts'
import type { Multikey } from '../record/multikey.ts'
import type { ObjectReader } from './object-store.ts'
import type { BranchesOf } from './settle.ts'

/** The unlocked node key of this node's own collective. */
export interface OwnKey {
  readonly scid: Scid
  readonly multikey: Multikey
  readonly privateKey: KeyObject
}

/**
 * What this node last published, kept outside the database: a database that was put back to an
 * earlier state does not fit it, and the node then refuses to sign. SPEC: design.md, section 6, "Own
 * restore".
 */
export interface Mark {
  readonly did: Did
  readonly version: number
  /** A state digest. */
  readonly head: Digest
}

/** Where the mark is kept; `write` returns once it is on the disk. */
export interface MarkFile {
  read(): Promise<Mark | null>
  write(mark: Mark): Promise<void>
}

/** The own log's newest entry, if it lets `key` sign. Throws `key_not_current`, `own_log_disputed`. */
export async function ownEntry(
  reader: ObjectReader,
  key: OwnKey,
  branchesOf: BranchesOf,
): Promise<EntryFact> {
  const branches = await branchesOf(reader, key.scid)
  const newest = branches[0]?.at(-1)
  if (branches.length > 1) {
    throw new TesseraError(
      'conflict',
      'own_log_disputed',
      'The own DID log has two branches: the members must agree first.',
    )
  }
  if (newest === undefined || newest.nodeKey !== key.multikey) {
    throw new TesseraError(
      'conflict',
      'key_not_current',
      'The newest DID entry names another node key; this one signs no more.',
    )
  }
  return newest
}
