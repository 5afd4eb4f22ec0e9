import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'

import type { FoundEntry } from '../../directory/directory.ts'
import type { Timestamp } from '../../kernel/time.ts'
import { collectivePath } from '../known-collectives.ts'
import { varyOn } from '../negotiation.ts'
import { chooseText } from '../pages/language-text.ts'
import { linkTo, type Reader } from '../reader.ts'
import type { RecentChanges } from '../recent-changes.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import { toXmlDocument, xml } from '../xml.ts'
import { foundIn } from './home.ts'
import { ProblemSchema, ViewQuery } from './schemas.ts'

export interface FeedRoutesOptions extends VisitDeps {
  readonly origin: string
  readonly recent: RecentChanges
}

/** What readers of feeds fetch every hour. */
const FEED_LENGTH = 50

const FeedSchema = Type.Object({
  version: Type.Literal('https://jsonfeed.org/version/1.1'),
  title: Type.String(),
  home_page_url: Type.String(),
  feed_url: Type.String(),
  language: Type.String(),
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      url: Type.String(),
      title: Type.String(),
      content_text: Type.String(),
      language: Type.String(),
      date_modified: Type.String(),
      tags: Type.Array(Type.String()),
    }),
  ),
})

/** `/feeds/directory.atom` and `.json`: what changed in the directory, in the reader's language. */
export const feedRoutes: FastifyPluginAsyncTypebox<FeedRoutesOptions> = async (app, options) => {
  const itemsFor = async (visit: Visit): Promise<FeedItem[]> => {
    const recent = foundIn(visit, await options.recent.list()).slice(0, FEED_LENGTH)
    return recent.map(({ found, changedAt }) =>
      feedItem(visit.reader, { found, changedAt }, options),
    )
  }

  const atomSchema = {
    summary: 'Changes of the directory as an Atom feed',
    tags: ['directory'],
    querystring: ViewQuery,
    response: { 200: { description: 'Atom (RFC 4287)', type: 'string' }, 404: ProblemSchema },
  } as const
  app.get('/feeds/directory.atom', { schema: atomSchema }, async (request, reply) => {
    const visit = await visitOf(request, options)
    varyOn(reply, 'Accept-Language')
    reply.type('application/atom+xml; charset=utf-8').header('cache-control', 'public, max-age=300')
    return reply.send(atomFeed(visit, await itemsFor(visit), options.origin))
  })

  const jsonSchema = {
    summary: 'Changes of the directory as a JSON feed',
    tags: ['directory'],
    querystring: ViewQuery,
    response: { 200: FeedSchema, 404: ProblemSchema },
  }
  app.get('/feeds/directory.json', { schema: jsonSchema }, async (request, reply) => {
    const visit = await visitOf(request, options)
    varyOn(reply, 'Accept-Language')
    reply
      .type('application/feed+json; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
    return reply.send(jsonFeed(visit, await itemsFor(visit), options.origin))
  })
}

interface FeedItem {
  readonly url: string
  readonly title: string
  readonly language: string
  readonly summary: string
  readonly changedAt: Timestamp
  readonly services: readonly string[]
}

function feedItem(
  reader: Reader,
  { found, changedAt }: { readonly found: FoundEntry; readonly changedAt: Timestamp },
  { origin }: FeedRoutesOptions,
): FeedItem {
  const { entry } = found
  const { t } = reader.localizer
  const title = chooseText(reader, entry.names, entry.defaultLanguage)
  const about =
    chooseText(reader, entry.taglines, entry.defaultLanguage) ??
    chooseText(reader, entry.summaries, entry.defaultLanguage)
  const types = [...new Set(entry.services.map(({ type }) => type))]
  const { language, text } = title ?? { language: entry.defaultLanguage, text: entry.id }
  return {
    url: `${origin}${linkTo(reader, collectivePath(entry))}`,
    title: text,
    language,
    // What is told about it has to be in the language of its name: an item has one.
    summary: about !== null && about.language === language ? about.text : '',
    changedAt,
    services: types.map((type) => t(`service-${type}`)),
  }
}

/** SPEC: RFC 4287. */
function atomFeed({ reader, now }: Visit, items: readonly FeedItem[], origin: string): string {
  const { t, language } = reader.localizer
  const self = `${origin}${linkTo(reader, '/feeds/directory.atom')}`
  const home = `${origin}${linkTo(reader, '/directory')}`
  const entries = items.map(
    (item) =>
      xml`<entry xml:lang="${item.language}">
    <id>${item.url}</id>
    <title>${item.title}</title>
    <updated>${item.changedAt}</updated>
    <link rel="alternate" href="${item.url}"/>
    <summary>${item.summary}</summary>${item.services.map(
      (service) => xml`
    <category term="${service}"/>`,
    )}
  </entry>
  `,
  )
  return toXmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${self}</id>
  <title>${t('feed-directory-title')}</title>
  <updated>${items[0]?.changedAt ?? now}</updated>
  <author><name>${new URL(origin).host}</name></author>
  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${home}"/>
  ${entries}</feed>`)
}

/** SPEC: JSON Feed 1.1. */
function jsonFeed(
  { reader }: Visit,
  items: readonly FeedItem[],
  origin: string,
): Static<typeof FeedSchema> {
  const { t, language } = reader.localizer
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: t('feed-directory-title'),
    home_page_url: `${origin}${linkTo(reader, '/directory')}`,
    feed_url: `${origin}${linkTo(reader, '/feeds/directory.json')}`,
    language,
    items: items.map((item) => ({
      id: item.url,
      url: item.url,
      title: item.title,
      content_text: item.summary === '' ? item.title : item.summary,
      language: item.language,
      date_modified: item.changedAt,
      tags: [...item.services],
    })),
  }
}
