import t, { type Test } from 'tap'

import { MINUTE } from '../../src/kernel/time.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import { signedBy } from '../support/exchange.ts'
import {
  federationNode,
  type FederationNode,
  type TestNetwork,
  testNetwork,
} from '../support/federation-node.ts'
import { statementOf } from '../support/records.ts'

/** Of D, who never heard from A itself. */
const known = new Set<string>()
const vouched = async () => known

/** A, B, C and D: A has B as a peer, B has C, C has D; nobody else knows anybody. */
async function chain(t: Test) {
  const network = await testNetwork(t, 4)
  const node = () => federationNode(t, network, { vouched })
  const [a, b, c, d] = [await node(), await node(), await node(), await node()]
  for (const [one, other] of [
    [a, b],
    [b, c],
    [c, d],
  ] as const) {
    await one.befriend(other)
    await other.befriend(one)
  }
  for (const { collective } of [a, b, c, d]) known.add(collective.scid)
  network.advance(MINUTE)
  return { network, a, b, c, d }
}

const RAID = {
  type: 'Alert',
  slug: 'raid',
  defaultLanguage: 'en',
  status: 'actual',
  msgType: 'alert',
  scope: 'public',
  event: 'raid',
  urgency: 'immediate',
  severity: 'severe',
  certainty: 'observed',
  headlineMap: { en: 'Our rooms were raided' },
  instructionMap: { en: 'Do not log in today.' },
} as const

function alertOf({ collective }: FederationNode, network: TestNetwork, changes = {}) {
  const now = network.now().toISOString().replace('.000', '')
  const { did, origin } = collective
  const slug = 'raid'
  const id = `${origin}/records/${collective.scid}/Alert/${slug}`
  return statementOf('Alert', { did, slug, now, ...changes }, { id, ...changes })
}

async function shows({ store }: FederationNode, { digest }: SignedRecord): Promise<boolean> {
  return (await store.listCurrent({ types: ['Alert'] })).some((one) => one.digest === digest)
}

async function settled(nodes: readonly FederationNode[]): Promise<void> {
  for (const { federation } of nodes) await federation.background.idle()
}

t.test('an alert goes on from peer to peer, also when its origin is gone', async (t) => {
  const { network, a, b, c, d } = await chain(t)
  const { records } = await a.publisher.publishContents([RAID])
  const [raid] = records
  if (raid === undefined) throw new Error('an alert was published')
  await a.push()
  t.ok(await shows(b, raid), 'its peer has it')
  network.addresses.splice(0, 1)
  await b.push()
  t.ok(await shows(c, raid), 'the peer of its peer has it')
  await c.push()
  t.ok(await shows(d, raid), 'and the next one')
  await settled([b, c, d])
  await t.test('and every node passes it on once, never back', async (t) => {
    for (const node of [a, b, c, d]) {
      await node.push()
      t.equal(await node.deliveries.countDeliveries(), 0)
    }
  })

  await t.test('its cancel by members travels as far, whoever carries it', async (t) => {
    const { members, did } = a.collective
    network.advance(MINUTE)
    const about = { version: 2, msgType: 'cancel', references: [raid.statement] }
    const over = signedBy(alertOf(a, network, about), did, members.slice(0, 2))
    const [receipt] = await c.exchange.receive([over.text])
    t.match(receipt, { outcome: 'stored' })
    await c.push()
    await b.push()
    for (const [name, node] of Object.entries({ b, c, d }))
      t.ok(await shows(node, over), `${name} has it`)
    const [late] = await d.exchange.receive([raid.text])
    t.match(late, { outcome: 'known' }, 'a late copy changes nothing')
  })
})
