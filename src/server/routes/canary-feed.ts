import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import type { Canaries } from '../../alert/canaries.ts'
import { type CanaryEvent, canaryEvents } from '../../alert/canary-events.ts'
import type { Directory } from '../../directory/directory.ts'
import { type OwnRecordsOf, resolveCollective } from '../collective-model.ts'
import { collectivePath } from '../known-collectives.ts'
import { varyOn } from '../negotiation.ts'
import { chooseText } from '../pages/language-text.ts'
import { linkTo, type Reader } from '../reader.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { toXmlDocument, xml } from '../xml.ts'
import { notFound } from './collectives.ts'
import { ProblemSchema, ViewQuery } from './schemas.ts'

export interface CanaryFeedOptions extends VisitDeps {
  readonly origin: string
  readonly directory: Directory
  readonly ownRecordsOf: OwnRecordsOf
  readonly canaries: Canaries
}

/** `/collectives/<name>/canary.atom`: what happened to one canary, for whoever watches it. */
export const canaryFeedRoutes: FastifyPluginAsyncTypebox<CanaryFeedOptions> = async (
  app,
  options,
) => {
  const schema = {
    summary: 'What happened to the canary of a collective, as an Atom feed',
    tags: ['directory'],
    params: Type.Object({ name: Type.String() }),
    querystring: ViewQuery,
    response: { 200: { description: 'Atom (RFC 4287)', type: 'string' }, 404: ProblemSchema },
  } as const
  app.get('/collectives/:name/canary.atom', { schema }, async (request, reply) => {
    const { reader, view, now } = await visitOf(request, options)
    const address = await resolveCollective(request.params.name, options.directory, view)
    const own = address.kind === 'collective' ? await options.ownRecordsOf(address.scid) : null
    if (own === null) throw notFound()
    const { scid, did } = own.collective
    const { nameMap = {}, defaultLanguage = 'en', slug = null } = own.profile?.record ?? {}
    varyOn(reply, 'Accept-Language')
    reply.type('application/atom+xml; charset=utf-8').header('cache-control', 'public, max-age=300')
    return reply.send(
      atomFeed(reader, {
        events: canaryEvents(await options.canaries.list(scid)),
        name: chooseText(reader, nameMap, defaultLanguage)?.text ?? did,
        origin: options.origin,
        path: collectivePath({ scid, slug }),
        id: `${options.origin}/collectives/${scid}/canary.atom`,
        now,
      }),
    )
  })
}

interface CanaryFeed {
  readonly events: readonly CanaryEvent[]
  /** Of the collective. */
  readonly name: string
  readonly origin: string
  readonly path: string
  /** The same in every language, and for ever. */
  readonly id: string
  readonly now: string
}

/** SPEC: RFC 4287. */
function atomFeed(reader: Reader, { events, name, origin, path, id, now }: CanaryFeed): string {
  const { t, language, dateTime } = reader.localizer
  const self = `${origin}${linkTo(reader, `${path}/canary.atom`)}`
  const page = `${origin}${linkTo(reader, path)}#canary`
  const entries = events.map(
    ({ slug, version, kind, at }) =>
      xml`<entry>
    <id>${`${id}#${slug}-${version}-${kind}`}</id>
    <title>${t(`canary-event-${kind}`, { name, date: dateTime(at) })}</title>
    <updated>${at}</updated>
    <link rel="alternate" href="${page}"/>
    <summary>${t('canary-lead')}</summary>
  </entry>
  `,
  )
  return toXmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${id}</id>
  <title>${t('canary-feed-title', { name })}</title>
  <updated>${events[0]?.at ?? now}</updated>
  <author><name>${new URL(origin).host}</name></author>
  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${page}"/>
  ${entries}</feed>`)
}
