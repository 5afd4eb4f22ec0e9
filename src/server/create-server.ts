import type { IncomingMessage } from 'node:http'
import { constants } from 'node:zlib'

import compress from '@fastify/compress'
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'

import { MINUTE, SECOND } from '../kernel/time.ts'
import { serveAssets } from './assets.ts'
import { createSecurityHeaders } from './headers.ts'
import { refuseOtherMethods } from './methods.ts'
import { preferredRepresentation } from './negotiation.ts'
import { errorPage } from './pages/error-page.ts'
import type { Presentation } from './presentation.ts'
import { HttpRefusal, problemJson, problemOf } from './problem-details.ts'
import { splitLanguage } from './reader.ts'
import { createRequestChecks, MAX_HEADERS, originForm } from './request-checks.ts'
import { createSchemaCompilers } from './schema-compilers.ts'
import { answerBrokenRequest, refuseTunnels } from './sockets.ts'

/** Bodies: the largest thing taken in by default. Routes that take more, or less, say so. */
const BODY_LIMIT = 256 * 1024
/** A whole request, from its first byte to its last, slow lines considered. */
const REQUEST_TIMEOUT = 15 * SECOND
const HEADERS_TIMEOUT = 10 * SECOND
/** How often requests that took too long are looked for. */
const TIMEOUT_CHECK = 2 * SECOND
/** A connection on which nothing moves. */
const CONNECTION_TIMEOUT = MINUTE
const KEEP_ALIVE_TIMEOUT = 5 * SECOND
const MAX_REQUESTS_PER_SOCKET = 1000
/** Each costs about 20 kB; the limit on open files of small machines is 1,024 to 4,096. */
const MAX_CONNECTIONS = 2000
/** The request line and all headers. */
const MAX_HEADER_BYTES = 16 * 1024
/** The longest part of a path: a slug, a tilde and the end of a SCID need 73. */
const MAX_PARAMETER_LENGTH = 200
/** Answers below this many bytes do not become smaller by packing. */
const COMPRESSION_THRESHOLD = 1024
/** Brotli's best ratio for its time on small machines: about that of gzip, 15 % smaller. */
const BROTLI_QUALITY = 5

const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:[\w.-]+\+)?(?:json|xml|x-ndjson|jsonl))/

export interface ServerOptions {
  /** Under which origins the node answers, without trailing slashes: the own one, then onions. */
  readonly origins: readonly string[]
  readonly presentation: Presentation
  readonly logger: FastifyBaseLogger | null
  /** What the server offers. Hooks and parsers that a plugin adds stay its own. */
  readonly routes: readonly FastifyPluginAsync[]
  /**
   * Asked before anything else is done for a request; it refuses by throwing. It is where a limiter
   * belongs, which must keep nothing of a visitor but in memory.
   */
  readonly admit?: (request: FastifyRequest) => void
  /** Whose word counts for a visitor's address, for `admit`; nobody's by default. */
  readonly trustProxy?: string
}

/** The HTTP server, ready to listen. Closing it lets requests under way finish. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { origins, presentation, logger, routes, admit, trustProxy = false } = options
  const setHeaders = createSecurityHeaders(origins)
  const check = createRequestChecks(origins)
  const answer = createErrorAnswer(presentation)

  const app = fastify({
    ...LIMITS,
    trustProxy,
    ...(logger === null ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    schemaController: { compilersFactory: createSchemaCompilers() },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    rewriteUrl: (request) => routedUrl(request, presentation.catalog.languages),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors(error, request, reply) {
      setHeaders(request, reply)
      answer(error, request, reply)
    },
  })
  app.server.maxHeadersCount = MAX_HEADERS + 1
  app.server.maxConnections = MAX_CONNECTIONS
  refuseTunnels(app.server)

  app.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply)
    check(request)
    admit?.(request)
    if (request.is404) throw new HttpRefusal(404, 'not_found', 'There is nothing here.')
  })
  app.addHook('onResponse', async (request, reply) => {
    const milliseconds = Math.round(reply.elapsedTime)
    request.log.debug({ req: request, res: reply, milliseconds }, 'request answered')
  })
  app.setErrorHandler(answer)
  await app.register(compress, COMPRESSION)
  const finishRoutes = refuseOtherMethods(app)
  serveAssets(app, presentation.assets)
  for (const route of routes) await app.register(route)
  finishRoutes()
  return app
}

const LIMITS = {
  bodyLimit: BODY_LIMIT,
  requestTimeout: REQUEST_TIMEOUT,
  connectionTimeout: CONNECTION_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  maxRequestsPerSocket: MAX_REQUESTS_PER_SOCKET,
  http: {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT,
    connectionsCheckingInterval: TIMEOUT_CHECK,
  },
  routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
} as const

const COMPRESSION = {
  encodings: ['br', 'gzip'],
  globalDecompression: false,
  threshold: COMPRESSION_THRESHOLD,
  customTypes: COMPRESSIBLE,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
} satisfies Parameters<typeof compress>[1]

/** Routes know no languages: `/fr/directory` is `/directory` for a reader of French. */
function routedUrl(
  { method, url = '/' }: Pick<IncomingMessage, 'method' | 'url'>,
  languages: readonly string[],
): string {
  const target = originForm(url)
  return method === 'GET' || method === 'HEAD' ? splitLanguage(target, languages).url : target
}

/** Tells what was thrown as a page or as problem details; the log alone learns about bugs. */
function createErrorAnswer(presentation: Presentation) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error)
    if (problem.status === 500) request.log.error({ err: error, req: request }, 'request failed')
    reply.code(problem.status).headers(problem.headers).header('cache-control', 'no-store')
    if (preferredRepresentation(request.headers.accept) === 'html') {
      const reader = presentation.readerOf(request)
      presentation.sendBarePage(reader, reply, errorPage(reader, problem))
    } else {
      reply.type('application/problem+json').send(JSON.stringify(problemJson(problem)))
    }
  }
}
