import type { Timestamp } from '../kernel/time.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import { type AlertResponseRecord, byAge, isAhead } from './alert-store.ts'
import type { AlertThread } from './alert-threads.ts'

/** How many other collectives have to confirm an alert on behalf of one. SPEC: design.md, section 7. */
export const CONFIRMATIONS_NEEDED = 2
/** Only those whom the view's own people know, or their peers do, confirm. */
const CONFIRMING_DISTANCE = 1

/**
 * `own`: the collective speaks for itself. `possible`: another speaks for it, and too few confirm.
 * `confirmed`: enough do.
 */
export type AlertStanding = 'own' | 'possible' | 'confirmed'

/** Whom a view shows, and how far from its seeds. */
export interface AlertView {
  readonly shown: ReadonlyMap<Scid, { readonly distance: number }>
}

/** A response in its relation to what is shown. */
export interface AlertAnswer extends AlertResponseRecord {
  /** Names the version that is shown, not an earlier one. */
  readonly toThis: boolean
}

/** What others say to an alert, by this node's view. */
export interface AlertAnswers {
  readonly standing: AlertStanding
  /** Who confirms this very version and counts, sorted; needed only if `standing` is not `own`. */
  readonly confirmedBy: readonly Scid[]
  /** The last word of each collective of the view that disputes this very version. */
  readonly disputes: readonly AlertAnswer[]
  /** What whom it is about answered to what another raised for it, the newest first. */
  readonly fromSubject: readonly AlertAnswer[]
  /** Offers of help by collectives of the view, to whatever version. */
  readonly offers: readonly AlertAnswer[]
  readonly acknowledgedBy: readonly Scid[]
  /** All of collectives of the view, the oldest first. */
  readonly all: readonly AlertAnswer[]
  /** Of everybody else: counted in nothing. */
  readonly notShown: readonly AlertAnswer[]
}

export interface AnswersInput {
  /** Those that name the thread's collective and slug. */
  readonly responses: readonly AlertResponseRecord[]
  readonly states: ReadonlyMap<Scid, CollectiveState>
  readonly view: AlertView
  readonly now: Timestamp
}

/** Whom an alert is about. */
export function subjectOf({ version }: Pick<AlertThread, 'version'>): Scid {
  return version.record.onBehalfOf ?? version.scid
}

export function answersTo(thread: AlertThread, input: AnswersInput): AlertAnswers {
  const { view, now } = input
  const subject = subjectOf(thread)
  const all = input.responses
    .filter((response) => !isAhead(response, now) && isAbout(thread, response))
    .toSorted(byAge)
    .map((response) => ({ ...response, toThis: isToThis(thread, response) }))
  const heard = all.filter(({ scid }) => view.shown.has(scid) || scid === subject)
  const judgements = lastJudgements(heard)
  const confirmedBy = judgements
    .filter(({ record }) => record.response === 'confirm')
    .map(({ scid }) => scid)
    .filter((scid) => mayConfirm(scid, thread, input))
    .toSorted()
  return {
    standing: standingOf(thread, confirmedBy.length),
    confirmedBy,
    disputes: judgements.filter(({ record }) => record.response === 'dispute'),
    fromSubject: heard.filter(({ scid }) => scid === subject && scid !== thread.scid).toReversed(),
    offers: heard.filter(({ record }) => record.response === 'offer-help'),
    acknowledgedBy: acknowledging(heard),
    all: heard,
    notShown: all.filter((one) => !heard.includes(one)),
  }
}

function isAbout({ scid, slug }: AlertThread, { record }: AlertResponseRecord): boolean {
  return record.alert.collective === scid && record.alert.slug === slug
}

/** A new version starts anew: what was said to the one before does not count for it. */
function isToThis({ version }: AlertThread, { record }: AlertResponseRecord): boolean {
  return record.alert.digest === version.statement
}

/** Of each collective its last word on this very version: it counts once. SPEC: H11. */
function lastJudgements(answers: readonly AlertAnswer[]): AlertAnswer[] {
  const last = new Map<Scid, AlertAnswer>()
  for (const answer of answers) {
    const { response } = answer.record
    const judges = response === 'confirm' || response === 'dispute'
    if (answer.toThis && judges) last.set(answer.scid, answer)
  }
  return [...last.values()]
}

/** SPEC: design.md, section 7: not the raiser, not the subject, near enough, and in state OK. */
function mayConfirm(scid: Scid, thread: AlertThread, { view, states }: AnswersInput): boolean {
  if (scid === thread.scid || scid === subjectOf(thread)) return false
  const distance = view.shown.get(scid)?.distance
  if (distance === undefined || distance > CONFIRMING_DISTANCE) return false
  return states.get(scid) === 'OK'
}

function standingOf({ version }: AlertThread, confirmations: number): AlertStanding {
  if (version.record.onBehalfOf === undefined) return 'own'
  return confirmations >= CONFIRMATIONS_NEEDED ? 'confirmed' : 'possible'
}

function acknowledging(answers: readonly AlertAnswer[]): Scid[] {
  const scids = answers
    .filter(({ record, toThis }) => toThis && record.response === 'acknowledge')
    .map(({ scid }) => scid)
  return [...new Set(scids)].toSorted()
}
