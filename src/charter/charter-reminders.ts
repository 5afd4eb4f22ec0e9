import { DAY, type Timestamp } from '../kernel/time.ts'
import type { Digest } from '../record/digest.ts'
import type { CharterNode } from './charter-tree.ts'
import type { MatrixCell } from './matrix.ts'

/** When a review is called to mind: a month before, for the agenda, and a week before. */
const REVIEW_NOTICE = 30
const LAST_NOTICE = 7

/** Something about a charter that waits for an assembly. Silence changes nothing. */
export type CharterReminder =
  /** The signature stays under its version; the newest ones that go on from it are these. */
  | {
      readonly kind: 'newer-version'
      readonly signed: CharterNode
      readonly newer: readonly CharterNode[]
    }
  /** `days` until the last day on which the signature counts; less than 0 once it has lapsed. */
  | {
      readonly kind: 'review'
      readonly signed: CharterNode
      readonly reviewDate: string
      readonly days: number
      readonly urgency: 'month' | 'week' | 'over'
    }

export interface CharterRemindersInput {
  /** All charters, each with whether the view has a part in it: others call nobody to anything. */
  readonly nodes: readonly (CharterNode & { readonly shown: boolean })[]
  /** What the own collective has signed, by statement digest of the version. */
  readonly cells: ReadonlyMap<Digest, MatrixCell>
  readonly now: Timestamp
}

/** What a collective has to look at again, for each version that it stands on. */
export function charterReminders({ nodes, cells, now }: CharterRemindersInput): CharterReminder[] {
  const byDigest = new Map(nodes.map((node) => [node.statement, node]))
  return nodes.flatMap((signed): CharterReminder[] => {
    const cell = cells.get(signed.statement)
    if (cell === undefined || !STANDS.has(cell.state)) return []
    const after = nodes.filter((node) => goesOnFrom(node, signed.statement, byDigest))
    // Whoever has answered a later version, with yes or by taking it back, has moved on.
    if (after.some(({ statement }) => cells.has(statement))) return []
    const newer = after.filter(({ latest, shown }) => latest && shown)
    return [
      ...(newer.length === 0 ? [] : [{ kind: 'newer-version', signed, newer } as const]),
      ...reviewOf(signed, cell.commitment.reviewDate, now),
    ]
  })
}

const STANDS: ReadonlySet<MatrixCell['state']> = new Set(['in-force', 'suspended', 'lapsed'])

/** Whether a version amends that one, directly or over others. */
function goesOnFrom(
  node: CharterNode,
  statement: Digest,
  byDigest: ReadonlyMap<Digest, CharterNode>,
): boolean {
  for (let at = node.charter.amends; at !== undefined; at = byDigest.get(at)?.charter.amends) {
    if (at === statement) return true
  }
  return false
}

function reviewOf(signed: CharterNode, reviewDate: string, now: Timestamp): CharterReminder[] {
  const days = (Date.parse(reviewDate) - Date.parse(now.slice(0, 10))) / DAY
  if (days > REVIEW_NOTICE) return []
  const urgency = days < 0 ? 'over' : days <= LAST_NOTICE ? 'week' : 'month'
  return [{ kind: 'review', signed, reviewDate, days, urgency }]
}
