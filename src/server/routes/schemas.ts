import { type Static, type TSchema, type TUnsafe, Type } from 'typebox'

import type { JsonObject } from '../../record/canonical.ts'

/** The building blocks of what routes take and answer. */

/** A list that nobody changes. */
export function listOf<T extends TSchema>(items: T): TUnsafe<readonly Static<T>[]> {
  return Type.Unsafe<readonly Static<T>[]>(Type.Array(items))
}

export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export const LanguageMapSchema = Type.Record(Type.String(), Type.String(), {
  description: 'A text in several languages, by BCP 47 tag',
})
export const TimeSchema = Type.String({ description: 'YYYY-MM-DDTHH:MM:SSZ, in UTC' })
export const ScidSchema = Type.String({ description: 'SCID of the DID of a collective' })
export const DigestSchema = Type.String({
  description: 'multibase base58btc of a sha2-256 multihash',
})
export const UrlSchema = Type.String({ format: 'uri' })

/** Any object: records have schemas of their own (docs/federation/records). */
export const RecordSchema = Type.Unsafe<JsonObject>(Type.Object({}, { additionalProperties: true }))

/** Problem details. SPEC: RFC 9457. */
export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'stable, lower_snake' }),
  detail: Type.Optional(Type.String()),
})

/** Which view to answer in; the first of the node if it is left out. */
export const ViewParameter = Type.Optional(
  Type.String({ maxLength: 30, description: 'Name of a view of this node' }),
)
export const ViewQuery = Type.Object({ view: ViewParameter })

/** The other answers that routes of things by name give. */
export const refusals = { 404: ProblemSchema, 400: ProblemSchema } as const

/** A route that answers with a file in a format of its own. */
export function textSchema(summary: string, format: string) {
  return {
    summary,
    tags: ['node'],
    response: { 200: { description: format, type: 'string' }, 404: ProblemSchema },
  } as const
}
