import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { addTime, type Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import { recordKinds } from '../record/kinds.ts'
import type { Canary } from '../record/kinds/canary.ts'
import { CLAIM_TEXTS } from './canary-claims.ts'
import { chooseFreshness, type HeadAtHand } from './canary-freshness.ts'

/** A collective has one canary; its versions are its history. */
export const CANARY_SLUG = 'main'

/** The members of a Canary record that people decide on; the rest comes from who prepares it. */
export type CanaryContent = Pick<
  Canary,
  'type' | 'slug' | 'defaultLanguage' | 'claims' | 'nextDate' | 'freshness' | 'noteMap'
> & { readonly withdrawn?: true }

/** What members are asked before they sign. */
export interface CanaryAnswers {
  /** What is true today. */
  readonly claims: readonly (keyof typeof CLAIM_TEXTS)[]
  /** Claims in the members' own words. */
  readonly ownClaims: readonly string[]
  readonly nextDate: Timestamp
  readonly note?: string
  /** Of what is written here. */
  readonly language: LanguageTag
}

export interface CanaryContext {
  readonly own: Scid
  readonly now: Timestamp
  /** Heads of others, those preferred first. */
  readonly heads: readonly HeadAtHand[]
}

/** The last date that a canary of now can name. SPEC: design.md, section 5: 95 days. */
export function lastNextDate(now: Timestamp): Timestamp {
  return addTime(now, recordKinds.Canary.longestValidity ?? 0)
}

/** What members claim today, with the newest states of others in it. Throws `nothing_claimed`, `bad_next_date`. */
export function composeCanary(
  { claims, ownClaims, nextDate, note, language }: CanaryAnswers,
  { own, now, heads }: CanaryContext,
): CanaryContent {
  if (claims.length + ownClaims.length === 0)
    throw invalid('nothing_claimed', 'A canary claims something: choose what is true today.')
  const last = lastNextDate(now)
  if (nextDate <= now || nextDate > last)
    throw invalid('bad_next_date', `The next date is later than now, and no later than ${last}.`)
  return {
    type: 'Canary',
    slug: CANARY_SLUG,
    defaultLanguage: language,
    claims: [
      ...claims.map((claim) => ({ claim, contentMap: CLAIM_TEXTS[claim] })),
      ...ownClaims.map((text) => {
        return { claim: 'other' as const, contentMap: { [language]: text.normalize('NFC') } }
      }),
    ],
    nextDate,
    freshness: chooseFreshness(heads, { own, updated: now }).map(({ text }) => text),
    ...(note === undefined ? {} : { noteMap: { [language]: note.normalize('NFC') } }),
  }
}

/**
 * Takes a canary back: no room for a reason, no states of others since nothing is claimed. Its next
 * date means nothing; the form asks for one.
 */
export function withdrawnCanary(
  { slug, defaultLanguage, claims }: Pick<Canary, 'slug' | 'defaultLanguage' | 'claims'>,
  now: Timestamp,
): CanaryContent {
  const nextDate = lastNextDate(now)
  const said = { type: 'Canary' as const, slug, defaultLanguage, claims }
  return { ...said, nextDate, freshness: [], withdrawn: true }
}
