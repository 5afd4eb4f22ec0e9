import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'

import type { ObjectReader } from '../../exchange/object-store.ts'
import { addTime, CLOCK_TOLERANCE, DAY, toTimestamp } from '../../kernel/time.ts'

export interface HealthRoutesOptions {
  readonly store: Pick<ObjectReader, 'lastSequence' | 'listChanges' | 'findLog'>
  /** The collective whose node this is; null before it has one. */
  readonly ownScid: () => Promise<string | null>
  readonly now: () => Date
}

/** Time for members to meet and sign. */
const KEY_EXPIRES_SOON = 14 * DAY

const LiveSchema = Type.Object({ status: Type.Literal('ok') })
const ReadySchema = Type.Object({
  status: Type.String({ enum: ['ready', 'not-ready'] }),
  checks: Type.Object({
    database: Type.String({ enum: ['ok', 'failing'] }),
    clock: Type.String({ enum: ['ok', 'behind', 'unknown'] }),
    key: Type.String({ enum: ['ok', 'expires-soon', 'expired', 'none', 'unknown'] }),
  }),
})
type Checks = Static<typeof ReadySchema>['checks']

/** `/healthz`: the process answers. `/readyz`: it can do all of its work. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthRoutesOptions> = async (
  app,
  options,
) => {
  const liveSchema = {
    summary: 'Whether the process answers',
    tags: ['node'],
    response: { 200: LiveSchema },
  }
  app.get('/healthz', { schema: liveSchema }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )

  const readySchema = {
    summary: 'Whether the node can do all of its work',
    description:
      'Not ready where the database fails, the clock is behind what is stored already, or the node key has expired. Pages are served all the same.',
    tags: ['node'],
    response: { 200: ReadySchema, 503: ReadySchema },
  }
  app.get('/readyz', { schema: readySchema }, async (_request, reply) => {
    const checks = await check(options)
    const isReady =
      checks.database === 'ok' && checks.clock !== 'behind' && checks.key !== 'expired'
    reply.code(isReady ? 200 : 503).header('cache-control', 'no-store')
    return reply.send({ status: isReady ? 'ready' : 'not-ready', checks })
  })
}

/** A database that fails is told, not thrown: whoever asks wants to know what is wrong. */
async function check(options: HealthRoutesOptions): Promise<Checks> {
  try {
    return { database: 'ok', clock: await checkClock(options), key: await checkKey(options) }
  } catch {
    return { database: 'failing', clock: 'unknown', key: 'unknown' }
  }
}

/** A clock behind what was stored would sign into the past. SPEC: security-bar.md, M01. */
async function checkClock({ store, now }: HealthRoutesOptions): Promise<Checks['clock']> {
  const last = await store.lastSequence()
  const [change] = last === 0 ? [] : await store.listChanges(last - 1, 1)
  if (change === undefined) return 'ok'
  return addTime(toTimestamp(now()), CLOCK_TOLERANCE) < change.at ? 'behind' : 'ok'
}

async function checkKey({ store, ownScid, now }: HealthRoutesOptions): Promise<Checks['key']> {
  const scid = await ownScid()
  const log = scid === null ? null : await store.findLog(scid)
  const expires = log?.entries.at(-1)?.fact.nodeKeyExpires ?? null
  if (expires === null) return 'none'
  const time = toTimestamp(now())
  if (expires <= time) return 'expired'
  return expires <= addTime(time, KEY_EXPIRES_SOON) ? 'expires-soon' : 'ok'
}
