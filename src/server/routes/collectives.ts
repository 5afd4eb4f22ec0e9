import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import type { Canaries } from '../../alert/canaries.ts'
import type { Directory, FoundEntry } from '../../directory/directory.ts'
import type { Host } from '../../directory/hosts.ts'
import type { ObjectReader } from '../../exchange/object-store.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { Scid } from '../../record/did.ts'
import type { Listing } from '../../record/kinds/listing.ts'
import {
  judged,
  type OwnRecords,
  type OwnRecordsOf,
  resolveCollective,
  type Said,
} from '../collective-model.ts'
import type { CommuniquesIn } from '../communiques-in-view.ts'
import { collectivePath, type KnownCollectives } from '../known-collectives.ts'
import { type Representation, representationFor } from '../negotiation.ts'
import { namedInCanaries } from '../pages/collective/canary.ts'
import { choosePage } from '../pages/collective/choose-page.ts'
import { collectivePage } from '../pages/collective/collective-page.ts'
import { hostPage } from '../pages/collective/host-page.ts'
import { textsOf } from '../pages/collective/texts.ts'
import { namedInCard, subjectOf } from '../pages/entry-card.ts'
import { namedInReason } from '../pages/standing-reason.ts'
import { linkTo } from '../reader.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import type { VouchBook } from '../vouch-book.ts'
import {
  asJson,
  ChoiceSchema,
  collectiveJson,
  CollectiveSchema,
  HostSchema,
} from './collective-schema.ts'
import { refusals, ViewQuery } from './schemas.ts'

export interface CollectiveRoutesOptions extends VisitDeps {
  readonly origin: string
  readonly directory: Directory
  readonly store: ObjectReader
  readonly known: KnownCollectives
  readonly vouches: VouchBook
  readonly ownRecordsOf: OwnRecordsOf
  readonly communiquesIn: CommuniquesIn
  readonly canaries: Canaries
}

/** What others say of one host is read from so many of them at most. */
const MAX_LISTERS = 10

const NameParameter = Type.Object({
  name: Type.String({
    description: 'SCID, <slug>~<last 8 of the SCID>, a slug, or host:<host>',
  }),
})
const AnswerSchema = Type.Union([CollectiveSchema, HostSchema, ChoiceSchema])

/** `/collectives/<name>`: one collective, or one host that others list. */
export const collectiveRoutes: FastifyPluginAsyncTypebox<CollectiveRoutesOptions> = async (
  app,
  options,
) => {
  const { directory } = options
  const schema = {
    summary: 'One collective, with its keys, charters and vouches',
    description:
      'Asked for as application/activity+json, the answer is the Profile record as it was signed.',
    tags: ['directory'],
    params: NameParameter,
    querystring: ViewQuery,
    response: { 200: AnswerSchema, ...refusals },
  }
  app.get('/collectives/:name', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const { name } = request.params
    const address = await resolveCollective(name, directory, visit.view)
    const answer = { visit, representation, reply, options }
    switch (address.kind) {
      case 'unknown':
        throw notFound()
      case 'lead-on':
        return reply.redirect(linkTo(visit.reader, collectivePath(address.found.entry)))
      case 'choose':
        return await answerChoice(address.entries, { ...answer, name })
      case 'host':
        return await answerHost(address.found, answer)
      case 'collective':
        return await answerCollective(address, answer)
    }
  })
}

interface Answer {
  readonly visit: Visit
  readonly representation: Representation
  readonly reply: FastifyReply
  readonly options: CollectiveRoutesOptions
}

async function answerCollective(
  { scid, found }: { readonly scid: Scid; readonly found: FoundEntry | null },
  { visit, representation, reply, options }: Answer,
): Promise<FastifyReply> {
  const own = await options.ownRecordsOf(scid)
  if (own === null) throw notFound()
  if (representation === 'activity' && own.profile !== null)
    return await sendProfile(own, reply, options.store)
  const received = await options.vouches.about(scid)
  const given = await options.vouches.by(scid)
  const commitments = judged(own, visit.now)
  const canaries = await options.canaries.list(scid)
  const { view } = visit
  if (representation !== 'html') {
    const { collective, profile, listings, log, unconfirmed } = own
    const said = { collective, profile, commitments, canaries, log, unconfirmed }
    const vouches = { received, given, listings: listings.length }
    const facts = { origin: options.origin, view, ...said }
    reply.header('cache-control', 'no-cache')
    return await reply.type('application/json').send(collectiveJson({ ...facts, ...vouches }))
  }
  const named = namedInReason(visit, { scid, listedBy: [] })
  const vouchers = [...received.map(({ voucher }) => voucher), ...given.map(({ whom }) => whom)]
  const inCanaries = namedInCanaries(canaries)
  const names = await options.known.findAll([...named, ...vouchers, ...inCanaries])
  const member = view.shown.get(scid)
  const page = collectivePage(visit, {
    own,
    entry: found?.entry ?? null,
    isShown: member !== undefined,
    commitments,
    canaries,
    vouches: { received, given, counted: countedIn(visit, scid), names },
    texts: textsOf(scid, await options.communiquesIn(view).list()),
    names,
    knownHosts: await hostsShown(visit, options),
  })
  return await options.presentation.sendPage(visit.reader, reply, page)
}

async function hostsShown({ view }: Visit, { known }: CollectiveRoutesOptions): Promise<Host[]> {
  const members = await known.membersOf(view)
  return members.flatMap(({ host }) => host ?? [])
}

/** Whose vouches for a collective count in the view, whether they are enough or not. */
function countedIn({ view }: Visit, scid: Scid): ReadonlySet<Scid> {
  const gaps = view.others.get(scid) ?? []
  const counted = gaps.flatMap((gap) => (gap.reason === 'vouches' ? gap.counted : []))
  return new Set([...(view.shown.get(scid)?.vouchedBy ?? []), ...counted])
}

/** The bytes that were signed: nothing is parsed and written again. */
async function sendProfile(
  { profile }: OwnRecords,
  reply: FastifyReply,
  store: ObjectReader,
): Promise<FastifyReply> {
  const object = profile === null ? null : await store.findObject(profile.digest)
  if (object === null) throw notFound()
  reply.type('application/activity+json').header('cache-control', 'no-cache')
  return await reply.serializer(String).send(object.text)
}

async function answerHost(
  found: FoundEntry,
  { visit, representation, reply, options }: Answer,
): Promise<FastifyReply> {
  const { entry, standing, isExpired } = found
  const listings = await readListings(found, options.store)
  if (representation !== 'html') {
    reply.header('cache-control', 'no-cache').type('application/json')
    return await reply.send({
      kind: 'host',
      view: visit.view.name,
      url: `${options.origin}${collectivePath(entry)}`,
      host: entry.hosts[0]?.host ?? '',
      standing,
      isExpired,
      listings: listings.map((one) => ({ ...one, record: asJson(one.record) })),
    })
  }
  const names = await options.known.findAll(namedInReason(visit, subjectOf(entry)))
  const knownHosts = await hostsShown(visit, options)
  const page = hostPage(visit, { found, listings, names, knownHosts })
  return await options.presentation.sendPage(visit.reader, reply, page)
}

async function readListings({ entry }: FoundEntry, store: ObjectReader): Promise<Said<Listing>[]> {
  const read = entry.listedBy.slice(0, MAX_LISTERS).map(async ({ scid, slug }) => {
    const records = await store.listCurrent({ scid, types: ['Listing'], slug })
    return records.map(({ digest, text }) => ({
      by: scid,
      digest,
      record: JSON.parse(text) as Listing,
    }))
  })
  return (await Promise.all(read)).flat()
}

async function answerChoice(
  entries: readonly FoundEntry[],
  { visit, representation, reply, options, name }: Answer & { readonly name: string },
): Promise<FastifyReply> {
  if (representation !== 'html') {
    const urls = entries.map(({ entry }) => `${options.origin}${collectivePath(entry)}`)
    return await reply.type('application/json').send({ kind: 'choice', urls })
  }
  const names = await options.known.findAll(entries.flatMap((one) => namedInCard(visit, one)))
  const page = choosePage(visit, name, { entries, names })
  return await options.presentation.sendPage(visit.reader, reply, page)
}

export function notFound(): TesseraError {
  return new TesseraError(
    'not-found',
    'collective_not_found',
    'This node knows no collective of that name.',
  )
}
