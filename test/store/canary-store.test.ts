import t, { type Test } from 'tap'

import { createBranchesOf } from '../../src/exchange/branches.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import { createCanaryStore } from '../../src/store/canary-store.ts'
import { memberRecord } from '../hostile/harness/states.ts'
import { foundCollective } from '../support/collective.ts'
import { nodeAt, START, testClock } from '../support/exchange.ts'

const NOW = toTimestamp(START)

async function scene(t: Test) {
  const { exchange, store } = await nodeAt(t, testClock())
  const nube = foundCollective('https://nube.example', START)
  await exchange.receiveLog(nube.scid, nube.log)
  const canary = (version: number, slug = 'main') =>
    memberRecord(nube, 'Canary', {}, { version, slug, now: addTime(NOW, (version - 9) * DAY) })
  const records = [canary(2), canary(1), canary(1, 'mail')]
  await exchange.receive(records.map(({ text }) => text))
  return { store, nube, canaries: createCanaryStore({ store, branchesOf: createBranchesOf() }) }
}

t.test('reads each slug, the newest first, long after it has expired', async (t) => {
  const { canaries, nube } = await scene(t)
  for (const now of [NOW, addTime(NOW, 1000 * DAY)]) {
    const histories = await canaries.listHistories(nube.scid, now)
    const versions = histories.map((one) => one.map(({ record }) => [record.slug, record.version]))
    t.same(
      new Set(versions.map((one) => JSON.stringify(one))),
      new Set(['[["main",2],["main",1]]', '[["mail",1]]']),
    )
  }
  t.equal((await canaries.branchesOf(nube.scid)).length, 1)
})

t.test('of who is unknown or blocked here there is nothing', async (t) => {
  const { canaries, store, nube } = await scene(t)
  t.strictSame(await canaries.listHistories(`Qm${'N'.repeat(44)}`, NOW), [])
  t.strictSame(await canaries.branchesOf(`Qm${'N'.repeat(44)}`), [])
  await store.transaction((writer) => writer.setBlocked(nube.scid, true, NOW))
  t.strictSame(await canaries.listHistories(nube.scid, NOW), [])
})
