import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import type { LanguageTag } from '../../kernel/language-tag.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { type AlertVisitDeps, visitAlert } from '../alert-visit.ts'
import { CAP_TYPE, toCap } from '../cap.ts'
import { type Localizer, SOURCE_LANGUAGE } from '../i18n.ts'
import { readableLanguages } from '../language-negotiation.ts'
import { alertPath } from '../pages/alerts/alert-path.ts'
import { refusals, ViewQuery } from './schemas.ts'

const NameParameter = Type.Object({
  name: Type.String({ description: '<slug>~<last 8 of the SCID>, a slug or a digest' }),
})

/** `/alerts/<name>/cap.xml`: an alert for warning systems. */
export const alertCapRoutes: FastifyPluginAsyncTypebox<AlertVisitDeps> = async (app, options) => {
  const { origin, known, presentation } = options
  const { catalog } = presentation
  const localizerOf = (language: LanguageTag): Localizer =>
    catalog.localizer(readableLanguages([language], catalog.languages)[0] ?? SOURCE_LANGUAGE)
  const schema = {
    summary: 'An alert in the Common Alerting Protocol, in all its languages',
    tags: ['alerts'],
    params: NameParameter,
    querystring: ViewQuery,
    response: { 200: Type.Unsafe<string>(Type.String({ description: 'CAP 1.2' })), ...refusals },
  }
  app.get('/alerts/:name/cap.xml', { schema }, async (request, reply) => {
    const { name } = request.params
    const found = await visitAlert({ request, reply, name, rest: '/cap.xml' }, options)
    if (found === null) return reply
    const { alert } = found
    const { names, defaultLanguage } = await known.find(alert.thread.scid)
    const nameIn = (language: LanguageTag): string | null =>
      pickLanguage(names ?? {}, [language], defaultLanguage ?? undefined)?.text ?? null
    reply.type(`${CAP_TYPE}; charset=utf-8`).header('cache-control', 'public, max-age=60')
    const url = `${origin}${alertPath(alert.name)}`
    return reply.serializer(String).send(toCap(alert, { url, nameIn, localizerOf }))
  })
}
