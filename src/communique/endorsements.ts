import { addTime, CLOCK_TOLERANCE, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { Communique } from '../record/kinds/communique.ts'
import type { Endorsement } from '../record/kinds/endorsement.ts'
import { byAge, type Signed } from './communique-store.ts'

/**
 * Where an endorsement stands to one version of a communiqué. `counts`: every text it names is in
 * this version as it was read. `partly`: some are, others are other texts here. `other-text`: none
 * is. SPEC: security-bar.md, H03, H04.
 */
export type EndorsementState = 'counts' | 'partly' | 'other-text' | 'withdrawn'

/** An endorsement held against one version. */
export interface JudgedEndorsement extends Signed<'Endorsement'> {
  readonly state: EndorsementState
  /** The languages that were read and stand here unchanged. */
  readonly same: readonly string[]
  /** Those whose text here is another one, or is no longer there. */
  readonly changed: readonly string[]
}

/** Who stands under one version of a communiqué, by this node's view. */
export interface Endorsements {
  /** Of collectives of the view: each counts once. */
  readonly counted: readonly JudgedEndorsement[]
  /** By letter, passed on by collectives of the view: told and counted apart. */
  readonly letters: readonly JudgedEndorsement[]
  /** How many collectives wrote them: several may pass on the letter of one. */
  readonly letterCount: number
  /** Of collectives of the view, to texts that are not (all) this version's, or taken back. */
  readonly notCounted: readonly JudgedEndorsement[]
  /** Of collectives outside of the view, whatever they say. SPEC: security-bar.md, H02. */
  readonly notShown: readonly JudgedEndorsement[]
  /** How many of `counted` read the text in each language. */
  readonly readers: ReadonlyMap<string, number>
}

export interface EndorsementsInput {
  readonly endorsements: readonly Signed<'Endorsement'>[]
  readonly shown: ReadonlySet<Scid>
  readonly now: Timestamp
}

export function endorsementsOf(
  communique: Signed<'Communique'>,
  { endorsements, shown, now }: EndorsementsInput,
): Endorsements {
  const judged = lastWords(communique, endorsements, now).map((one) =>
    judgeEndorsement(one, communique.record),
  )
  const known = judged.filter(({ scid }) => shown.has(scid))
  const counted = known.filter((one) => stands(one) && !isLetter(one))
  const readers = new Map<string, number>()
  for (const language of counted.flatMap(({ same }) => same))
    readers.set(language, (readers.get(language) ?? 0) + 1)
  const letters = known.filter((one) => stands(one) && isLetter(one))
  return {
    counted,
    letters,
    letterCount: new Set(letters.map(({ record }) => plainName(record.letter?.name ?? ''))).size,
    notCounted: known.filter((one) => !stands(one)),
    notShown: judged.filter(({ scid }) => !shown.has(scid)),
    readers,
  }
}

const stands = ({ state }: JudgedEndorsement): boolean => state === 'counts'
const isLetter = ({ record }: JudgedEndorsement): boolean => record.letter !== undefined

/**
 * Of each collective its last word, and of each letter the last that one collective passed on:
 * endorsing twice counts once. SPEC: security-bar.md, H06.
 */
function lastWords(
  { scid, record }: Signed<'Communique'>,
  endorsements: readonly Signed<'Endorsement'>[],
  now: Timestamp,
): Signed<'Endorsement'>[] {
  const last = new Map<string, Signed<'Endorsement'>>()
  for (const endorsement of endorsements.toSorted(byAge)) {
    const { communique, updated } = endorsement.record
    if (communique.collective !== scid || communique.slug !== record.slug) continue
    if (updated > addTime(now, CLOCK_TOLERANCE)) continue
    last.set(signatoryOf(endorsement), endorsement)
  }
  return [...last.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** A letter is by who wrote it, as one collective passes it on. */
function signatoryOf({ scid, record: { letter } }: Signed<'Endorsement'>): string {
  return letter === undefined ? scid : `${scid} ${plainName(letter.name)}`
}

/** A name whatever its case, width and spaces. */
function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
}

export function judgeEndorsement(
  endorsement: Signed<'Endorsement'>,
  communique: Pick<Communique, 'digests'>,
): JudgedEndorsement {
  const { digests } = endorsement.record
  const languages = Object.keys(digests).toSorted()
  const same = languages.filter((language) => communique.digests[language] === digests[language])
  const changed = languages.filter((language) => !same.includes(language))
  return { ...endorsement, state: stateOf(endorsement.record, same, changed), same, changed }
}

function stateOf(
  { withdrawn }: Endorsement,
  same: readonly string[],
  changed: readonly string[],
): EndorsementState {
  if (withdrawn === true) return 'withdrawn'
  if (changed.length === 0) return 'counts'
  return same.length === 0 ? 'other-text' : 'partly'
}
