import { readdirSync, readFileSync } from 'node:fs'

import t from 'tap'

import { createSchedule, publishDue } from '../../src/exchange/schedule.ts'
import { sealTo } from '../../src/identity/sealing.ts'
import { addTime, DAY, HOUR, toTimestamp } from '../../src/kernel/time.ts'
import { createScheduleStore } from '../../src/store/schedule-store.ts'
import { memberRecord } from '../hostile/harness/states.ts'
import { foundCollective } from '../support/collective.ts'
import { onPostgres, openFor, testLocation } from '../support/database.ts'
import { nodeAt, START, testClock } from '../support/exchange.ts'

const NOW = toTimestamp(START)
const harbor = foundCollective('https://harbor.example', START)

t.test('the node key signs none', async (t) => {
  const { publisher, store } = await nodeAt(t, testClock(), harbor)
  const content = {
    type: 'Canary' as const,
    slug: 'main',
    defaultLanguage: 'en',
    claims: [{ claim: 'gag', contentMap: { en: 'No gag order.' } }],
    nextDate: addTime(NOW, 80 * DAY),
    freshness: [],
  }
  await t.rejects(publisher.publishContents([content]), { code: 'wrong_signer' })
  t.strictSame(await store.listCurrent({ types: ['Canary'] }), [])
})

t.test('the heartbeat of a state renews no canary', async (t) => {
  const clock = testClock()
  const { publisher, store } = await nodeAt(t, clock, harbor)
  const canary = memberRecord(harbor, 'Canary', {}, { now: NOW })
  await publisher.publishSigned([canary])
  clock.wait(3 * DAY)
  t.ok(await publisher.renew(), 'the head is renewed')
  const current = await store.listCurrent({ types: ['Canary'] })
  t.strictSame(
    current.map(({ digest }) => digest),
    [canary.digest],
  )
})

t.test('one of a day to come is not published: a clock would renew it then', async (t) => {
  const clock = testClock()
  const { publisher } = await nodeAt(t, clock, harbor)
  const ahead = memberRecord(harbor, 'Canary', {}, { now: addTime(NOW, HOUR) })
  await t.rejects(publisher.publishSigned([ahead]), { code: 'dated_ahead' })
  clock.wait(HOUR)
  await publisher.publishSigned([ahead])
})

t.test('none waits for its time, not even where a row says so', async (t) => {
  const clock = testClock()
  const node = await nodeAt(t, clock, harbor)
  const database = await openFor(t, onPostgres ? await testLocation(t) : { file: ':memory:' })
  const scheduled = createScheduleStore(database)
  const deps = { scheduled, now: clock.now }
  const { agreement } = harbor
  const canary = memberRecord(harbor, 'Canary', {}, { now: NOW })
  const due = addTime(NOW, HOUR)
  await t.rejects(createSchedule(deps).add(canary, due, agreement.multikey), {
    code: 'not_by_machine',
  })
  const { digest, expires, text } = canary
  const sealed = (await sealTo(text, [agreement.multikey])).toString('base64')
  await scheduled.putScheduled({ digest, type: 'Vouch', due, expires, problem: null, sealed })
  clock.wait(2 * HOUR)
  const { publisher } = node
  t.strictSame(await publishDue({ ...deps, publisher, agreements: [agreement] }), [])
  t.match(await scheduled.listScheduled(), [{ problem: 'not_by_machine' }])
})

t.test('only one place of the program writes canaries, and it names no key', async (t) => {
  const source = new URL('../../src/', import.meta.url)
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('record/'),
  )
  const text = (file: string) => readFileSync(new URL(file, source), 'utf8')
  t.strictSame(
    files.filter((file) => /compose-canary\.ts'|type: 'Canary'/.test(text(file))),
    ['alert/compose-canary.ts', 'cli/commands/canary-prepare.ts'],
  )
  t.notMatch(text('cli/commands/canary-prepare.ts'), /signingKeys|signRecord|proveStatement|unlock/)
  const store = text('alert/canary-store.ts')
  t.notMatch(store, /\b(?:put|add|set|remove)[A-Z]\w*\(/, 'the port has no way to write')
})
