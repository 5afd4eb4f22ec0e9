import t, { type Test } from 'tap'

import { foundCollective, listingAbout, testNode } from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'

const START = new Date('2026-11-22T09:00:00Z')
const now = () => START

async function twoNodes(t: Test) {
  const at = async (origin: string) =>
    testNode(foundCollective(origin, START), await openFor(t, await testLocation(t)), now)
  return { harbor: await at('https://harbor.example'), nube: await at('https://nube.example') }
}

t.test('what one node publishes counts on another, once all of it has come', async (t) => {
  const { harbor, nube } = await twoNodes(t)
  const { scid, log } = harbor.collective
  const { head, records } = await harbor.publisher.publishContents([
    listingAbout('one.example'),
    listingAbout('two.example'),
  ])
  t.equal(head.version, 1)
  const manifest = await harbor.store.findObject(head.manifest)

  const early = await nube.exchange.receive([head.text])
  t.match(early, [{ outcome: 'refused', refusal: { code: 'unknown_collective' } }])
  t.match(await nube.exchange.receiveLog(scid, log), { outcome: 'extended', added: 1 })
  t.match(await nube.exchange.receive([head.text]), [{ outcome: 'stored' }])
  t.strictSame(await nube.exchange.missing(scid), [head.manifest])
  t.match(await nube.exchange.receive([manifest?.text ?? '']), [{ outcome: 'stored' }])
  t.strictSame(
    new Set(await nube.exchange.missing(scid)),
    new Set(records.map((record) => record.digest)),
  )
  t.match(await nube.store.findCollective(scid), { state: 'PENDING' })
  t.match(await nube.exchange.receive(records.map((record) => record.text)), [
    { outcome: 'stored' },
    { outcome: 'stored' },
  ])
  t.match(await nube.store.findCollective(scid), { state: 'OK', head: head.digest })
  t.equal((await nube.store.listCurrent({ scid })).length, 2)
  t.match(await nube.exchange.receive([head.text]), [{ outcome: 'known' }])
})
