import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { CharterNode } from '../../charter/charter-tree.ts'
import { languagesOf } from '../../charter/charter.ts'
import type { CharterPage, Charters } from '../../charter/charters.ts'
import type { JointText } from '../../communique/joint-texts.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import { canonicalize } from '../../record/canonical.ts'
import { type Digest, isDigest } from '../../record/digest.ts'
import type { ChartersIn } from '../charters-in-view.ts'
import type { CommuniquesIn } from '../communiques-in-view.ts'
import type { KnownCollectives } from '../known-collectives.ts'
import { readableLanguages } from '../language-negotiation.ts'
import { representationFor } from '../negotiation.ts'
import { charterPage, type CharterPageData } from '../pages/charters/charter-page.ts'
import { charterListPage, charterPath } from '../pages/charters/list-page.ts'
import { linkTo, type Reader } from '../reader.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import {
  CharterChoiceSchema,
  charterJson,
  CharterListSchema,
  CharterSchema,
  versionJson,
} from './charter-schema.ts'
import { asJson } from './collective-schema.ts'
import { refusals, ViewParameter, ViewQuery } from './schemas.ts'

export interface CharterRoutesOptions extends VisitDeps {
  readonly origin: string
  readonly store: ObjectReader
  readonly chartersIn: ChartersIn
  readonly communiquesIn: CommuniquesIn
  readonly known: KnownCollectives
}

const CharterQuery = Type.Object({
  view: ViewParameter,
  text: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the text' })),
  compare: Type.Optional(
    Type.String({ maxLength: 47, description: 'Statement digest of another version' }),
  ),
})

/** `/charters` and `/charters/<slug~scid8>`: texts, versions, and who signed which. */
export const charterRoutes: FastifyPluginAsyncTypebox<CharterRoutesOptions> = async (
  app,
  options,
) => {
  const listSchema = {
    summary: 'All charters and their versions',
    tags: ['charters'],
    querystring: ViewQuery,
    response: { 200: CharterListSchema, ...refusals },
  }
  app.get('/charters', { schema: listSchema }, async (request, reply) =>
    answerList(request, reply, options),
  )

  const schema = {
    summary: 'One version of a charter, and who signed it',
    description:
      'Asked for as application/activity+json, the answer is the Charter record as it was signed.',
    tags: ['charters'],
    params: Type.Object({
      name: Type.String({ description: '<slug>~<last 8 of the SCID>, a slug or a digest' }),
    }),
    querystring: CharterQuery,
    response: { 200: Type.Union([CharterSchema, CharterChoiceSchema]), ...refusals },
  }
  app.get('/charters/:name', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const charters = options.chartersIn(visit.view)
    const answer = { visit, reply, charters, options }
    const address = await addressOf(request.params.name, charters)
    if (address.kind === 'lead-on')
      return reply.redirect(linkTo(visit.reader, `/charters/${address.name}`))
    if (address.kind === 'choose')
      return await answerChoice(address.statements, { ...answer, representation })
    const page = await charters.get(address.statement)
    if (representation === 'activity') return await sendCharter(page.node, reply, options.store)
    const { text, compare } = request.query
    const { language, isRead } = languageFor(visit.reader, page.node, text)
    const comparison = await comparisonOf(compare, { page, language }, charters)
    if (representation === 'html') {
      const shown = { page, language, isRead, comparison }
      return await sendPage(shown, answer)
    }
    reply.header('cache-control', 'no-cache').type('application/json')
    const diff = comparison === null ? null : asJson(comparison.diff)
    return await reply.send({ ...charterJson(page, visit, options.origin), diff })
  })
}

async function answerList(
  request: FastifyRequest,
  reply: FastifyReply,
  options: CharterRoutesOptions,
): Promise<FastifyReply> {
  const representation = representationFor(request, reply)
  const visit = await visitOf(request, options)
  const charters = await options.chartersIn(visit.view).list()
  if (representation !== 'html') {
    const list = charters.map((one) => ({
      ...versionJson(one, one.count, options.origin),
      shown: one.shown,
    }))
    reply.header('cache-control', 'no-cache')
    return await reply.send({ view: visit.view.name, charters: list })
  }
  const names = await options.known.findAll(charters.map(({ scid }) => scid))
  const page = charterListPage(visit, { charters, names, views: options.views.names })
  return await options.presentation.sendPage(visit.reader, reply, page)
}

type Address =
  | { readonly kind: 'found'; readonly statement: Digest }
  | { readonly kind: 'lead-on'; readonly name: string }
  | { readonly kind: 'choose'; readonly statements: readonly Digest[] }

/** A digest names one text for ever; the other names follow what their collective says. */
async function addressOf(name: string, charters: Charters): Promise<Address> {
  if (isDigest(name)) return { kind: 'found', statement: name }
  const address = await charters.resolve(name)
  if (address.kind === 'lead-on') return address
  if (address.kind === 'found') return { kind: 'found', statement: address.found.statement }
  if (address.kind === 'choose')
    return { kind: 'choose', statements: address.among.map(({ statement }) => statement) }
  throw new TesseraError('not-found', 'charter_not_found', 'No charter here has this name.')
}

interface Answer {
  readonly visit: Visit
  readonly reply: FastifyReply
  readonly charters: Charters
  readonly options: CharterRoutesOptions
}

/** What the version on the page changed of another one; null if none is asked for. */
async function comparisonOf(
  compare: string | undefined,
  { page, language }: { readonly page: CharterPage; readonly language: LanguageTag },
  charters: Charters,
): Promise<CharterPageData['comparison']> {
  if (compare === undefined) return null
  const other = page.tree.find(({ statement }) => statement === compare)
  if (other === undefined)
    throw new TesseraError('not-found', 'charter_not_found', 'No version here has this digest.')
  const { statement } = page.node
  return { with: other, diff: await charters.diff(other.statement, statement, language) }
}

async function sendPage(
  shown: Pick<CharterPageData, 'page' | 'language' | 'isRead' | 'comparison'>,
  { visit, reply, options }: Answer,
): Promise<FastifyReply> {
  const { node, tree, matrix } = shown.page
  const signers = [...matrix.shown, ...matrix.others].map(({ scid }) => scid)
  const names = await options.known.findAll([...signers, ...tree.map(({ scid }) => scid)])
  const [record] = await options.store.listCurrent({
    scid: node.scid,
    types: ['Charter'],
    slug: node.charter.slug,
  })
  const isCurrent = record?.statement === node.statement
  const content = charterPage(visit, {
    ...shown,
    path: isCurrent ? charterPath(node) : `/charters/${node.statement}`,
    names,
    digest: isCurrent ? record.digest : null,
    isShown: visit.view.shown.has(node.scid) || matrix.shown.length > 0,
    drafts: await draftsFrom(node, visit, options),
  })
  return await options.presentation.sendPage(visit.reader, reply, content)
}

/** Next versions that collectives of the view are writing. */
async function draftsFrom(
  { statement }: CharterNode,
  { view }: Visit,
  { communiquesIn }: CharterRoutesOptions,
): Promise<JointText[]> {
  const all = await communiquesIn(view).list()
  return all.flatMap(({ text, shown }) => {
    const origins = text.drafts.flatMap(({ record }) => record.goesOnFrom ?? [])
    const isFrom = shown && origins.some(({ digest }) => digest === statement)
    return isFrom && text.draftOf === 'charter' ? [text] : []
  })
}

/** The language asked for, else one she reads, else the one that decides. */
function languageFor(
  { wanted, localizer }: Reader,
  { charter }: CharterNode,
  asked: string | undefined,
): { readonly language: LanguageTag; readonly isRead: boolean } {
  const languages = languagesOf(charter)
  const readable = readableLanguages([...wanted, localizer.language], languages)
  const language =
    languages.find((tag) => tag === asked) ?? readable[0] ?? languages[0] ?? charter.defaultLanguage
  return { language, isRead: readable.includes(language) || language === asked }
}

/** The bytes that members signed. */
async function sendCharter(
  { scid, statement, charter }: CharterNode,
  reply: FastifyReply,
  store: ObjectReader,
): Promise<FastifyReply> {
  const filter = { scid, types: ['Charter'], slug: charter.slug }
  const records = await store.listCurrent(filter)
  const record = records.find((one) => one.statement === statement)
  const text = record?.text ?? canonicalize(charter)
  reply.type('application/activity+json').header('cache-control', 'no-cache')
  return await reply.serializer(String).send(text)
}

async function answerChoice(
  statements: readonly Digest[],
  { visit, reply, charters, options, representation }: Answer & { readonly representation: string },
): Promise<FastifyReply> {
  const all = await charters.list()
  const chosen = all.filter(({ statement }) => statements.includes(statement))
  if (representation !== 'html') {
    const urls = chosen.map((one) => `${options.origin}${charterPath(one)}`)
    return await reply.type('application/json').send({ kind: 'choice', urls })
  }
  const names = await options.known.findAll(chosen.map(({ scid }) => scid))
  const page = charterListPage(visit, {
    charters: chosen.map((one) => ({ ...one, shown: true })),
    names,
    views: options.views.names,
  })
  return await options.presentation.sendPage(visit.reader, reply, { ...page, indexed: false })
}
