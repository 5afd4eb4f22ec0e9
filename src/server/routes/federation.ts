import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'

import { HttpRefusal, problemJson, problemOf } from '../problem-details.ts'

/** A request as it came: what signatures are checked over. */
export interface RawRequest {
  readonly method: string
  readonly target: string
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
}

/** What a part that knows nothing of this server answers. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface FederationRoutesOptions {
  /** Takes what is posted to an inbox; throws TesseraErrors, and errors with `status` and `code`. */
  readonly gate: (request: RawRequest) => Promise<RawAnswer>
  /** The actor, its collections, its posts, WebFinger and NodeInfo; null for what is none of these. */
  readonly documents: (request: RawRequest) => Promise<RawAnswer | null>
}

const INBOXES = ['/inbox', '/actor/inbox']
const DOCUMENTS = [
  '/actor',
  '/actor/outbox',
  '/actor/followers',
  '/posts/:id/:form',
  '/posts/:id/:form/activity',
  '/.well-known/webfinger',
  '/.well-known/nodeinfo',
  '/nodeinfo/2.1',
]
/** SPEC: docs/threat-model.md, the inbox gate. */
const INBOX_LIMIT = 256 * 1024
const ACTIVITY_TYPES = ['application/activity+json', 'application/ld+json']
const NOTHING = Buffer.alloc(0)

/** ActivityPub: inboxes take bodies as raw bytes, and every refusal is told as problem details. */
export const federationRoutes: FastifyPluginAsync<FederationRoutesOptions> = async (
  app,
  { gate, documents },
) => {
  takeRawBodies(app, { types: ACTIVITY_TYPES, limit: INBOX_LIMIT })
  for (const url of INBOXES) {
    app.post(url, async (request, reply) => send(request, reply, await gate(rawRequestOf(request))))
  }
  for (const url of DOCUMENTS) {
    app.get(url, async (request, reply) => {
      const answer = await documents(rawRequestOf(request))
      if (answer === null) throw new HttpRefusal(404, 'not_found', 'There is nothing here.')
      return send(request, reply, answer)
    })
  }
}

/** Bodies of these media types come as bytes, others are refused; errors are told as JSON. */
export function takeRawBodies(
  app: FastifyInstance,
  { types, limit }: { readonly types: string[]; readonly limit: number },
): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: limit }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(withStatus(error))
    if (problem.status === 500) request.log.error({ err: error }, 'request failed')
    return reply
      .code(problem.status)
      .headers(problem.headers)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problemJson(problem)))
  })
}

/** Parts that know nothing of this server refuse by errors with a `status` and a `code`. */
function withStatus(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error) || !('code' in error)) return error
  const { status, code, message } = error
  if (typeof status !== 'number' || typeof code !== 'string') return error
  return new HttpRefusal(status, code, message)
}

export function rawRequestOf({ method, originalUrl, raw, body }: FastifyRequest): RawRequest {
  const { rawHeaders } = raw
  return { method, target: originalUrl, rawHeaders, body: body instanceof Buffer ? body : NOTHING }
}

/** Sends an answer, or 304 to who has it already. SPEC: RFC 9110, section 13.1.2 */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body }: RawAnswer,
): FastifyReply {
  const { etag } = headers
  const known = request.headers['if-none-match']
  reply.headers(headers)
  if (etag !== undefined && known !== undefined && known.includes(etag)) {
    return reply.code(304).send()
  }
  return reply.code(status).send(body)
}
