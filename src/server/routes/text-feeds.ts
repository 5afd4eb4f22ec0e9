import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { Signed } from '../../communique/communique-store.ts'
import type { JointText } from '../../communique/joint-texts.ts'
import { canonicalLanguageTag, type LanguageTag } from '../../kernel/language-tag.ts'
import type { CommuniquesIn } from '../communiques-in-view.ts'
import { atomFeed, type Feed, type FeedItem, FeedSchema, jsonFeed } from '../feed.ts'
import { html, type SafeHtml } from '../html.ts'
import { markdown } from '../markdown.ts'
import { varyOn } from '../negotiation.ts'
import { frozenText, type ShownText } from '../pages/texts/shown-text.ts'
import { textPath } from '../pages/texts/text-path.ts'
import { linkTo, type Reader } from '../reader.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import { ProblemSchema, ViewParameter } from './schemas.ts'

export interface CommuniqueFeedOptions extends VisitDeps {
  readonly origin: string
  readonly communiquesIn: CommuniquesIn
}

/** Whole texts of some kilobytes each: what readers of feeds fetch every hour. */
const FEED_LENGTH = 20

const FeedQuery = Type.Object({
  view: ViewParameter,
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the texts' })),
})

/** `/feeds/communiques.atom` and `.json`: whole texts, in one language as far as they have it. */
export const communiqueFeedRoutes: FastifyPluginAsyncTypebox<CommuniqueFeedOptions> = async (
  app,
  options,
) => {
  const atomSchema = {
    summary: 'Communiqués as an Atom feed',
    tags: ['communiques'],
    querystring: FeedQuery,
    response: {
      200: Type.Unsafe<string>(Type.String({ description: 'Atom (RFC 4287)' })),
      404: ProblemSchema,
    },
  }
  app.get('/feeds/communiques.atom', { schema: atomSchema }, async (request, reply) => {
    const feed = await feedFor({ request, reply, form: 'atom' }, request.query.language, options)
    reply.type('application/atom+xml; charset=utf-8')
    return reply.send(atomFeed(feed))
  })

  const jsonSchema = {
    summary: 'Communiqués as a JSON feed',
    tags: ['communiques'],
    querystring: FeedQuery,
    response: { 200: FeedSchema, 404: ProblemSchema },
  }
  app.get('/feeds/communiques.json', { schema: jsonSchema }, async (request, reply) => {
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
  options: CommuniqueFeedOptions,
): Promise<Feed> {
  const visit = await visitOf(request, options)
  varyOn(reply, 'Accept-Language')
  reply.header('cache-control', 'public, max-age=300')
  const { reader } = visit
  const language = asked === undefined ? undefined : (canonicalLanguageTag(asked) ?? undefined)
  const query = language === undefined ? '' : `?language=${language}`
  const { origin } = options
  return {
    title: reader.localizer.t('feed-communiques-title'),
    language: language ?? reader.localizer.language,
    self: `${origin}${linkTo(reader, `/feeds/communiques.${form}${query}`)}`,
    home: `${origin}${linkTo(reader, '/communiques')}`,
    host: new URL(origin).host,
    now: visit.now,
    items: await itemsFor(visit, language, options),
  }
}

/** The newest frozen texts of the view that stand. */
async function itemsFor(
  { reader, view }: Visit,
  language: LanguageTag | undefined,
  { origin, communiquesIn }: CommuniqueFeedOptions,
): Promise<FeedItem[]> {
  const all = await communiquesIn(view).list()
  return all
    .flatMap(({ shown, text, latest }) => {
      const { record, ...rest } = latest
      if (!shown || record.type !== 'Communique' || record.withdrawn === true) return []
      return [feedItem({ reader, origin, language }, text, { ...rest, record })]
    })
    .slice(0, FEED_LENGTH)
}

function feedItem(
  {
    reader,
    origin,
    language,
  }: { reader: Reader; origin: string; language?: LanguageTag | undefined },
  text: JointText,
  version: Signed<'Communique'>,
): FeedItem {
  const shown = frozenText(reader, version, language)
  const path = textPath(text)
  const { published, updated, tags = [] } = version.record
  return {
    id: `${origin}${path}`,
    url: `${origin}${linkTo(reader, `${path}?language=${shown.language}`)}`,
    language: shown.language,
    title: shown.title.text,
    summary: shown.summary?.text ?? null,
    content: contentOf(shown),
    published,
    updated,
    tags,
  }
}

function contentOf({ summary, body, callToAction }: ShownText): SafeHtml {
  const pieces = [summary, ...body, callToAction].filter((piece) => piece !== null)
  return html`${pieces.map(({ text }) => markdown(text))}`
}
