import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { TextPage } from '../../communique/communiques.ts'
import type { JointText } from '../../communique/joint-texts.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import { canonicalLanguageTag, type LanguageTag } from '../../kernel/language-tag.ts'
import { slugName } from '../../record/slug-name.ts'
import type { OwnRecordsOf } from '../collective-model.ts'
import type { Names } from '../known-collectives.ts'
import { representationFor } from '../negotiation.ts'
import type { Page } from '../pages/layout.ts'
import { historyPage } from '../pages/texts/history-page.ts'
import { textListPage } from '../pages/texts/list-page.ts'
import { draftText, frozenText, type ShownText } from '../pages/texts/shown-text.ts'
import { textPage, type TextPageData } from '../pages/texts/text-page.ts'
import { TEXT_ROOTS } from '../pages/texts/text-path.ts'
import { translationsPage } from '../pages/texts/translations-page.ts'
import { linkTo, type Reader } from '../reader.ts'
import { sendSigned } from '../signed-answer.ts'
import { membersNow, namedIn } from '../text-model.ts'
import { type TextVisit, type TextVisitDeps, visitText } from '../text-visit.ts'
import { type Visit, visitOf } from '../visit.ts'
import { refusals, ViewParameter, ViewQuery } from './schemas.ts'
import { availableFiles, type TextFilesDeps } from './text-files.ts'
import {
  historyJson,
  summaryJson,
  TextChoiceSchema,
  TextHistorySchema,
  textJson,
  TextListSchema,
  TextSchema,
  TextTranslationsSchema,
  translationsJson,
} from './text-schema.ts'

export interface TextRoutesOptions extends TextVisitDeps, TextFilesDeps {
  readonly store: ObjectReader
  readonly ownRecordsOf: OwnRecordsOf
}

const NameParameter = Type.Object({
  name: Type.String({ description: '<slug>~<last 8 of the SCID>, a slug or a digest' }),
})
const LanguageParameter = Type.Optional(
  Type.String({ maxLength: 35, description: 'Language of the text' }),
)
const TextQuery = Type.Object({
  view: ViewParameter,
  language: LanguageParameter,
  version: Type.Optional(
    Type.String({ maxLength: 47, description: 'Statement digest of another version or draft' }),
  ),
})
const HistoryQuery = Type.Object({
  view: ViewParameter,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
})
const TranslationsQuery = Type.Object({ view: ViewParameter, language: LanguageParameter })

/** `/communiques` and `/charters/drafts`: texts, how they came to be, and in which languages. */
export const textRoutes: FastifyPluginAsyncTypebox<TextRoutesOptions> = async (app, options) => {
  await app.register(textsOf('communique'), options)
  await app.register(textsOf('charter'), options)
}

type TextPlugin = FastifyPluginAsyncTypebox<TextRoutesOptions>

function textsOf(draftOf: JointText['draftOf']): TextPlugin {
  return async (app, options) => {
    for (const route of [listRoute, textRoute, historyRoute, translationsRoute])
      await app.register(route(draftOf), options)
  }
}

function tagsOf(draftOf: JointText['draftOf']): string[] {
  return [draftOf === 'charter' ? 'charters' : 'communiques']
}

function listRoute(draftOf: JointText['draftOf']): TextPlugin {
  const schema = {
    summary: draftOf === 'charter' ? 'Charters in the making' : 'Communiqués, with drafts of some',
    tags: tagsOf(draftOf),
    querystring: ViewQuery,
    response: { 200: TextListSchema, ...refusals },
  }
  return async (app, options) => {
    app.get(TEXT_ROOTS[draftOf], { schema }, async (request, reply) =>
      answerList({ request, reply, draftOf }, options),
    )
  }
}

function textRoute(draftOf: JointText['draftOf']): TextPlugin {
  const schema = {
    summary: 'A text with who stands under it, or where it stands in the making',
    description:
      'Asked for as application/activity+json, the answer is the Communique record as it was signed.',
    tags: tagsOf(draftOf),
    params: NameParameter,
    querystring: TextQuery,
    response: { 200: Type.Union([TextSchema, TextChoiceSchema]), ...refusals },
  }
  return async (app, options) => {
    app.get(`${TEXT_ROOTS[draftOf]}/:name`, { schema }, async (request, reply) => {
      const { version, language } = request.query
      const { name } = request.params
      const found = await visitText({ request, reply }, { draftOf, name, version }, options)
      return found === null ? reply : await answerText(found, { reply, language, version }, options)
    })
  }
}

function historyRoute(draftOf: JointText['draftOf']): TextPlugin {
  const rest = '/history'
  const schema = {
    summary: 'Every version of a text, and what was said about it',
    tags: tagsOf(draftOf),
    params: NameParameter,
    querystring: HistoryQuery,
    response: { 200: Type.Union([TextHistorySchema, TextChoiceSchema]), ...refusals },
  }
  return async (app, options) => {
    app.get(`${TEXT_ROOTS[draftOf]}/:name${rest}`, { schema }, async (request, reply) => {
      const { name } = request.params
      const found = await visitText({ request, reply }, { draftOf, name, rest }, options)
      const number = request.query.page ?? 1
      return await answerPart(found, reply, options, {
        toJson: historyJson,
        toPage: (visit, parts) => historyPage(visit, { ...parts, number }),
      })
    })
  }
}

function translationsRoute(draftOf: JointText['draftOf']): TextPlugin {
  const rest = '/translations'
  const schema = {
    summary: 'In which languages a text is, part by part',
    tags: tagsOf(draftOf),
    params: NameParameter,
    querystring: TranslationsQuery,
    response: { 200: Type.Union([TextTranslationsSchema, TextChoiceSchema]), ...refusals },
  }
  return async (app, options) => {
    app.get(`${TEXT_ROOTS[draftOf]}/:name${rest}`, { schema }, async (request, reply) => {
      const { name } = request.params
      const found = await visitText({ request, reply }, { draftOf, name, rest }, options)
      const language = languageOf(request.query.language) ?? null
      return await answerPart(found, reply, options, {
        toJson: translationsJson,
        toPage: (visit, parts) => translationsPage(visit, { ...parts, language }),
      })
    })
  }
}

/** What one side of a text looks like as data and as a page. */
interface PartForms {
  readonly toJson: (
    page: TextPage,
    context: { readonly view: string; readonly origin: string },
  ) => object
  readonly toPage: (visit: Visit, parts: { readonly page: TextPage; readonly names: Names }) => Page
}

async function answerPart(
  found: TextVisit | null,
  reply: FastifyReply,
  options: TextRoutesOptions,
  { toJson, toPage }: PartForms,
): Promise<FastifyReply> {
  if (found === null) return reply
  const { visit, page, representation } = found
  reply.header('cache-control', 'no-cache')
  if (representation !== 'html')
    return await reply.send(toJson(page, { view: visit.view.name, origin: options.origin }))
  const names = await options.known.findAll(namedIn(page))
  return await options.presentation.sendPage(visit.reader, reply, toPage(visit, { page, names }))
}

/** The canonical form of a tag in an address. */
function languageOf(asked: string | undefined): LanguageTag | undefined {
  return asked === undefined ? undefined : (canonicalLanguageTag(asked) ?? undefined)
}

async function answerList(
  {
    request,
    reply,
    draftOf,
  }: {
    readonly request: FastifyRequest
    readonly reply: FastifyReply
    readonly draftOf: JointText['draftOf']
  },
  options: TextRoutesOptions,
): Promise<FastifyReply> {
  const representation = representationFor(request, reply)
  const visit = await visitOf(request, options)
  const all = await options.communiquesIn(visit.view).list()
  const texts = all.filter(({ text }) => text.draftOf === draftOf)
  if (representation !== 'html') {
    const list = texts.map((summary) => summaryJson(summary, options.origin))
    reply.header('cache-control', 'no-cache')
    return await reply.send({ view: visit.view.name, texts: list })
  }
  const names = await options.known.findAll(texts.map(({ text }) => text.scid))
  const page = textListPage(visit, { draftOf, texts, names, views: options.views.names })
  return await options.presentation.sendPage(visit.reader, reply, page)
}

interface Asked {
  readonly reply: FastifyReply
  readonly language: string | undefined
  readonly version: string | undefined
}

async function answerText(
  { visit, page, representation }: TextVisit,
  { reply, language, version }: Asked,
  options: TextRoutesOptions,
): Promise<FastifyReply> {
  const { origin, known, presentation, store } = options
  const { text } = page
  reply.header('cache-control', 'no-cache')
  if (representation === 'activity' && page.version !== null)
    return await sendSigned(page.version, reply, store)
  if (representation !== 'html')
    return await reply
      .type('application/json')
      .send(textJson(page, { view: visit.view.name, origin }))
  const shown = shownVersion(visit.reader, page, { language: languageOf(language), version })
  // All drafts of a charter may be gone while it stands.
  if (shown === null) return reply.redirect(linkTo(visit.reader, `/charters/${slugName(text)}`))
  const own = await options.ownRecordsOf(text.scid)
  const data: TextPageData = {
    ...shown,
    page,
    names: await known.findAll(namedIn(page)),
    digest: [...(await store.listByStatement([shown.version.statement]))][0] ?? null,
    members: own === null ? null : membersNow(own.log),
    files: text.draftOf === 'communique' && page.version !== null ? availableFiles(options) : [],
  }
  return await presentation.sendPage(visit.reader, reply, textPage(visit, data))
}

/** The frozen communiqué, else the draft, unless another version is asked for; null if none is here. */
export function shownVersion(
  reader: Reader,
  { text, version, draft, translations }: TextPage,
  asked: { readonly language: LanguageTag | undefined; readonly version?: string | undefined },
): { readonly version: TextPageData['version']; readonly shown: ShownText } | null {
  const isDraftAsked = draft !== null && draft.statement === asked.version
  if (version !== null && text.draftOf === 'communique' && !isDraftAsked)
    return { version, shown: frozenText(reader, version, asked.language) }
  if (draft === null) return null
  return { version: draft, shown: draftText(reader, { draft, translations }, asked.language) }
}
