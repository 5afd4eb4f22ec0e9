import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Position } from '../record/kinds/position.ts'
import { byAge, type Signed } from './communique-store.ts'
import type { DraftVersion, JointText } from './joint-texts.ts'

/** What followed a round, in the order of its date. */
export interface RoundOutcome {
  /** `taken-on` by another collective, under a name of its own. */
  readonly kind: 'withdrawn' | 'amended' | 'frozen' | 'taken-on'
  readonly by: Scid
  readonly at: Timestamp
  /** Collectives of the view that had blocked, when it was frozen or taken on all the same. */
  readonly without: readonly Scid[]
}

/** A round of decision on one draft, as this node's view sees it. There is no central tally. */
export interface Round {
  readonly draft: DraftVersion
  readonly until: Timestamp
  /** Its window is not over, and the initiator has not gone on: withdrawn, amended or frozen. */
  readonly open: boolean
  /** Of collectives of the view, in time: sorted by position, then by SCID. */
  readonly positions: readonly Signed<'Position'>[]
  /** How many stand where. A block is shown as what it is and outweighs nothing by number. */
  readonly counts: Readonly<Record<Position['position'], number>>
  /** Of collectives of the view, after the window: told, not counted. */
  readonly late: readonly Signed<'Position'>[]
  /** Of everybody else: told apart, not counted. */
  readonly others: readonly Signed<'Position'>[]
  readonly outcomes: readonly RoundOutcome[]
}

export interface RoundsInput {
  readonly text: JointText
  /** All drafts of its kin. */
  readonly kin: readonly DraftVersion[]
  readonly positions: readonly Signed<'Position'>[]
  readonly shown: ReadonlySet<Scid>
  readonly now: Timestamp
}

const ORDER: readonly Position['position'][] = [
  'block',
  'stand-aside',
  'agree-with-reservations',
  'agree',
  'observer',
]

/** The rounds of a text, oldest first. */
export function roundsOf(input: RoundsInput): Round[] {
  return input.text.drafts.flatMap((draft) => {
    const until = draft.record.positionsUntil
    return until === undefined ? [] : [roundOn(draft, until, input)]
  })
}

function roundOn(draft: DraftVersion, until: Timestamp, input: RoundsInput): Round {
  const { shown, now } = input
  const last = lastWords(draft, input)
  const known = last.filter(({ scid }) => shown.has(scid))
  const positions = known.filter(({ record }) => record.updated <= until)
  const counts = { agree: 0, 'agree-with-reservations': 0, 'stand-aside': 0, block: 0, observer: 0 }
  for (const { record } of positions) counts[record.position]++
  const blockers = positions.filter(({ record }) => record.position === 'block')
  const outcomes = outcomesOf(
    draft,
    input,
    blockers.map(({ scid }) => scid),
  )
  return {
    draft,
    until,
    open: now <= until && outcomes.every(({ kind }) => kind === 'taken-on'),
    positions,
    counts,
    late: known.filter(({ record }) => record.updated > until),
    others: last.filter(({ scid }) => !shown.has(scid)),
    outcomes,
  }
}

/** Of each collective the last position on this very draft. SPEC: security-bar.md, H03, H06. */
function lastWords(draft: DraftVersion, { positions, now }: RoundsInput): Signed<'Position'>[] {
  const last = new Map<Scid, Signed<'Position'>>()
  for (const position of positions.toSorted(byAge)) {
    const named = position.record.draft
    if (named.digest !== draft.statement) continue
    if (named.collective !== draft.scid || named.slug !== draft.record.slug) continue
    if (position.record.updated > addTime(now, CLOCK_TOLERANCE)) continue
    last.set(position.scid, position)
  }
  return [...last.values()].toSorted((a, b) => rank(a) - rank(b) || (a.scid < b.scid ? -1 : 1))
}

function rank({ record }: Signed<'Position'>): number {
  return ORDER.indexOf(record.position)
}

function outcomesOf(
  draft: DraftVersion,
  { text, kin }: RoundsInput,
  blockers: readonly Scid[],
): RoundOutcome[] {
  const drafts = kin
    .filter(({ parents }) => parents.includes(draft.statement))
    .map((next): RoundOutcome => {
      const { stage, updated } = next.record
      const own = next.scid === text.scid && next.record.text === text.slug
      if (!own) return { kind: 'taken-on', by: next.scid, at: updated, without: blockers }
      if (stage === 'frozen')
        return { kind: 'frozen', by: next.scid, at: updated, without: blockers }
      const kind = stage === 'withdrawn' ? 'withdrawn' : 'amended'
      return { kind, by: next.scid, at: updated, without: [] }
    })
  const frozen = text.frozen
    .filter(({ record }) => record.goesOnFrom?.digest === draft.statement)
    .map(({ scid, record }): RoundOutcome => {
      return { kind: 'frozen', by: scid, at: record.published, without: blockers }
    })
  // Versions of one frozen text tell of one freezing, and so does the draft that says why.
  const others = frozen.length === 0 ? drafts : drafts.filter(({ kind }) => kind !== 'frozen')
  return [...others, ...frozen.slice(-1)].toSorted((a, b) => (a.at < b.at ? -1 : 1))
}
