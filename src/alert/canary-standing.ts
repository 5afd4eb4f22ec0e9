import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import type { Canary } from '../record/kinds/canary.ts'

/** So long before its date a canary is due: the assembly has two weeks to meet. */
export const DUE_NOTICE = 14 * DAY

/**
 * Where a canary stands by its dates alone. `overdue`: its date has passed. `withdrawn`: members took
 * it back. Neither says why, and nothing here concludes anything from it.
 */
export type CanaryState = 'valid' | 'due' | 'overdue' | 'withdrawn'

/** A time in which no canary stood. It stays in the history when another follows. */
export interface CanaryGap {
  /** The second in which the one before was over. */
  readonly from: Timestamp
  /** The date of the one that followed. */
  readonly to: Timestamp
  /** Versions in between that are not known here: with them there may have been no gap. */
  readonly versionsNotKnown: number
}

/** What the dates of one slug's canaries say at a moment. */
export interface CanaryStanding {
  readonly state: CanaryState
  /** Since when it is so. */
  readonly since: Timestamp
  /** All that are known, the newest first. */
  readonly gaps: readonly CanaryGap[]
  /** Whether the one that stands now followed a gap. */
  readonly renewedAfterGap: boolean
}

/** What the rules take of a canary. */
export type CanaryDates = Pick<Canary, 'version' | 'updated' | 'nextDate' | 'withdrawn'>

/**
 * Judges the canaries of one slug, the newest first, each version once. The state changes in the very
 * second that is named: at `nextDate` it is overdue. SPEC: design.md, section 7.
 */
export function canaryStanding(
  [newest, ...earlier]: readonly [CanaryDates, ...CanaryDates[]],
  now: Timestamp,
): CanaryStanding {
  const gaps = gapsOf([newest, ...earlier].toReversed())
  return {
    ...stateOf(newest, now),
    gaps: gaps.toReversed(),
    renewedAfterGap: newest.withdrawn !== true && gaps.at(-1)?.to === newest.updated,
  }
}

function stateOf(
  { updated, nextDate, withdrawn }: CanaryDates,
  now: Timestamp,
): Pick<CanaryStanding, 'state' | 'since'> {
  if (withdrawn === true) return { state: 'withdrawn', since: updated }
  if (now >= nextDate) return { state: 'overdue', since: nextDate }
  const due = addTime(nextDate, -DUE_NOTICE)
  if (now < due) return { state: 'valid', since: updated }
  return { state: 'due', since: due > updated ? due : updated }
}

interface Line {
  readonly gaps: readonly CanaryGap[]
  /** When what stood last is over; null before the first. */
  readonly over: Timestamp | null
  readonly version: number
  readonly versionsNotKnown: number
}

/** Of the canaries, the oldest first. */
function gapsOf([first, ...others]: readonly CanaryDates[]): readonly CanaryGap[] {
  if (first === undefined) return []
  const start: Line = { gaps: [], over: null, version: first.version - 1, versionsNotKnown: 0 }
  return [first, ...others].reduce(goOn, start).gaps
}

/** A withdrawal ends what stood and closes no gap. */
function goOn(
  { gaps, over, version: last, versionsNotKnown }: Line,
  { version, updated, nextDate, withdrawn }: CanaryDates,
): Line {
  const missing = versionsNotKnown + version - last - 1
  if (withdrawn === true) {
    const ended = over !== null && over < updated ? over : updated
    return { gaps, over: ended, version, versionsNotKnown: missing }
  }
  const isLate = over !== null && updated > over
  const gap = isLate ? [{ from: over, to: updated, versionsNotKnown: missing }] : []
  return { gaps: [...gaps, ...gap], over: nextDate, version, versionsNotKnown: 0 }
}
