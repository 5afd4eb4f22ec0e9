import t from 'tap'

import { createVouchBook } from '../../src/server/vouch-book.ts'
import { openFor, testLocation } from '../support/database.ts'
import { signTogether, threeCollectives, vouchFor } from '../support/three-collectives.ts'

t.test('finds vouches from either side, and follows what changes', async (t) => {
  const world = await threeCollectives(async () => openFor(t, await testLocation(t)))
  const { node, nube, rosa } = world
  const book = createVouchBook(node.store)
  const [harbor, cloud] = [node.collective.scid, nube.collective.scid]
  t.match(await book.by(harbor), [{ whom: cloud, fingerprintChecked: 'in-person' }])
  t.match(await book.about(harbor), [{ voucher: cloud }])
  t.strictSame(await book.about(rosa.collective.scid), [])

  await signTogether(node, vouchFor(rosa, 'phone-call'))
  t.match(await book.about(rosa.collective.scid), [{ voucher: harbor }])
  t.equal((await book.by(harbor)).length, 2)

  await signTogether(node, { ...vouchFor(rosa, 'phone-call'), withdrawn: true })
  t.strictSame(await book.about(rosa.collective.scid), [], 'it was taken back')
})

t.test('tells nothing of whom this node has blocked', async (t) => {
  const { node, nube } = await threeCollectives(async () => openFor(t, await testLocation(t)))
  const book = createVouchBook(node.store)
  t.equal((await book.about(node.collective.scid)).length, 1)
  await node.store.transaction((writer) =>
    writer.setBlocked(nube.collective.scid, true, '2026-11-22T12:00:00Z'),
  )
  t.strictSame(await book.about(node.collective.scid), [])
})
