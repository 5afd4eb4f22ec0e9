import t from 'tap'

import { DAY, HOUR, MINUTE } from '../../../src/kernel/time.ts'
import { publicServer } from '../../support/public-server.ts'
import { NOON } from '../../support/three-collectives.ts'

async function readiness(t: Parameters<typeof publicServer>[0], later: number) {
  const now = () => new Date(NOON.getTime() + later)
  const { get } = await publicServer(t, { now })
  const answer = await get('/readyz')
  return { status: answer.statusCode, ...answer.json<{ checks: object }>() }
}

t.test('is alive and ready', async (t) => {
  const { get } = await publicServer(t)
  const live = await get('/healthz')
  t.strictSame(live.json(), { status: 'ok' })
  t.equal(live.headers['cache-control'], 'no-store')
  t.match(await readiness(t, MINUTE), {
    status: 'ready',
    checks: { database: 'ok', clock: 'ok', key: 'ok' },
  })
})

t.test('is not ready with a clock behind what was stored, and still serves pages', async (t) => {
  t.match(await readiness(t, -9 * MINUTE), { checks: { clock: 'ok' } })
  t.match(await readiness(t, -11 * MINUTE), { status: 'not-ready', checks: { clock: 'behind' } })
  const { get } = await publicServer(t, { now: () => new Date(NOON.getTime() - DAY) })
  t.equal((await get('/readyz')).statusCode, 503)
  t.equal((await get('/directory')).statusCode, 200)
})

t.test('says that the node key expires soon, and that it has', async (t) => {
  // Harbor was founded 60 days ago; its key stands for 90.
  t.match(await readiness(t, 10 * DAY), { checks: { key: 'ok' } })
  t.match(await readiness(t, 20 * DAY), { status: 'ready', checks: { key: 'expires-soon' } })
  t.match(await readiness(t, 30 * DAY + HOUR), { status: 'not-ready', checks: { key: 'expired' } })
})
