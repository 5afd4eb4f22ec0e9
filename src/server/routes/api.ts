import type { FastifyPluginAsync } from 'fastify'

import { representationFor } from '../negotiation.ts'
import { apiPage, type OpenApiDocument } from '../pages/api-page.ts'
import type { Presentation } from '../presentation.ts'

export interface ApiRoutesOptions {
  readonly presentation: Presentation
  /** The description of all routes, once they are there. */
  readonly describe: () => Promise<OpenApiDocument>
}

/** `/api/openapi.json`, and the same as a page without scripts at `/api`. */
export const apiRoutes: FastifyPluginAsync<ApiRoutesOptions> = async (
  app,
  { presentation, describe },
) => {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/json')
      .header('cache-control', 'no-cache')
      .serializer(JSON.stringify)
      .send(await describe()),
  )
  app.get('/api', { schema: { hide: true } }, async (request, reply) => {
    const representation = representationFor(request, reply)
    if (representation !== 'html') return reply.redirect('/api/openapi.json')
    const reader = presentation.readerOf(request)
    return await presentation.sendPage(reader, reply, apiPage(reader, await describe()))
  })
}
