import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import type { AlertPage } from '../../alert/alerts.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import { canonicalLanguageTag } from '../../kernel/language-tag.ts'
import { type AlertVisit, type AlertVisitDeps, namedInAlert, visitAlert } from '../alert-visit.ts'
import type { OwnRecordsOf } from '../collective-model.ts'
import { representationFor } from '../negotiation.ts'
import { alertPage, type AlertPageData } from '../pages/alerts/alert-page.ts'
import { alertListPage } from '../pages/alerts/list-page.ts'
import { shownAlert } from '../pages/alerts/shown-alert.ts'
import { sendSigned } from '../signed-answer.ts'
import { membersNow } from '../text-model.ts'
import { visitOf } from '../visit.ts'
import {
  alertJson,
  AlertListSchema,
  AlertSchema,
  alertSummaryJson,
  heldCounts,
} from './alert-schema.ts'
import { refusals, ViewParameter, ViewQuery } from './schemas.ts'
import { TextChoiceSchema } from './text-schema.ts'

export interface AlertRoutesOptions extends AlertVisitDeps {
  readonly store: ObjectReader
  readonly ownRecordsOf: OwnRecordsOf
}

type AlertPlugin = FastifyPluginAsyncTypebox<AlertRoutesOptions>

const NameParameter = Type.Object({
  name: Type.String({ description: '<slug>~<last 8 of the SCID>, a slug or a digest' }),
})
const AlertQuery = Type.Object({
  view: ViewParameter,
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the alert' })),
})

/** `/alerts` and `/alerts/<name>`: what is on, what to do now, who says so and who helps. */
export const alertRoutes: AlertPlugin = async (app, options) => {
  await app.register(listRoute, options)
  await app.register(alertRoute, options)
}

const listRoute: AlertPlugin = async (app, options) => {
  const schema = {
    summary: 'Alerts that are on, exercises, and what is over',
    tags: ['alerts'],
    querystring: ViewQuery,
    response: { 200: AlertListSchema, ...refusals },
  }
  app.get('/alerts', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const alerts = options.alertsIn(visit.view)
    const list = await alerts.list()
    const held = heldCounts(await alerts.held())
    reply.header('cache-control', 'no-cache')
    if (representation !== 'html') {
      const summaries = list.map((alert) => alertSummaryJson(alert, options.origin))
      return await reply.send({ view: visit.view.name, alerts: summaries, held })
    }
    const names = await options.known.findAll(list.flatMap(namedInAlert))
    const page = alertListPage(visit, { alerts: list, held, names, views: options.views.names })
    return await options.presentation.sendPage(visit.reader, reply, page)
  })
}

const alertRoute: AlertPlugin = async (app, options) => {
  const schema = {
    summary: 'An alert with what to do now, who confirms it and who helps',
    description:
      'Asked for as application/activity+json, the answer is the Alert record as it was signed.',
    tags: ['alerts'],
    params: NameParameter,
    querystring: AlertQuery,
    response: { 200: Type.Union([AlertSchema, TextChoiceSchema]), ...refusals },
  }
  app.get('/alerts/:name', { schema }, async (request, reply) => {
    const { name } = request.params
    const found = await visitAlert({ request, reply, name }, options)
    return found === null ? reply : await answer(found, reply, request.query.language, options)
  })
}

async function answer(
  { visit, representation, alert }: AlertVisit,
  reply: FastifyReply,
  asked: string | undefined,
  options: AlertRoutesOptions,
): Promise<FastifyReply> {
  const { origin, store, presentation } = options
  reply.header('cache-control', 'no-cache')
  if (representation === 'activity') return await sendSigned(alert.thread.version, reply, store)
  if (representation !== 'html')
    return await reply
      .type('application/json')
      .send(alertJson(alert, { view: visit.view.name, origin }))
  const language = asked === undefined ? undefined : (canonicalLanguageTag(asked) ?? undefined)
  const data: AlertPageData = {
    alert,
    shown: shownAlert(visit.reader, alert.thread.version, language),
    ...(await knownOf(alert, options)),
  }
  return await presentation.sendPage(visit.reader, reply, alertPage(visit, data))
}

/** What this node knows besides about those whom an alert names. */
async function knownOf(alert: AlertPage, { known, ownRecordsOf }: AlertRoutesOptions) {
  const { thread, subject } = alert
  const raiser = await ownRecordsOf(thread.scid)
  const about = subject === thread.scid ? raiser : await ownRecordsOf(subject)
  return {
    names: await known.findAll(namedInAlert(alert)),
    members: raiser === null ? null : membersNow(raiser.log),
    services: about?.profile?.record.services ?? [],
  }
}
