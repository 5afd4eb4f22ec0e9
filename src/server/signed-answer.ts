import type { FastifyReply } from 'fastify'

import type { ObjectReader } from '../exchange/object-store.ts'
import { canonicalize } from '../record/canonical.ts'
import type { Digest } from '../record/digest.ts'

/** Answers with the bytes of a record that were signed. */
export async function sendSigned(
  { statement, record }: { readonly statement: Digest; readonly record: object },
  reply: FastifyReply,
  store: Pick<ObjectReader, 'findByStatement'>,
): Promise<FastifyReply> {
  const kept = await store.findByStatement(statement)
  reply.type('application/activity+json')
  return await reply.serializer(String).send(kept?.text ?? canonicalize(record))
}
