import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { AlertPage } from '../../alert/alerts.ts'
import { alertLine, forEveryPage } from '../alert-banner.ts'
import type { AlertsIn } from '../alerts-in-view.ts'
import { html, type SafeHtml, toText } from '../html.ts'
import type { Localizer } from '../i18n.ts'
import type { KnownCollectives } from '../known-collectives.ts'
import { varyOn } from '../negotiation.ts'
import type { Reader } from '../reader.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { toXmlDocument, xml } from '../xml.ts'
import { ProblemSchema, ViewQuery } from './schemas.ts'

export interface AlertEmbedOptions extends VisitDeps {
  readonly alertsIn: AlertsIn
  readonly known: KnownCollectives
}

/** As everywhere, except that any site may frame this: there is nothing in it to press but links. */
const FRAMED_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"

/** What other sites take in without a script: a line in a frame, and a picture with a number. */
export const alertEmbedRoutes: FastifyPluginAsyncTypebox<AlertEmbedOptions> = async (
  app,
  options,
) => {
  const banner = embedSchema('The gravest alert in one line, for frames of other sites', 'HTML')
  app.get('/alerts/banner.html', { schema: banner }, async (request, reply) => {
    const { reader, alerts } = await alertsFor({ request, reply }, options)
    const line = await alertLine(reader, alerts, { known: options.known, target: '_blank' })
    const style = options.presentation.assets.pathOf('style.css')
    reply.header('content-security-policy', FRAMED_POLICY).type('text/html; charset=utf-8')
    return reply.send(framed(reader, style, line))
  })

  const badge = embedSchema('How many alerts are on, as a picture for other sites', 'SVG')
  app.get('/alerts/badge.svg', { schema: badge }, async (request, reply) => {
    const { reader, alerts } = await alertsFor({ request, reply }, options)
    return reply.type('image/svg+xml').send(picture(reader.localizer, alerts.length))
  })
}

function embedSchema(summary: string, description: string) {
  return {
    summary,
    tags: ['alerts'],
    querystring: ViewQuery,
    response: { 200: Type.Unsafe<string>(Type.String({ description })), 404: ProblemSchema },
  }
}

interface EmbedRequest {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What is meant and on, of the view; other sites hear nothing of exercises. */
async function alertsFor(
  { request, reply }: EmbedRequest,
  options: AlertEmbedOptions,
): Promise<{ readonly reader: Reader; readonly alerts: readonly AlertPage[] }> {
  const { reader, view } = await visitOf(request, options)
  varyOn(reply, 'Accept-Language')
  reply.header('cache-control', 'public, max-age=60')
  reply.header('cross-origin-resource-policy', 'cross-origin')
  return { reader, alerts: forEveryPage(await options.alertsIn(view).active(), null) }
}

function framed({ localizer }: Reader, style: string, line: SafeHtml | null): string {
  const { t, language, direction } = localizer
  const page = html`<html lang="${language}" dir="${direction}">
    <head>
      <meta charset="utf-8" />
      <title>${t('alerts-title')}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <link rel="stylesheet" href="${style}" />
    </head>
    <body>
      ${line === null ? html`<p>${t('alerts-none')}</p>` : html`<main class="alerts">${line}</main>`}
    </body>
  </html>`
  return `<!doctype html>\n${toText(page)}\n`
}

/** Of letters of this size, about; a picture cannot measure its own text. */
const LETTER_WIDTH = 8
const MARGIN = 12
const HEIGHT = 24

function picture({ t, language }: Localizer, count: number): string {
  const words = t('alert-badge', { count })
  const width = words.length * LETTER_WIDTH + 2 * MARGIN
  const color = count === 0 ? '#2f5d3a' : '#9c1c1c'
  return toXmlDocument(xml`<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}" role="img" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}">
  <title>${words}</title>
  <rect width="${width}" height="${HEIGHT}" rx="4" fill="${color}"/>
  <text x="${width / 2}" y="16" fill="#fff" font-family="sans-serif" font-size="13" text-anchor="middle">${words}</text>
</svg>`)
}
