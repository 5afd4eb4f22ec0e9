import t, { type Test } from 'tap'

import { createSchedule, publishDue } from '../../src/exchange/schedule.ts'
import { createAgreementKey } from '../../src/identity/keys.ts'
import { TesseraError } from '../../src/kernel/errors.ts'
import { addTime, DAY, HOUR, toTimestamp } from '../../src/kernel/time.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import { createScheduleStore } from '../../src/store/schedule-store.ts'
import { foundCollective } from '../support/collective.ts'
import { onPostgres, openFor, testLocation } from '../support/database.ts'
import { memberRecord, START, testClock } from '../support/exchange.ts'

const harbor = foundCollective('https://harbor.example', START)
const NOW = toTimestamp(START)

/** A schedule, and a node that publishes what it is told to unless `refusal` stands in the way. */
async function scene(t: Test) {
  const clock = testClock()
  const database = await openFor(t, onPostgres ? await testLocation(t) : { file: ':memory:' })
  const scheduled = createScheduleStore(database)
  const deps = { scheduled, now: clock.now }
  const key = createAgreementKey()
  const published: string[] = []
  let refusal: Error | null = null
  const publishSigned = async (records: readonly SignedRecord[]) => {
    if (refusal !== null) throw refusal
    published.push(...records.map(({ slug }) => slug))
    return undefined as never
  }
  return {
    clock,
    schedule: createSchedule(deps),
    key: key.multikey,
    published,
    refuse: (error: Error | null) => void (refusal = error),
    publish: (agreements = [key]) =>
      publishDue({ ...deps, publisher: { publishSigned }, agreements }),
  }
}

const vouch = (slug: string) => memberRecord(harbor, { slug, now: START })

t.test('publishes in the order of the times, each at its own', async (t) => {
  const { clock, schedule, key, published, publish } = await scene(t)
  await schedule.add(vouch('second'), addTime(NOW, 2 * HOUR), key)
  await schedule.add(vouch('first'), addTime(NOW, HOUR), key)
  await schedule.add(vouch('third'), addTime(NOW, DAY), key)
  await publish()
  t.strictSame(published, [])
  clock.wait(3 * HOUR)
  await publish()
  t.strictSame(published, ['first', 'second'])
  t.equal((await schedule.list()).length, 1)
})

t.test('takes no time that is over, or at which the record is', async (t) => {
  const { schedule, key } = await scene(t)
  const record = vouch('one')
  await t.rejects(schedule.add(record, NOW, key), { code: 'already_past' })
  await t.rejects(schedule.add(record, addTime(NOW, 500 * DAY), key), { code: 'expires_before' })
  await t.rejects(schedule.cancel(record.digest), { code: 'scheduled_not_found' })
})

t.test('what may pass is tried again; what will not is kept with the reason', async (t) => {
  const { clock, schedule, key, published, publish, refuse } = await scene(t)
  await schedule.add(vouch('one'), addTime(NOW, HOUR), key)
  clock.wait(DAY)
  refuse(new TesseraError('conflict', 'changed_meanwhile', 'The state changed.'))
  await t.rejects(publish(), { code: 'changed_meanwhile' })
  t.match(await schedule.list(), [{ problem: null }])
  refuse(new TesseraError('conflict', 'not_current', 'It would not count.'))
  await publish()
  t.match(await schedule.list(), [{ problem: 'not_current' }])
  refuse(null)
  await publish()
  t.strictSame(published, [])
  const [one] = await schedule.list()
  t.match(await schedule.cancel(one?.digest ?? ''), { type: 'Vouch' })
})

t.test('what none of the keys opens is kept with the reason', async (t) => {
  const { clock, schedule, key, publish } = await scene(t)
  await schedule.add(vouch('one'), addTime(NOW, HOUR), key)
  clock.wait(DAY)
  await publish([createAgreementKey()])
  t.match(await schedule.list(), [{ problem: 'cannot_open' }])
})
