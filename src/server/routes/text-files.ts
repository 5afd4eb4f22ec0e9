import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { TextPage } from '../../communique/communiques.ts'
import { exportText } from '../../exchange/bundle-export.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import type { BranchesOf } from '../../exchange/settle.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { Timestamp } from '../../kernel/time.ts'
import { digestOf } from '../../record/digest.ts'
import { slugName } from '../../record/slug-name.ts'
import { createLruCache } from '../lru-cache.ts'
import type { TextFile } from '../pages/texts/check.ts'
import { printPage } from '../pages/texts/print-page.ts'
import { frozenText } from '../pages/texts/shown-text.ts'
import { textPath } from '../pages/texts/text-path.ts'
import { toEpub } from '../publications/epub.ts'
import type { PdfPress } from '../publications/pdf.ts'
import { toPlainText } from '../publications/plain-text.ts'
import type { Publication } from '../publications/publication.ts'
import { namedIn } from '../text-model.ts'
import { toPublication } from '../text-publication.ts'
import { type TextVisit, type TextVisitDeps, visitText } from '../text-visit.ts'
import { refusals, textSchema, ViewParameter, ViewQuery } from './schemas.ts'

/** The node key for those who verify texts with OpenPGP. */
export interface TextSigner {
  readonly publicKeyArmored: string
  /** A detached signature over a text, dated `at`. */
  readonly sign: (text: string, at: Timestamp) => string
}

export interface TextFilesDeps {
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly now: () => Date
  readonly press: PdfPress
  /** Null where the node key is not at hand. */
  readonly signer: TextSigner | null
}

/** What this node gives out of a frozen text, besides its page. */
export function availableFiles({ signer }: Pick<TextFilesDeps, 'signer'>): TextFile[] {
  const signed: TextFile[] = signer === null ? [] : ['txt.asc']
  return ['pdf', 'epub', 'txt', ...signed, 'bundle.tessera']
}

const NameParameter = Type.Object({
  name: Type.String({ description: '<slug>~<last 8 of the SCID>, a slug or a digest' }),
})
const PrintQuery = Type.Object({
  view: ViewParameter,
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Language of the text' })),
})
const FileParameters = Type.Object({
  ...NameParameter.properties,
  file: Type.String({ description: '<language>.pdf, .epub, .txt or .txt.asc' }),
})
/** What is sent as it is. */
function fileOf(description: string) {
  return Type.Unsafe<Buffer | string>(Type.String({ description }))
}
const FILE = /^([A-Za-z0-9-]{2,35})\.(pdf|epub|txt|txt\.asc)$/

const TYPES = {
  pdf: 'application/pdf',
  epub: 'application/epub+zip',
  txt: 'text/plain; charset=utf-8',
  'txt.asc': 'application/pgp-signature',
} as const
type Format = keyof typeof TYPES

type FilePlugin = FastifyPluginAsyncTypebox<TextVisitDeps & TextFilesDeps>

/** `/communiques/<name>/<language>.<format>`, `/print` and `/bundle.tessera`. */
export const textFileRoutes: FilePlugin = async (app, options) => {
  for (const route of [fileRoute, bundleRoute, printRoute, keyRoute])
    await app.register(route, options)
}

const fileRoute: FilePlugin = async (app, options) => {
  const schema = {
    summary: 'A frozen text in one language, to print, to read elsewhere or to send',
    tags: ['communiques'],
    params: FileParameters,
    querystring: ViewQuery,
    response: { 200: fileOf('PDF, EPUB, plain text or an OpenPGP signature'), ...refusals },
  }
  app.get('/communiques/:name/:file', { schema }, async (request, reply) => {
    const { name, file } = request.params
    const [, language = '', format] = FILE.exec(file) ?? []
    if (format === undefined) throw notThere()
    const found = await frozenVisit({ request, reply }, { name, rest: `/${file}` }, options)
    if (found === null) return reply
    const publication = await publicationOf(found, language, options)
    const answer = { request, reply, publication, name: slugName(found.page.text) }
    return await sendFile(format as Format, answer, options)
  })
}

const bundleRoute: FilePlugin = async (app, options) => {
  const bundles = createBundles(options)
  const rest = '/bundle.tessera'
  const schema = {
    summary: 'A text with all that was signed about it, to check on any machine',
    tags: ['communiques'],
    params: NameParameter,
    querystring: ViewQuery,
    response: { 200: fileOf('a bundle'), ...refusals },
  }
  app.get(`/communiques/:name${rest}`, { schema }, async (request, reply) => {
    const { name } = request.params
    const found = await frozenVisit({ request, reply }, { name, rest }, options)
    if (found === null) return reply
    const file = `${slugName(found.page.text)}.tessera`
    reply.header('content-disposition', `attachment; filename="${file}"`)
    reply.type('application/octet-stream').header('cache-control', 'no-cache')
    return await reply.send(await bundles(found.page))
  })
}

const printRoute: FilePlugin = async (app, options) => {
  const rest = '/print'
  const schema = {
    summary: 'A frozen text on a page to be printed',
    tags: ['communiques'],
    params: NameParameter,
    querystring: PrintQuery,
    response: { 200: fileOf('HTML'), ...refusals },
  }
  app.get(`/communiques/:name${rest}`, { schema }, async (request, reply) => {
    const { name } = request.params
    const found = await frozenVisit({ request, reply }, { name, rest }, options)
    if (found === null) return reply
    const { visit, page, version } = found
    const shown = frozenText(visit.reader, version, request.query.language)
    const url = `${options.origin}${textPath(page.text)}?language=${shown.language}`
    const names = await options.known.findAll(namedIn(page))
    const content = printPage(visit, { page, version, shown, names, url })
    return await options.presentation.sendPage(visit.reader, reply, content)
  })
}

const keyRoute: FilePlugin = async (app, { signer }) => {
  const schema = {
    ...textSchema('The node key as an OpenPGP certificate, to verify plain texts', 'RFC 9580'),
    tags: ['communiques'],
  }
  app.get('/node-key.asc', { schema }, async (_request, reply) => {
    if (signer === null) throw noSigner()
    reply.type('application/pgp-keys').header('cache-control', 'no-cache')
    return reply.send(signer.publicKeyArmored)
  })
}

interface FrozenVisit extends TextVisit {
  readonly version: NonNullable<TextPage['version']>
  readonly endorsements: NonNullable<TextPage['endorsements']>
}

/** A request about the newest version of a frozen communiqué. Throws `text_not_found`. */
async function frozenVisit(
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { name, rest }: { readonly name: string; readonly rest: string },
  options: TextVisitDeps,
): Promise<FrozenVisit | null> {
  const found = await visitText(exchange, { draftOf: 'communique', name, rest }, options)
  if (found === null) return null
  const { version, endorsements } = found.page
  if (version === null || endorsements === null) throw notThere()
  return { ...found, version, endorsements }
}

async function publicationOf(
  { page, version, endorsements }: FrozenVisit,
  language: LanguageTag,
  { known, presentation: { catalog }, origin }: TextVisitDeps,
): Promise<Publication> {
  const names = await known.findAll(namedIn(page))
  const published = { text: page.text, version, endorsements, names, catalog, origin }
  const publication = toPublication(published, language)
  if (publication === null) throw notThere()
  return publication
}

interface FileAnswer {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly publication: Publication
  readonly name: string
}

/** The same publication gives the same bytes, so what a reader has is asked for before it is made. */
async function sendFile(
  format: Format,
  { request, reply, publication, name }: FileAnswer,
  deps: TextFilesDeps,
): Promise<FastifyReply> {
  const etag = `"${digestOf(JSON.stringify([format, publication]))}"`
  const disposition = format === 'txt' ? 'inline' : 'attachment'
  const file = `${name}.${publication.language}.${format}`
  reply.header('etag', etag).header('cache-control', 'no-cache')
  if (request.headers['if-none-match'] === etag) return await reply.code(304).send()
  const content = await make(format, publication, deps)
  reply.header('content-disposition', `${disposition}; filename="${file}"`)
  return await reply.type(TYPES[format]).send(content)
}

async function make(
  format: Format,
  publication: Publication,
  { press, signer }: TextFilesDeps,
): Promise<Buffer | string> {
  switch (format) {
    case 'pdf':
      return Buffer.from(await press.toPdf(publication))
    case 'epub':
      return Buffer.from(toEpub(publication))
    case 'txt':
      return toPlainText(publication)
    case 'txt.asc':
      if (signer === null) throw noSigner()
      return signer.sign(toPlainText(publication), publication.published)
  }
}

function noSigner(): TesseraError {
  const message = 'This node signs no texts now: its key is not unlocked.'
  return new TesseraError('not-found', 'no_signature', message)
}

function notThere(): TesseraError {
  return new TesseraError('not-found', 'file_not_found', 'This text is not here in that form.')
}

/** Bundles of a megabyte at most, for some minutes of interest. */
const BUNDLES_KEPT = 8

/** Makes bundles one at a time: each reads all records of texts. Those that did not change are kept. */
function createBundles(deps: TextFilesDeps): (page: TextPage) => Promise<Buffer> {
  const kept = createLruCache<{ bundle: Promise<Buffer> | null }>(BUNDLES_KEPT)
  let last: Promise<unknown> = Promise.resolve()
  return async ({ text: { scid, slug } }) => {
    const sequence = await deps.store.lastSequence()
    const entry = kept.get(`${scid} ${slug} ${sequence}`, () => ({ bundle: null }))
    if (entry.bundle === null) {
      const bundle = last.then(async () => bundleOf(scid, slug, deps))
      entry.bundle = bundle
      last = bundle.catch(() => {
        entry.bundle = null
      })
    }
    return await entry.bundle
  }
}

async function bundleOf(scid: string, slug: string, deps: TextFilesDeps): Promise<Buffer> {
  const isStart = (record: {
    readonly scid: string
    readonly type: string
    readonly slug: string
  }) => record.type === 'Communique' && record.scid === scid && record.slug === slug
  const about = { kind: 'communique', collective: scid, slug } as const
  return Buffer.from(await exportText(about, isStart, deps))
}
