import t, { type Test } from 'tap'

import type { TextRecordType } from '../../src/communique/communique-store.ts'
import { prune } from '../../src/exchange/prune.ts'
import { DAY, toTimestamp } from '../../src/kernel/time.ts'
import { signRecord } from '../../src/record/record.ts'
import { createCommuniqueStore } from '../../src/store/communique-store.ts'
import { foundCollective, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { signedBy, START, testClock } from '../support/exchange.ts'
import { statementOf } from '../support/records.ts'

async function setUp(t: Test) {
  const clock = testClock()
  const collective = foundCollective('https://harbor.example', START)
  const database = await openFor(t, await testLocation(t))
  const node = await testNode(collective, database, clock.now)
  const { did, members } = collective
  const store = createCommuniqueStore(database.db)
  return {
    ...node,
    clock,
    store,
    /** A communiqué by two members. */
    communique: (version: number, changes: Readonly<Record<string, unknown>> = {}) => {
      const now = toTimestamp(clock.now())
      const statement = statementOf('Communique', { did, slug: 'umbrella', version, now }, changes)
      return signedBy(statement, did, members.slice(0, 2))
    },
    draft: (slug: string) => {
      const now = toTimestamp(clock.now())
      return signRecord(statementOf('Draft', { did, slug, now }), { did, ...collective.node })
    },
    statements: async (type: TextRecordType) =>
      (await store.list(type)).map(({ statement }) => statement),
  }
}

t.test('lists what counts, with the collective and the digest that others name', async (t) => {
  const { publisher, draft, store, collective } = await setUp(t)
  const [one, two] = [draft('umbrella.1'), draft('umbrella.2')]
  await publisher.publishSigned([two, one])
  const listed = await store.list('Draft')
  t.match(listed, [
    { scid: collective.scid, statement: one.statement, record: { slug: 'umbrella.1' } },
    { scid: collective.scid, statement: two.statement, record: { slug: 'umbrella.2' } },
  ])
  t.strictSame(await store.list('Position'), [])
  await publisher.publishContents([], { remove: [{ type: 'Draft', slug: 'umbrella.1' }] })
  t.equal((await store.list('Draft')).length, 1)
})

t.test('keeps every version of a communiqué, long after it was superseded', async (t) => {
  const { publisher, communique, statements, clock, publisherDeps } = await setUp(t)
  const [one, two] = [communique(1), communique(2)]
  await publisher.publishSigned([one])
  await publisher.publishSigned([two])
  t.strictSame(await statements('Communique'), [one.statement, two.statement])
  await prune(publisherDeps)
  clock.wait(60 * DAY)
  await prune(publisherDeps)
  await prune(publisherDeps)
  t.strictSame(await statements('Communique'), [one.statement, two.statement])
})

t.test('what has expired is not listed, nor what it took the place of', async (t) => {
  const { publisher, communique, statements, exchange, clock } = await setUp(t)
  await publisher.publishSigned([communique(1)])
  await exchange.receive([communique(2, { expires: '2026-11-23T00:00:00Z' }).text])
  t.equal((await statements('Communique')).length, 2)
  clock.wait(2 * DAY)
  await exchange.settleDue()
  t.strictSame(await statements('Communique'), [])
})

t.test('nothing of a blocked collective is listed', async (t) => {
  const { publisher, communique, statements, collective, publisherDeps } = await setUp(t)
  await publisher.publishSigned([communique(1)])
  const at = toTimestamp(START)
  await publisherDeps.store.transaction((writer) => writer.setBlocked(collective.scid, true, at))
  t.strictSame(await statements('Communique'), [])
})
