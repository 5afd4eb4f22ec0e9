import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'

import type { Directory } from '../../directory/directory.ts'
import { type Facet, FACETS, type FacetSelection } from '../../directory/facets.ts'
import type { KnownCollectives } from '../known-collectives.ts'
import { representationFor } from '../negotiation.ts'
import { directoryPage } from '../pages/directory-page.ts'
import type { DirectorySearch } from '../pages/directory-search.ts'
import { namedInCard } from '../pages/entry-card.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { EntrySchema, entryJson } from './entry-schema.ts'
import { listOf, nullable, ProblemSchema, ViewParameter } from './schemas.ts'

/** The longest value of any facet, and more of one facet than anyone chooses. */
const MAX_VALUE = 64
const MAX_VALUES = 20
/** The search itself allows less and says so. */
const MAX_TEXT = 2000

const FacetParameter = Type.Optional(
  Type.Array(Type.String({ maxLength: MAX_VALUE }), { maxItems: MAX_VALUES }),
)
const facetParameters = Object.fromEntries(
  FACETS.map((facet) => [facet, FacetParameter]),
) as Record<Facet, typeof FacetParameter>

const DirectoryQuerySchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: MAX_TEXT, description: 'Words, in any script' })),
  ...facetParameters,
  unvouched: Type.Optional(
    Type.String({ enum: ['1', ''], description: '1: also what nobody in the view vouches for' }),
  ),
  page: Type.Optional(Type.Integer({ minimum: 1 })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Entries on a page; more than 100 are cut to that' }),
  ),
  view: ViewParameter,
})

const CountsSchema = Type.Record(Type.String(), Type.Integer())
const DirectorySchema = Type.Object({
  view: Type.String(),
  total: Type.Integer(),
  page: Type.Integer(),
  pages: Type.Integer(),
  words: listOf(Type.String({ description: 'what was looked for, as it was understood' })),
  entries: listOf(EntrySchema),
  facets: Type.Record(Type.String(), CountsSchema, {
    description: 'how many entries each value would give, with all other filters on',
  }),
  hints: nullable(
    Type.Object({
      notVouched: Type.Integer(),
      withoutText: Type.Integer(),
      withoutFacet: CountsSchema,
    }),
  ),
})

export interface DirectoryRoutesOptions extends VisitDeps {
  /** Without a slash at its end. */
  readonly origin: string
  readonly directory: Directory
  readonly known: KnownCollectives
}

/** `/directory`: search and filters over what this node shows. */
export const directoryRoutes: FastifyPluginAsyncTypebox<DirectoryRoutesOptions> = async (
  app,
  options,
) => {
  const { directory, known, origin, presentation, views } = options
  const schema = {
    summary: 'Search the directory',
    tags: ['directory'],
    querystring: DirectoryQuerySchema,
    response: { 200: DirectorySchema, 400: ProblemSchema, 404: ProblemSchema },
  }
  app.get('/directory', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const search = searchOf(request.query)
    const found = await directory.search({
      ...search,
      view: visit.view,
      ...(request.query.limit === undefined ? {} : { pageSize: request.query.limit }),
    })
    if (representation !== 'html') {
      const { total, page, pages, words, hints } = found
      const entries = found.entries.map((entry) => entryJson(entry, origin))
      const facets = Object.fromEntries(
        FACETS.map((facet) => [facet, Object.fromEntries(found.counts[facet])]),
      )
      const answer = { view: visit.view.name, total, page, pages, words, entries, facets, hints }
      return reply.header('cache-control', 'no-cache').send(answer)
    }
    const names = await known.findAll(found.entries.flatMap((entry) => namedInCard(visit, entry)))
    const page = directoryPage(visit, { search, found, names, views: views.names })
    return await presentation.sendPage(visit.reader, reply, page)
  })
}

function searchOf(query: Static<typeof DirectoryQuerySchema>): DirectorySearch {
  const facets: Partial<Record<Facet, readonly string[]>> = {}
  for (const facet of FACETS) {
    const values = [...new Set(query[facet])].filter((value) => value !== '')
    if (values.length > 0) facets[facet] = values
  }
  return {
    text: query.q?.trim() ?? '',
    facets: facets satisfies FacetSelection,
    withNotVouched: query.unvouched === '1',
    page: query.page ?? 1,
  }
}
