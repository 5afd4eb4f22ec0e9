import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import type { CurrentRecord, ObjectReader } from '../../exchange/object-store.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { Scid } from '../../record/did.ts'
import type { Digest } from '../../record/digest.ts'
import type { Draft } from '../../record/kinds/draft.ts'
import type { Listing } from '../../record/kinds/listing.ts'
import { slugName } from '../../record/slug-name.ts'
import { collectivePath } from '../known-collectives.ts'
import { preferredRepresentation, varyOn } from '../negotiation.ts'
import { textVersionPath } from '../pages/texts/text-path.ts'
import type { Presentation } from '../presentation.ts'
import { linkTo } from '../reader.ts'
import { ProblemSchema, RecordSchema } from './schemas.ts'

export interface RecordRoutesOptions {
  readonly presentation: Presentation
  readonly store: Pick<ObjectReader, 'listCurrent'>
}

/** `/records/<scid>/<type>/<slug>`: where a record says that it is; whichever of its versions counts. */
export const recordRoutes: FastifyPluginAsyncTypebox<RecordRoutesOptions> = async (
  app,
  { presentation, store },
) => {
  const schema = {
    summary: 'A record as it stands now, byte for byte as it was signed',
    tags: ['records'],
    params: Type.Object({ scid: Type.String(), type: Type.String(), slug: Type.String() }),
    response: { 200: RecordSchema, 404: ProblemSchema },
  }
  app.get('/records/:scid/:type/:slug', { schema }, async (request, reply) => {
    const { scid, type, slug } = request.params
    const [record] = await store.listCurrent({ scid, types: [type], slug })
    if (record === undefined)
      throw new TesseraError('not-found', 'record_not_found', 'No record here has this address.')
    varyOn(reply, 'Accept')
    reply.header('cache-control', 'no-cache')
    if (preferredRepresentation(request.headers.accept) === 'html')
      return reply.redirect(linkTo(presentation.readerOf(request), pageOf(record)))
    return sendRecord(record, reply)
  })
}

/** The bytes that were signed: nothing is parsed and written again. */
export function sendRecord({ digest, text }: CurrentRecord, reply: FastifyReply): FastifyReply {
  reply.type('application/activity+json').header('etag', `"${digest}"`)
  return reply.serializer(String).send(text)
}

/** The page that tells people what a record says. */
function pageOf({ type, scid, slug, statement, digest, text }: CurrentRecord): string {
  if (type === 'Profile') return collectivePath({ scid, slug })
  if (type === 'Charter') return `/charters/${statement}`
  if (type === 'Communique') return `/communiques/${slugName({ scid, slug })}`
  if (type === 'Draft') return draftPath(scid, statement, JSON.parse(text) as Draft)
  if (type === 'Listing') return `/collectives/host:${(JSON.parse(text) as Listing).host}`
  return `/verify?q=${digest}`
}

/** A draft is one version of a text. */
function draftPath(scid: Scid, statement: Digest, { text: slug, draftOf }: Draft): string {
  return textVersionPath({ scid, slug, draftOf }, statement)
}
