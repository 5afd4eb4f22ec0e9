import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { addTime, DAY, type Timestamp } from '../kernel/time.ts'
import { type Scid, shortScid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { recordKinds } from '../record/kinds.ts'
import type { AlertResponse } from '../record/kinds/alert-response.ts'
import type { Alert } from '../record/kinds/alert.ts'
import { MAX_SHORT_LIST } from '../record/kinds/limits.ts'
import type { AlertVersion } from './alert-store.ts'
import type { AlertEvent, AlertTexts } from './alert-templates.ts'

/**
 * The contents of the records that a collective publishes about alerts. Slugs: an alert is
 * `<event>-<day>`, a response `<alert>.<scid8 of who raised it>.<response>`, so that two alerts of
 * one name never meet.
 */

type Envelope = '@context' | 'id' | 'attributedTo' | 'version' | 'published' | 'updated' | 'proof'
export type AlertContent = Omit<Alert, Envelope>
export type ResponseContent = Omit<AlertResponse, Envelope>

/** Leaves room for what the slugs of responses add. */
export const MAX_ALERT_SLUG = 40
const ALERT_SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** How long an alert is valid where nobody says. */
export const DEFAULT_VALIDITY = 7 * DAY
const LONGEST = recordKinds.Alert.longestValidity ?? 0

/** How grave an event mostly is; who raises the alert may say otherwise. */
const GRAVITY: Readonly<Record<AlertEvent, Pick<Alert, 'severity' | 'urgency' | 'certainty'>>> = {
  seizure: { severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  raid: { severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  arrest: { severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  'gag-order': { severity: 'moderate', urgency: 'expected', certainty: 'possible' },
  'legal-demand': { severity: 'moderate', urgency: 'expected', certainty: 'observed' },
  ddos: { severity: 'moderate', urgency: 'immediate', certainty: 'observed' },
  blocking: { severity: 'moderate', urgency: 'immediate', certainty: 'observed' },
  'domain-loss': { severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  'key-compromise': { severity: 'severe', urgency: 'immediate', certainty: 'likely' },
  intrusion: { severity: 'severe', urgency: 'immediate', certainty: 'observed' },
  'funds-frozen': { severity: 'minor', urgency: 'expected', certainty: 'observed' },
  defamation: { severity: 'minor', urgency: 'expected', certainty: 'observed' },
  other: { severity: 'unknown', urgency: 'unknown', certainty: 'unknown' },
}

/** What people may say besides the texts; what is left out stays as it is by default or before. */
export type AlertDetails = Partial<
  Pick<
    AlertContent,
    | 'severity'
    | 'urgency'
    | 'certainty'
    | 'onset'
    | 'expires'
    | 'affectedServices'
    | 'affectedHosts'
    | 'helpRequested'
    | 'web'
    | 'scope'
    | 'recipients'
  >
>

export interface NewAlert {
  readonly slug: string
  readonly event: AlertEvent
  readonly exercise: boolean
  readonly onBehalfOf: Scid | null
  readonly texts: AlertTexts
  readonly language: LanguageTag
  readonly details: AlertDetails
  readonly now: Timestamp
}

/** Throws `bad_slug`, `bad_expiry`. */
export function raisedAlert(alert: NewAlert): AlertContent {
  const { slug, event, exercise, onBehalfOf, texts, language, details, now } = alert
  checkAlertSlug(slug)
  return {
    type: 'Alert',
    slug,
    defaultLanguage: language,
    status: exercise ? 'exercise' : 'actual',
    msgType: 'alert',
    scope: 'public',
    event,
    ...GRAVITY[event],
    ...withoutEmpty(texts),
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
    ...details,
    expires: checkExpiry(details.expires ?? addTime(now, DEFAULT_VALIDITY), now),
  }
}

/** The next version of an alert. Without a word on its end it ends when it did. Throws `bad_expiry`. */
export function updatedAlert(
  versions: readonly AlertVersion[],
  { texts, details, now }: Pick<NewAlert, 'texts' | 'details' | 'now'>,
): AlertContent {
  const before = contentOf(newest(versions))
  return {
    ...before,
    ...withoutEmpty(textsOver(before, texts)),
    ...details,
    msgType: 'update',
    references: referencesTo(versions),
    expires: checkExpiry(details.expires ?? before.expires, now),
  }
}

/**
 * What calls an alert off. By the node key it ends with the alert, which stays; by members it has to
 * outlive everything that it calls off. SPEC: design.md, section 7.
 */
export function cancelledAlert(
  versions: readonly AlertVersion[],
  { texts, now, byMembers }: Pick<NewAlert, 'texts' | 'now'> & { readonly byMembers: boolean },
): AlertContent {
  const { helpRequested: _, onset: __, ...before } = contentOf(newest(versions))
  return {
    ...before,
    ...withoutEmpty(texts),
    msgType: 'cancel',
    references: referencesTo(versions),
    expires: byMembers ? addTime(now, LONGEST) : checkExpiry(before.expires, now),
  }
}

export interface ResponseAnswers {
  readonly response: AlertResponse['response']
  readonly language: LanguageTag
  readonly contentMap?: LanguageMap
  readonly offers?: NonNullable<AlertResponse['offers']>
}

/** What a collective says to the version of an alert that is shown; it ends with that. */
export function responseTo(
  { scid, statement, record }: AlertVersion,
  { response, language, contentMap, offers }: ResponseAnswers,
): ResponseContent {
  return {
    type: 'AlertResponse',
    slug: `${record.slug.slice(0, MAX_ALERT_SLUG)}.${shortScid(scid).toLowerCase()}.${response}`,
    defaultLanguage: language,
    alert: { collective: scid, slug: record.slug, digest: statement },
    response,
    ...(contentMap === undefined ? {} : { contentMap }),
    ...(offers === undefined || offers.length === 0 ? {} : { offers }),
    expires: record.expires,
  }
}

/** Throws `bad_slug` for a name that leaves no room for responses. */
export function checkAlertSlug(slug: string): void {
  if (slug.length <= MAX_ALERT_SLUG && ALERT_SLUG.test(slug)) return
  throw invalid(
    'bad_slug',
    `The name of an alert has at most ${MAX_ALERT_SLUG} of a-z, 0-9 and hyphens: "${slug.slice(0, 80)}".`,
  )
}

function checkExpiry(expires: Timestamp, now: Timestamp): Timestamp {
  const last = addTime(now, LONGEST)
  if (expires > now && expires <= last) return expires
  throw invalid('bad_expiry', `An alert ends later than now, and no later than ${last}.`)
}

function newest(versions: readonly AlertVersion[]): AlertVersion {
  const last = versions.at(-1)
  if (last === undefined) throw new Error('an alert has a version')
  return last
}

/** What a version says, without what every version has. */
function contentOf({ record }: AlertVersion): AlertContent {
  const { '@context': _1, id: _2, attributedTo: _3, version: _4, ...rest } = record
  const { published: _5, updated: _6, proof: _7, references: _8, ...content } = rest
  return content
}

/** SPEC: CAP 1.2, `references`: the earlier messages; the last ones where they are many. */
function referencesTo(versions: readonly AlertVersion[]): Digest[] {
  return versions.slice(-MAX_SHORT_LIST).map(({ statement }) => statement)
}

/** What is written anew in a language takes the place of what stood there. */
function textsOver(before: AlertContent, texts: AlertTexts): AlertTexts {
  return {
    headlineMap: { ...before.headlineMap, ...texts.headlineMap },
    descriptionMap: { ...before.descriptionMap, ...texts.descriptionMap },
    instructionMap: { ...before.instructionMap, ...texts.instructionMap },
  }
}

/** Nobody has to describe what happened. */
function withoutEmpty({ descriptionMap, ...texts }: AlertTexts) {
  return Object.keys(descriptionMap).length === 0 ? texts : { ...texts, descriptionMap }
}
