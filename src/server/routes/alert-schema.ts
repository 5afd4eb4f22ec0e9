import { type Static, Type } from 'typebox'

import type { AlertAnswer } from '../../alert/alert-answers.ts'
import type { AlertVersion } from '../../alert/alert-store.ts'
import type { AlertPage, HeldBecause } from '../../alert/alerts.ts'
import { alertPath } from '../pages/alerts/alert-path.ts'
import { alertLanguages } from '../pages/alerts/shown-alert.ts'
import { asJson } from './collective-schema.ts'
import {
  DigestSchema,
  LanguageMapSchema,
  listOf,
  nullable,
  RecordSchema,
  ScidSchema,
  TimeSchema,
  UrlSchema,
} from './schemas.ts'

export const AlertSummarySchema = Type.Object({
  url: UrlSchema,
  collective: ScidSchema,
  slug: Type.String(),
  about: ScidSchema,
  state: Type.String({ description: 'active, upcoming, cancelled or expired' }),
  standing: Type.String({ description: 'own, possible or confirmed' }),
  status: Type.String({ description: 'actual or exercise' }),
  event: Type.String(),
  severity: Type.String(),
  statement: DigestSchema,
  signedBy: Type.String({ description: 'node or members' }),
  updated: TimeSchema,
  onset: nullable(TimeSchema),
  expires: TimeSchema,
  headlines: LanguageMapSchema,
  languages: listOf(Type.String()),
})

/** What a view shows of alerts; of what is held back, how many. */
export const AlertListSchema = Type.Object({
  view: Type.String(),
  alerts: listOf(AlertSummarySchema),
  held: Type.Object({ unvouched: Type.Integer(), limit: Type.Integer() }),
})

const VersionSchema = Type.Object({
  statement: DigestSchema,
  signedBy: Type.String(),
  current: Type.Boolean(),
  record: RecordSchema,
})

const AnswerSchema = Type.Object({
  collective: ScidSchema,
  statement: DigestSchema,
  toThis: Type.Boolean({ description: 'names the version that is shown' }),
  record: RecordSchema,
})

/** One alert with everything that was said to it. */
export const AlertSchema = Type.Object({
  kind: Type.Literal('alert'),
  view: Type.String(),
  alert: AlertSummarySchema,
  version: VersionSchema,
  beside: nullable(VersionSchema),
  dropped: Type.Boolean({ description: 'its server lists it no more, without a cancel' }),
  versions: listOf(VersionSchema),
  confirmedBy: listOf(ScidSchema),
  acknowledgedBy: listOf(ScidSchema),
  disputes: listOf(AnswerSchema),
  fromSubject: listOf(AnswerSchema),
  offers: listOf(AnswerSchema),
  answers: listOf(AnswerSchema),
})

export function alertSummaryJson(
  { name, thread, subject, answers }: AlertPage,
  origin: string,
): Static<typeof AlertSummarySchema> {
  const { record, statement, signedBy } = thread.version
  return {
    url: `${origin}${alertPath(name)}`,
    collective: thread.scid,
    slug: thread.slug,
    about: subject,
    state: thread.state,
    standing: answers.standing,
    status: record.status,
    event: record.event,
    severity: record.severity,
    statement,
    signedBy,
    updated: record.updated,
    onset: record.onset ?? null,
    expires: record.expires,
    headlines: record.headlineMap,
    languages: alertLanguages(record),
  }
}

export function alertJson(
  alert: AlertPage,
  { view, origin }: { readonly view: string; readonly origin: string },
): Static<typeof AlertSchema> {
  const { thread, answers } = alert
  return {
    kind: 'alert',
    view,
    alert: alertSummaryJson(alert, origin),
    version: versionJson(thread.version),
    beside: thread.beside === null ? null : versionJson(thread.beside),
    dropped: thread.dropped,
    versions: thread.versions.map(versionJson),
    confirmedBy: answers.confirmedBy,
    acknowledgedBy: answers.acknowledgedBy,
    disputes: answers.disputes.map(answerJson),
    fromSubject: answers.fromSubject.map(answerJson),
    offers: answers.offers.map(answerJson),
    answers: answers.all.map(answerJson),
  }
}

/** How many alerts are held back for each reason. */
export function heldCounts(held: readonly AlertPage[]): Record<HeldBecause, number> {
  const unvouched = held.filter((alert) => alert.held === 'unvouched').length
  return { unvouched, limit: held.length - unvouched }
}

function versionJson(version: AlertVersion): Static<typeof VersionSchema> {
  const { statement, signedBy, current, record } = version
  return { statement, signedBy, current, record: asJson(record) }
}

function answerJson({ scid, statement, toThis, record }: AlertAnswer): Static<typeof AnswerSchema> {
  return { collective: scid, statement, toThis, record: asJson(record) }
}
