import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Communiques, TextPage } from '../communique/communiques.ts'
import type { JointText } from '../communique/joint-texts.ts'
import { TesseraError } from '../kernel/errors.ts'
import { type Digest, isDigest } from '../record/digest.ts'
import type { CommuniquesIn } from './communiques-in-view.ts'
import type { KnownCollectives } from './known-collectives.ts'
import { type Representation, representationFor } from './negotiation.ts'
import { textListPage } from './pages/texts/list-page.ts'
import { TEXT_ROOTS, textPath, textVersionPath } from './pages/texts/text-path.ts'
import { linkTo } from './reader.ts'
import { type Visit, type VisitDeps, visitOf } from './visit.ts'

export interface TextVisitDeps extends VisitDeps {
  readonly origin: string
  readonly communiquesIn: CommuniquesIn
  readonly known: KnownCollectives
}

/** A request for a page of one text. */
export interface TextVisit {
  readonly visit: Visit
  readonly representation: Representation
  readonly communiques: Communiques
  readonly page: TextPage
}

export interface TextRequest {
  readonly draftOf: JointText['draftOf']
  readonly name: string
  /** What follows the name in the path, with its slash, and the version asked for. */
  readonly rest?: string
  readonly version?: Digest | undefined
}

/**
 * Finds the text that a request names. Where the name leads elsewhere or to several texts, that is
 * answered and null returned. Throws `text_not_found`.
 */
export async function visitText(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { draftOf, name, rest = '', version }: TextRequest,
  deps: TextVisitDeps,
): Promise<TextVisit | null> {
  const representation = representationFor(request, reply)
  const visit = await visitOf(request, deps)
  const communiques = deps.communiquesIn(visit.view)
  if (isDigest(name)) {
    const path = await pathOfStatement(name, communiques)
    reply.redirect(linkTo(visit.reader, path))
    return null
  }
  const address = await communiques.resolve(name, draftOf)
  if (address.kind === 'unknown') throw notFound()
  if (address.kind === 'lead-on') {
    reply.redirect(linkTo(visit.reader, `${TEXT_ROOTS[draftOf]}/${address.name}${rest}`))
    return null
  }
  if (address.kind === 'choose') {
    const choice = { visit, representation, communiques, among: address.among }
    await answerChoice(reply, choice, deps)
    return null
  }
  const page = await communiques.get(address.found, version)
  return { visit, representation, communiques, page }
}

/** A digest names one version for ever. */
async function pathOfStatement(statement: Digest, communiques: Communiques): Promise<string> {
  const text = await communiques.findByStatement(statement)
  if (text === null) throw notFound()
  const { latest } = await communiques.get(text)
  return latest.statement === statement ? textPath(text) : textVersionPath(text, statement)
}

interface Choice extends Omit<TextVisit, 'page'> {
  readonly among: readonly JointText[]
}

/** Nobody owns a name: everybody whose text has it is listed. */
async function answerChoice(
  reply: FastifyReply,
  { visit, representation, communiques, among }: Choice,
  { origin, known, views, presentation }: TextVisitDeps,
): Promise<void> {
  if (representation !== 'html') {
    const urls = among.map((text) => `${origin}${textPath(text)}`)
    reply.type('application/json').send({ kind: 'choice', urls })
    return
  }
  const paths = new Set(among.map(textPath))
  const all = await communiques.list()
  const texts = all
    .filter(({ text }) => paths.has(textPath(text)))
    .map((summary) => ({ ...summary, shown: true }))
  const names = await known.findAll(among.map(({ scid }) => scid))
  const [{ draftOf } = { draftOf: 'communique' as const }] = among
  const page = textListPage(visit, { draftOf, texts, names, views: views.names })
  await presentation.sendPage(visit.reader, reply, { ...page, indexed: false })
}

function notFound(): TesseraError {
  return new TesseraError('not-found', 'text_not_found', 'No text here has this name.')
}
