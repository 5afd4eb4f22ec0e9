import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { toTimestamp } from '../../src/kernel/time.ts'
import { signRecord } from '../../src/record/record.ts'
import { createObjectStore } from '../../src/store/object-store.ts'
import { type Open, testObjectStore } from '../contracts/object-store.ts'
import { testStandingStore } from '../contracts/standing-store.ts'
import { foundCollective } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { statementOf } from '../support/records.ts'

const open: Open = async (t) => {
  const location = await testLocation(t)
  const [one, other] = [await openFor(t, location), await openFor(t, location)]
  return [createObjectStore(one), createObjectStore(other)]
}

testObjectStore(t, open)
testStandingStore(t, open)

t.test('what was removed is nowhere on the disk once the removal is done (G09)', async (t) => {
  const now = new Date('2026-11-22T09:00:00Z')
  const file = join(t.testdir({}), 'tessera.db')
  const store = createObjectStore(await openFor(t, { file }))
  const { did, scid, node } = foundCollective('https://harbor.example', now)
  const statement = statementOf('Listing', { did }, { nameMap: { en: 'unrepeatable' } })
  const value = signRecord(statement, { did, ...node })
  await store.transaction(async (writer) => {
    await writer.addCollective({ scid, did, own: false, at: toTimestamp(now) })
    await writer.addObjects([{ kind: 'record', value }], toTimestamp(now))
  })
  const onDisk = (): boolean =>
    [file, `${file}-wal`].some((name) => readFileSync(name).includes('unrepeatable'))
  t.ok(onDisk())
  await store.transaction((writer) => writer.removeObjects([value.digest]))
  t.notOk(onDisk())
})
