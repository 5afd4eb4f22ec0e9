import { TesseraError } from '../kernel/errors.ts'
import { addTime, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { type Head, parseHead } from '../record/head.ts'
import { FRESHNESS_WINDOW, MAX_FRESHNESS } from '../record/kinds/canary.ts'
import type { LogBranch } from '../record/log-facts.ts'

/**
 * Whether a head in a canary was signed by the collective that it names. `unknown`: the log of that
 * collective, or the entry the head was signed under, is not known here.
 */
export type FreshHeadStanding = 'verified' | 'unknown' | 'not-theirs'

/** A state of another collective that a canary holds: it cannot have been made before that. */
export interface FreshHead {
  readonly scid: Scid
  readonly published: Timestamp
  readonly standing: FreshHeadStanding
}

/** Judges the text of one head by the log of the collective that it names. */
export function judgeFreshHead(text: string, branches: readonly LogBranch[]): FreshHeadStanding {
  const head = decodeHead(text)
  if (head === null) return 'not-theirs'
  const entries = branches.flat().filter(({ versionId }) => versionId === head.did)
  if (entries.length === 0) return 'unknown'
  return entries.some(({ nodeKey }) => nodeKey === head.signer) ? 'verified' : 'not-theirs'
}

/** Null if it is not even signed by the key that it names. */
function decodeHead(text: string): Head | null {
  try {
    return parseHead(text)
  } catch (error) {
    if (error instanceof TesseraError) return null
    throw error
  }
}

/** A head at hand that a canary could hold. */
export interface HeadAtHand {
  readonly scid: Scid
  readonly published: Timestamp
  readonly text: string
}

/**
 * The heads to put into a canary dated `updated`: the newest of 3 other collectives, or of as many as
 * there are, none over 7 days old or ahead of it. `heads` come in the order in which they are
 * preferred; of one collective only the first counts. SPEC: design.md, section 5, `Canary`.
 */
export function chooseFreshness(
  heads: readonly HeadAtHand[],
  { own, updated }: { readonly own: Scid; readonly updated: Timestamp },
): readonly HeadAtHand[] {
  const oldest = addTime(updated, -FRESHNESS_WINDOW)
  const chosen = new Map<Scid, HeadAtHand>()
  for (const head of heads) {
    const isFresh = head.published >= oldest && head.published <= updated
    if (isFresh && head.scid !== own && !chosen.has(head.scid)) chosen.set(head.scid, head)
  }
  return [...chosen.values()].slice(0, MAX_FRESHNESS)
}
