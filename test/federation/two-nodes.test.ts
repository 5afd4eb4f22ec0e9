import t from 'tap'

import { listingAbout } from '../support/collective.ts'
import { federationNode, testNetwork } from '../support/federation-node.ts'

t.test('what one node publishes counts on its peer as soon as it is pushed', async (t) => {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  await harbor.befriend(nube)
  await nube.befriend(harbor)
  const { head } = await harbor.publisher.publishContents([
    listingAbout('one.example'),
    listingAbout('two.example'),
  ])
  await harbor.push()
  const { scid } = harbor.collective
  t.match(await nube.store.findCollective(scid), { state: 'OK', head: head.digest })
  t.equal((await nube.store.listCurrent({ scid })).length, 2)
  t.equal(await harbor.deliveries.countDeliveries(), 0)
})
