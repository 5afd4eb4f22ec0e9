import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { isOn } from '../../alert/alert-threads.ts'
import type { AlertPage } from '../../alert/alerts.ts'
import { canonicalLanguageTag, type LanguageTag } from '../../kernel/language-tag.ts'
import type { AlertsIn } from '../alerts-in-view.ts'
import { CAP_TYPE } from '../cap.ts'
import { atomFeed, type Feed, type FeedItem, FeedSchema, jsonFeed } from '../feed.ts'
import { html, type SafeHtml } from '../html.ts'
import { markdown } from '../markdown.ts'
import { varyOn } from '../negotiation.ts'
import { alertPath } from '../pages/alerts/alert-path.ts'
import { shownAlert, type ShownAlert } from '../pages/alerts/shown-alert.ts'
import { linkTo, type Reader } from '../reader.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { ProblemSchema, ViewParameter } from './schemas.ts'

export interface AlertFeedOptions extends VisitDeps {
  readonly origin: string
  readonly alertsIn: AlertsIn
}

/** Alerts are few; what is over stays long enough for who reads feeds once a week. */
const FEED_LENGTH = 20

const FeedQuery = Type.Object({
  view: ViewParameter,
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the alerts' })),
})

/** `/feeds/alerts.atom` and `.json`: what is on and what is over, the newest first. */
export const alertFeedRoutes: FastifyPluginAsyncTypebox<AlertFeedOptions> = async (
  app,
  options,
) => {
  const atomSchema = {
    summary: 'Alerts as an Atom feed',
    tags: ['alerts'],
    querystring: FeedQuery,
    response: {
      200: Type.Unsafe<string>(Type.String({ description: 'Atom (RFC 4287)' })),
      404: ProblemSchema,
    },
  }
  app.get('/feeds/alerts.atom', { schema: atomSchema }, async (request, reply) => {
    const feed = await feedFor({ request, reply, form: 'atom' }, request.query.language, options)
    reply.type('application/atom+xml; charset=utf-8')
    return reply.send(atomFeed(feed))
  })

  const jsonSchema = {
    summary: 'Alerts as a JSON feed',
    tags: ['alerts'],
    querystring: FeedQuery,
    response: { 200: FeedSchema, 404: ProblemSchema },
  }
  app.get('/feeds/alerts.json', { schema: jsonSchema }, async (request, reply) => {
    const feed = await feedFor({ request, reply, form: 'json' }, request.query.language, options)
    reply.type('application/feed+json; charset=utf-8')
    return reply.send(jsonFeed(feed))
  })
}

interface FeedRequest {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly form: 'atom' | 'json'
}

async function feedFor(
  { request, reply, form }: FeedRequest,
  asked: string | undefined,
  options: AlertFeedOptions,
): Promise<Feed> {
  const { reader, view, now } = await visitOf(request, options)
  varyOn(reply, 'Accept-Language')
  // Nobody should read an hour later that a server was seized.
  reply.header('cache-control', 'public, max-age=60')
  const language = asked === undefined ? undefined : (canonicalLanguageTag(asked) ?? undefined)
  const query = language === undefined ? '' : `?language=${language}`
  const { origin, alertsIn } = options
  const alerts = await alertsIn(view).list()
  const items = alerts
    .map((alert) => feedItem(reader, alert, { origin, language }))
    .toSorted((a, b) => (a.updated < b.updated ? 1 : Number(a.updated === b.updated) - 1))
  return {
    title: reader.localizer.t('alerts-title'),
    language: language ?? reader.localizer.language,
    self: `${origin}${linkTo(reader, `/feeds/alerts.${form}${query}`)}`,
    home: `${origin}${linkTo(reader, '/alerts')}`,
    host: new URL(origin).host,
    now,
    items: items.slice(0, FEED_LENGTH),
  }
}

interface ItemContext {
  readonly origin: string
  readonly language: LanguageTag | undefined
}

function feedItem(reader: Reader, alert: AlertPage, { origin, language }: ItemContext): FeedItem {
  const { version, beside } = alert.thread
  const shown = shownAlert(reader, version, language)
  const path = alertPath(alert.name)
  const { published, updated, event, status } = version.record
  const later = beside !== null && beside.record.updated > updated
  return {
    id: `${origin}${path}`,
    url: `${origin}${linkTo(reader, `${path}?language=${shown.language}`)}`,
    language: shown.language,
    title: `${marksOf(reader, alert)}${shown.headline.text}`,
    summary: shown.instruction.text,
    content: contentOf(reader, alert, shown),
    published,
    updated: later ? beside.record.updated : updated,
    tags: [event, status],
    other: { type: CAP_TYPE, url: `${origin}${path}/cap.xml` },
  }
}

/** What a headline must not be read without. */
function marksOf({ localizer: { t } }: Reader, { thread, answers }: AlertPage): string {
  const { state, version } = thread
  const marks = [
    version.record.status === 'exercise' && t('alert-mark-exercise'),
    isOn(thread) && answers.standing === 'possible' && t('alert-mark-possible'),
    !isOn(thread) && t(`alert-mark-${state}`),
  ].filter((mark) => mark !== false)
  return marks.length === 0 ? '' : `[${marks.join(', ')}] `
}

/** What to do first, then what happened, each in its own language. */
function contentOf(
  { localizer: { t, language, direction } }: Reader,
  { thread }: AlertPage,
  { instruction, description }: ShownAlert,
): SafeHtml {
  const asked = t(isOn(thread) ? 'alert-what-to-do' : 'alert-what-was-asked')
  return html`<p lang="${language}" dir="${direction}"><strong>${asked}</strong></p>
    <div lang="${instruction.language}">${markdown(instruction.text)}</div>
    ${
      description !== null &&
      html`<div lang="${description.language}">${markdown(description.text)}</div>`
    }`
}
