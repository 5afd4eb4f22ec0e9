import type { Readable } from 'node:stream'

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { BUNDLE_MEDIA_TYPE, looksLikeBundle } from '../../exchange/bundle-text.ts'
import { toTimestamp } from '../../kernel/time.ts'
import { busy, createBundleVerifier } from '../bundle-verifier.ts'
import { representationFor } from '../negotiation.ts'
import { bundlePage } from '../pages/bundle-page.ts'
import { readUploadedFile, UPLOAD_BODY_LIMIT } from '../uploaded-file.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { ProblemSchema } from './schemas.ts'

export interface VerifyFileRoutesOptions extends VisitDeps {
  /** Answers for the text of one record, head or manifest. */
  readonly answerText: (
    text: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply>
}

/**
 * `/verify/file`: a bundle, or the file of one record, checked against nothing but itself. It is held
 * in memory while that lasts, and kept nowhere.
 */
export const verifyFileRoutes: FastifyPluginAsyncTypebox<VerifyFileRoutesOptions> = async (
  app,
  options,
) => {
  const verifier = createBundleVerifier()
  acceptFiles(app)
  app.get('/verify/file', { schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/verify'),
  )
  const schema = {
    summary: 'Verify a bundle, or the file of a record',
    description: 'A form with one file, or the bundle itself as the body; 16 MiB at most.',
    tags: ['verify'],
    consumes: ['multipart/form-data', BUNDLE_MEDIA_TYPE],
    response: {
      200: Type.Any(),
      400: ProblemSchema,
      413: ProblemSchema,
      503: ProblemSchema,
    },
  }
  app.post(
    '/verify/file',
    {
      schema,
      bodyLimit: UPLOAD_BODY_LIMIT,
      // Before the body is read: who has to come back need not send it.
      onRequest: async () => {
        if (verifier.isBusy()) throw busy()
      },
    },
    async (request, reply) => {
      const read = request.body as ReadFile
      const now = toTimestamp(options.now())
      reply.header('cache-control', 'no-store')
      const found = await verifier.withPlace(async (verify) => {
        const file = await read()
        return looksLikeBundle(file) ? await verify({ file, now }) : Buffer.from(file).toString()
      })
      if (typeof found === 'string') return await options.answerText(found, request, reply)
      if (representationFor(request, reply) !== 'html') return await reply.send(found)
      const visit = await visitOf(request, options)
      return await options.presentation.sendPage(visit.reader, reply, bundlePage(visit, found))
    },
  )
}

/** Reads the file of a request whose body has not been read yet. */
type ReadFile = () => Promise<Uint8Array>

function acceptFiles(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'multipart/form-data',
    async ({ headers }: FastifyRequest, body: Readable): Promise<ReadFile> =>
      () =>
        readUploadedFile(headers, body),
  )
  app.addContentTypeParser(
    BUNDLE_MEDIA_TYPE,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer): Promise<ReadFile> =>
      async () =>
        body,
  )
}
