import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'

import type { ObjectReader } from '../../exchange/object-store.ts'
import type { BranchesOf } from '../../exchange/settle.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { toTimestamp } from '../../kernel/time.ts'
import { MAX_OBJECT_SIZE } from '../../record/object.ts'
import { collectivePath, type KnownCollectives } from '../known-collectives.ts'
import { representationFor } from '../negotiation.ts'
import { standingSteps } from '../object-standing.ts'
import {
  type Verdict,
  verifyPage,
  type VerifyPageData,
  type VerifyResult,
} from '../pages/verify-page.ts'
import { linkTo } from '../reader.ts'
import { checkText, type Step } from '../verification.ts'
import { parseVerifyQuery, type VerifyQuery } from '../verify-query.ts'
import { type VisitDeps, visitOf } from '../visit.ts'
import { listOf, nullable, ProblemSchema, ViewParameter } from './schemas.ts'
import { verifyFileRoutes, type VerifyFileRoutesOptions } from './verify-file.ts'

export interface VerifyRoutesOptions extends VisitDeps {
  readonly origin: string
  readonly store: ObjectReader
  readonly branchesOf: BranchesOf
  readonly known: KnownCollectives
}

/** In a form every byte may take three. */
const FORM_LIMIT = 3 * MAX_OBJECT_SIZE + 100

const VerifySchema = Type.Object({
  verdict: Type.String({ enum: ['counts', 'holds', 'fails', 'unknown'] }),
  digest: nullable(Type.String()),
  kind: nullable(Type.String()),
  collective: nullable(Type.String()),
  steps: listOf(
    Type.Object({
      id: Type.String(),
      status: Type.String({ enum: ['holds', 'fails', 'unknown'] }),
      outcome: Type.String(),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])),
      detail: nullable(Type.String()),
    }),
  ),
})

/** `/verify`: says step by step what was checked, and how. It keeps nothing and fetches nothing. */
export const verifyRoutes: FastifyPluginAsyncTypebox<VerifyRoutesOptions> = async (
  app,
  options,
) => {
  acceptTexts(app)
  const answerText = createTextAnswer(options)
  const answers = { 200: VerifySchema, 400: ProblemSchema, 404: ProblemSchema, 410: ProblemSchema }
  const getSchema = {
    summary: 'Verify something that this node holds',
    tags: ['verify'],
    querystring: Type.Object({
      q: Type.Optional(
        Type.String({ maxLength: 2000, description: 'A digest, or the address of an object' }),
      ),
      view: ViewParameter,
    }),
    response: answers,
  }
  app.get('/verify', { schema: getSchema }, async (request, reply) => {
    const asked = { request, reply, options }
    const query = request.query.q?.trim() ?? ''
    if (query === '') return await answer({ query, result: null, problem: null }, asked)
    const named = parseVerifyQuery(query)
    if (named.kind === 'collective') {
      const { reader } = await visitOf(request, options)
      return reply.redirect(linkTo(reader, collectivePath({ scid: named.scid, slug: null })))
    }
    if (named.kind === 'unclear')
      return await answer({ query, result: null, problem: 'unclear' }, asked)
    const found = await findText(named, options.store)
    if (typeof found === 'string')
      return await answer({ query, result: null, problem: found }, asked)
    const result = await verify(found.text, options)
    return await answer({ query, result, problem: null }, asked)
  })

  const postSchema = {
    summary: 'Verify the text of a record, head or manifest',
    description: 'The body is the text itself, or a form with the member `record`.',
    tags: ['verify'],
    consumes: ['application/json', 'application/activity+json', 'text/plain'],
    response: answers,
  }
  app.post('/verify', { schema: postSchema, bodyLimit: FORM_LIMIT }, async (request, reply) => {
    const text = typeof request.body === 'string' ? request.body : ''
    return await answerText(text, request, reply)
  })
  await app.register(verifyFileRoutes, { ...options, answerText })
}

function createTextAnswer(options: VerifyRoutesOptions): VerifyFileRoutesOptions['answerText'] {
  return async (text, request, reply) => {
    const result = await verify(text, options)
    return await answer({ query: '', result, problem: null }, { request, reply, options })
  }
}

async function verify(text: string, options: VerifyRoutesOptions): Promise<VerifyResult> {
  const { steps, object } = checkText(text)
  const now = () => toTimestamp(options.now())
  const standing = object === null ? [] : await standingSteps(object, { ...options, now })
  const all = [...steps, ...standing]
  const owner = object === null ? null : await options.known.find(object.value.scid)
  return { verdict: verdictOf(all), steps: all, object, owner }
}

interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly options: VerifyRoutesOptions
}

async function answer(
  data: Omit<VerifyPageData, 'origin'>,
  { request, reply, options }: Asked,
): Promise<FastifyReply> {
  const representation = representationFor(request, reply)
  reply.header('cache-control', 'no-store')
  if (representation === 'html') {
    const visit = await visitOf(request, options)
    reply.code(data.problem === null ? 200 : STATUS_OF[data.problem])
    const page = verifyPage(visit, { ...data, origin: options.origin })
    return await options.presentation.sendPage(visit.reader, reply, page)
  }
  if (data.problem !== null) throw problemOf(data.problem)
  const result = data.result ?? { verdict: 'unknown', steps: [], object: null, owner: null }
  return await reply.send(verifyJson(result))
}

/** Texts come as they are, or in a form; they are never parsed as anything else. */
function acceptTexts(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const types = [
    'application/json',
    'application/activity+json',
    'application/ld+json',
    'text/plain',
  ]
  app.addContentTypeParser(
    types,
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => body,
  )
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body).get('record') ?? '',
  )
}

const STATUS_OF = { 'not-found': 404, erased: 410, unclear: 400 } as const

function problemOf(problem: NonNullable<VerifyPageData['problem']>): TesseraError {
  if (problem === 'erased')
    return new TesseraError('gone', 'object_erased', 'Its collective has erased this object.')
  if (problem === 'not-found')
    return new TesseraError('not-found', 'object_not_found', 'This node holds no such object.')
  return new TesseraError(
    'invalid',
    'bad_query',
    'A digest, or the address of an object or record, is expected.',
  )
}

type FoundText = { readonly text: string } | 'erased' | 'not-found'

/** The bytes of what was named: by its digest, by the digest of its statement, or by its address. */
async function findText(
  query: Extract<VerifyQuery, { kind: 'digest' | 'record' }>,
  store: ObjectReader,
): Promise<FoundText> {
  if (query.kind === 'record') {
    const { scid, type, slug } = query
    const [record] = await store.listCurrent({ scid, types: [type], slug })
    return record ?? 'not-found'
  }
  const object = await store.findObject(query.digest)
  if (object !== null) {
    const collective = await store.findCollective(object.scid)
    return collective?.blocked === true ? 'not-found' : object
  }
  const record = await store.findByStatement(query.digest)
  if (record !== null) return record
  const erased = await store.listErased([query.digest])
  return erased.has(query.digest) ? 'erased' : 'not-found'
}

/** The worst step decides; what counts must have been seen to. */
function verdictOf(steps: readonly Step[]): Verdict {
  const counts = steps.find(({ id }) => id === 'counts')
  if (steps.some(({ id, status }) => status === 'fails' && id !== 'counts')) return 'fails'
  if (counts?.status === 'holds') return 'counts'
  return counts?.status === 'fails' ? 'holds' : 'unknown'
}

function verifyJson({ verdict, steps, object }: VerifyResult): Static<typeof VerifySchema> {
  return {
    verdict,
    digest: object?.value.digest ?? null,
    kind: object?.kind ?? null,
    collective: object?.value.scid ?? null,
    steps: steps.map((one) => ({ ...one, values: { ...one.values } })),
  }
}
