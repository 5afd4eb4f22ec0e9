import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import { DEFAULT_DEPTH, DEFAULT_PER_VOUCHER, viewHints } from '../../directory/view.ts'
import type { Collective, ObjectReader } from '../../exchange/object-store.ts'
import type { ChartersIn } from '../charters-in-view.ts'
import type { KnownCollectives } from '../known-collectives.ts'
import { representationFor } from '../negotiation.ts'
import { aboutPage } from '../pages/about-page.ts'
import { joinPage } from '../pages/join-page.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import { DigestSchema, listOf, nullable, ProblemSchema, ScidSchema, ViewQuery } from './schemas.ts'

export interface AboutRoutesOptions extends VisitDeps {
  readonly origin: string
  /** Of the program that runs. */
  readonly version: string
  /** `listed`: objects are exchanged with listed peers only. */
  readonly network: 'open' | 'listed'
  readonly store: ObjectReader
  readonly chartersIn: ChartersIn
  readonly known: KnownCollectives
  /** The collective whose node this is; null before it has one. */
  readonly ownScid: () => Promise<string | null>
}

const AboutSchema = Type.Object({
  software: Type.Object({ name: Type.String(), version: Type.String() }),
  collective: nullable(ScidSchema),
  network: Type.String({ enum: ['open', 'listed'] }),
  views: listOf(Type.String()),
  view: Type.Object({
    name: Type.String(),
    seeds: listOf(ScidSchema),
    charters: nullable(listOf(DigestSchema)),
    vouches: Type.Integer({ description: 'how many shown collectives must vouch for one' }),
    depth: Type.Integer({ description: 'vouches count from collectives nearer than this' }),
    perVoucher: Type.Integer({ description: 'how many vouches of one collective count' }),
    shown: Type.Integer(),
    hints: listOf(Type.String()),
  }),
})

/** `/about` and `/join`: this node and its rule, and how a collective takes part. */
export const aboutRoutes: FastifyPluginAsyncTypebox<AboutRoutesOptions> = async (app, options) => {
  const schema = {
    summary: 'This node, and the rule by which it shows collectives',
    tags: ['node'],
    querystring: ViewQuery,
    response: { 200: AboutSchema, 404: ProblemSchema },
  }
  app.get('/about', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const { version, network, views } = options
    const own = await options.ownScid()
    if (representation !== 'html') {
      return await reply.header('cache-control', 'no-cache').send({
        software: { name: 'tessera', version },
        collective: own,
        network,
        views: views.names,
        view: viewJson(visit),
      })
    }
    const { rule } = visit.view
    const names = await options.known.findAll([...rule.seeds, ...(own === null ? [] : [own])])
    const collective: Collective | null =
      own === null ? null : await options.store.findCollective(own)
    const charters = (await options.chartersIn(visit.view).list()).filter(({ statement }) =>
      rule.charters?.includes(statement),
    )
    const node = { version, network, origin: options.origin, collective }
    const page = aboutPage(visit, { node, names, charters, views: views.names })
    return await options.presentation.sendPage(visit.reader, reply, page)
  })

  app.get('/join', { schema: { hide: true, querystring: ViewQuery } }, async (request, reply) => {
    const visit = await visitOf(request, options)
    return await options.presentation.sendPage(visit.reader, reply, joinPage(visit))
  })
}

function viewJson({ view }: Visit) {
  const { name, rule, shown } = view
  return {
    name,
    seeds: rule.seeds,
    charters: rule.charters,
    vouches: rule.vouches,
    depth: rule.depth ?? DEFAULT_DEPTH,
    perVoucher: rule.perVoucher ?? DEFAULT_PER_VOUCHER,
    shown: shown.size,
    hints: viewHints(rule),
  }
}
