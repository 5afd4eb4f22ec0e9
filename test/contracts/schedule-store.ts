import type { Test } from 'tap'

import type { ScheduledRecord, ScheduleStore } from '../../src/exchange/schedule-store.ts'
import { digestOf } from '../../src/record/digest.ts'

function scheduled(name: string, due: string): ScheduledRecord {
  const row = { digest: digestOf(name), type: 'Communique', due, expires: null }
  return { ...row, sealed: 'c2VhbGVk', problem: null }
}

/** What every ScheduleStore does. */
export function testScheduleStore(t: Test, open: (t: Test) => Promise<ScheduleStore>): void {
  t.test('lists what waits, the next first', async (t) => {
    const store = await open(t)
    const late = { ...scheduled('late', '2026-12-02T10:00:00Z'), expires: '2027-12-02T10:00:00Z' }
    const next = scheduled('next', '2026-12-01T10:00:00Z')
    await store.putScheduled(late)
    await store.putScheduled(next)
    t.strictSame(await store.listScheduled(), [next, late])
    await store.removeScheduled(next.digest)
    t.strictSame(await store.listScheduled(), [late])
  })

  t.test('what is put in again has its new time, and no problem any more', async (t) => {
    const store = await open(t)
    const one = scheduled('one', '2026-12-01T10:00:00Z')
    await store.putScheduled(one)
    await store.markProblem(one.digest, 'not_current')
    t.strictSame(await store.listScheduled(), [{ ...one, problem: 'not_current' }])
    const again = { ...one, due: '2026-12-03T10:00:00Z' }
    await store.putScheduled(again)
    t.strictSame(await store.listScheduled(), [again])
  })
}
