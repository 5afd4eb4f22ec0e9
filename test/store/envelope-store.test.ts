import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { toTimestamp } from '../../src/kernel/time.ts'
import { createEnvelopeStore } from '../../src/store/envelope-store.ts'
import { testEnvelopeStore } from '../contracts/envelope-store.ts'
import { openFor, testLocation } from '../support/database.ts'

const now = () => new Date('2026-11-22T09:00:00Z')

testEnvelopeStore(t, async (t) => {
  const database = await openFor(t, await testLocation(t))
  return {
    store: createEnvelopeStore(database, now),
    jobs: () => database.db.selectFrom('job').selectAll().orderBy('id').execute(),
  }
})

t.test('what was removed is nowhere on the disk once the removal is done (G09)', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const store = createEnvelopeStore(await openFor(t, { file }), now)
  const [digest, sender] = ['zQm1', 'Qm1']
  const [received, expires] = [toTimestamp(now()), '2026-12-22T09:00:00Z']
  const put = { digest, sender, received, expires, text: 'unrepeatable' }
  const onDisk = (): boolean =>
    [file, `${file}-wal`].some((name) => readFileSync(name).includes('unrepeatable'))
  await store.changeEnvelopes({ put, remove: [], jobs: [] })
  t.ok(onDisk())
  await store.changeEnvelopes({ put: null, remove: [digest], jobs: [] })
  t.notOk(onDisk())
  await store.changeEnvelopes({ put, remove: [], jobs: [] })
  await store.forgetEnvelopes(expires)
  t.notOk(onDisk())
})
