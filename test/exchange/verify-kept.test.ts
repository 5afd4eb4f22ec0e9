import t from 'tap'

import { verifyKept } from '../../src/exchange/verify-kept.ts'
import { foundCollective, listingAbout, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { START } from '../support/exchange.ts'

t.test('finds what was changed on the disk', async (t) => {
  const collective = foundCollective('https://harbor.example', START)
  const database = await openFor(t, await testLocation(t))
  const { store, publisher } = await testNode(collective, database, () => START)
  const { records } = await publisher.publishContents([
    listingAbout('one.example'),
    listingAbout('two.example'),
  ])
  t.strictSame(await verifyKept(store), { objects: 4, broken: [] }, 'listings, manifest and head')
  const [one] = records
  if (one === undefined) throw new Error('a listing was published')
  await database.db
    .updateTable('object')
    .set({ bytes: one.text.replace('one.example', 'six.example') })
    .where('digest', '=', one.digest)
    .execute()
  t.strictSame(await verifyKept(store), { objects: 4, broken: [one.digest] })
})
