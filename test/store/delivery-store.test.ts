import t from 'tap'

import { createDeliveryStore } from '../../src/store/delivery-store.ts'
import { testDeliveryStore } from '../contracts/delivery-store.ts'
import { testDatabase } from '../support/database.ts'

testDeliveryStore(t, async (t) => createDeliveryStore(await testDatabase(t)))

t.test('bytes are stored once, and go with the last delivery that needs them', async (t) => {
  const db = await testDatabase(t)
  const store = createDeliveryStore(db)
  const activity = { id: 'https://harbor.example/1', body: '{"n":1}' }
  const now = Date.parse('2026-11-22T09:00:00Z')
  await store.enqueueDeliveries(activity, ['https://a.example/i', 'https://b.example/i'], now)
  const stored = async () => (await db.selectFrom('outgoing').select('bytes').execute()).length
  const [one, other] = await store.claimDeliveries(10, now, now + 1000)
  t.equal(await stored(), 1)
  await store.finishDeliveries([one?.id ?? 0])
  t.equal(await stored(), 1)
  await store.finishDeliveries([other?.id ?? 0])
  t.equal(await stored(), 0)
  t.equal(await store.countDeliveries(), 0)
})
