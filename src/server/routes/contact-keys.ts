import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import type { Directory } from '../../directory/directory.ts'
import { type OwnRecordsOf, resolveCollective } from '../collective-model.ts'
import { keyFile } from '../pages/collective/contacts.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { notFound } from './collectives.ts'
import { refusals } from './schemas.ts'

export interface ContactKeyRoutesOptions extends VisitDeps {
  readonly directory: Directory
  readonly ownRecordsOf: OwnRecordsOf
}

/** `/collectives/<name>/keys/<file>`: the contact keys of a collective as files. */
export const contactKeyRoutes: FastifyPluginAsyncTypebox<ContactKeyRoutesOptions> = async (
  app,
  options,
) => {
  const schema = {
    summary: 'A contact key of a collective',
    tags: ['directory'],
    params: Type.Object({ name: Type.String(), file: Type.String() }),
    response: {
      200: { description: 'The key as its program reads it', type: 'string' },
      ...refusals,
    },
  } as const
  app.get('/collectives/:name/keys/:file', { schema }, async (request, reply) => {
    const visit = await visitOf(request, options)
    const address = await resolveCollective(request.params.name, options.directory, visit.view)
    const own = address.kind === 'collective' ? await options.ownRecordsOf(address.scid) : null
    const files = (own?.keys ?? []).flatMap((key) => keyFile(key) ?? [])
    const file = files.find(({ name }) => name === request.params.file)
    if (file === undefined) throw notFound()
    return reply
      .type(file.type)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .header('cache-control', 'no-cache')
      .send(file.content)
  })
}
