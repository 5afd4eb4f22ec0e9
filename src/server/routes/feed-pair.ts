import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { canonicalLanguageTag, type LanguageTag } from '../../kernel/language-tag.ts'
import { atomFeed, type Feed, type FeedItem, FeedSchema, jsonFeed } from '../feed.ts'
import { varyOn } from '../negotiation.ts'
import { linkTo, type Reader } from '../reader.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import { ProblemSchema, ViewParameter } from './schemas.ts'

/** What is told in a feed, in the languages that it has. */
export interface FeedSource {
  /** `/feeds/<name>.atom` and `.json`; also its tag in the description of the API. */
  readonly name: string
  /** The path of the page on which people read the same. */
  readonly home: string
  readonly titleFor: (reader: Reader) => string
  /** Seconds for which readers and proxies may keep it. */
  readonly maxAge: number
  /** Newest first; in `language` as far as they have it. */
  readonly itemsFor: (visit: Visit, language: LanguageTag | undefined) => Promise<FeedItem[]>
}

export interface FeedPairOptions extends VisitDeps {
  readonly origin: string
}

const FeedQuery = Type.Object({
  view: ViewParameter,
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the texts' })),
})

/** A feed in both its forms: Atom and JSON Feed. */
export function feedPair(source: FeedSource, options: FeedPairOptions): FastifyPluginAsyncTypebox {
  const { name } = source
  const shared = { tags: [name], querystring: FeedQuery }
  const atomSchema = {
    ...shared,
    summary: `The ${name} as an Atom feed`,
    response: {
      200: Type.Unsafe<string>(Type.String({ description: 'Atom (RFC 4287)' })),
      404: ProblemSchema,
    },
  }
  const jsonSchema = {
    ...shared,
    summary: `The ${name} as a JSON feed`,
    response: { 200: FeedSchema, 404: ProblemSchema },
  }
  return async (app) => {
    app.get(`/feeds/${name}.atom`, { schema: atomSchema }, async (request, reply) => {
      const asked = { form: 'atom', language: request.query.language } as const
      const feed = await feedFor({ request, reply }, asked, { ...options, ...source })
      reply.type('application/atom+xml; charset=utf-8')
      return reply.send(atomFeed(feed))
    })
    app.get(`/feeds/${name}.json`, { schema: jsonSchema }, async (request, reply) => {
      const asked = { form: 'json', language: request.query.language } as const
      const feed = await feedFor({ request, reply }, asked, { ...options, ...source })
      reply.type('application/feed+json; charset=utf-8')
      return reply.send(jsonFeed(feed))
    })
  }
}

async function feedFor(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  asked: { readonly form: 'atom' | 'json'; readonly language: string | undefined },
  source: FeedSource & FeedPairOptions,
): Promise<Feed> {
  const visit = await visitOf(request, source)
  const { reader, now } = visit
  const { origin, name, home, maxAge } = source
  varyOn(reply, 'Accept-Language')
  reply.header('cache-control', `public, max-age=${maxAge}`)
  const language =
    asked.language === undefined ? undefined : (canonicalLanguageTag(asked.language) ?? undefined)
  const query = language === undefined ? '' : `?language=${language}`
  return {
    title: source.titleFor(reader),
    language: language ?? reader.localizer.language,
    self: `${origin}${linkTo(reader, `/feeds/${name}.${asked.form}${query}`)}`,
    home: `${origin}${linkTo(reader, home)}`,
    host: new URL(origin).host,
    now,
    items: await source.itemsFor(visit, language),
  }
}
