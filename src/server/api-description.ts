import { fastify, type FastifyInstance, type RouteOptions } from 'fastify'

import type { OpenApiDocument } from './pages/api-page.ts'
import { createSchemaCompilers } from './schema-compilers.ts'

/**
 * Describes the routes that are added to `app` from now on, by OpenAPI. What writes the description
 * is loaded when somebody first asks for it.
 */
export function describeRoutes(
  app: FastifyInstance,
  about: object,
): () => Promise<OpenApiDocument> {
  const routes: RouteOptions[] = []
  let description: Promise<OpenApiDocument> | null = null
  app.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD') routes.push(route)
  })
  return () => (description ??= describe(routes, about))
}

/** The plugin that writes it looks at routes while they are added: so they are, to a server aside. */
async function describe(routes: readonly RouteOptions[], about: object): Promise<OpenApiDocument> {
  const { default: swagger } = await import('@fastify/swagger')
  const app = fastify({ schemaController: { compilersFactory: createSchemaCompilers() } })
  await app.register(swagger, { openapi: about })
  for (const { method, url, schema = {} } of routes)
    app.route({ method, url, schema, handler: async () => null })
  await app.ready()
  return app.swagger()
}
