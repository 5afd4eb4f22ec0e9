import t, { type Test } from 'tap'

import { prune } from '../../src/exchange/prune.ts'
import { DAY } from '../../src/kernel/time.ts'
import { assembleRecord, proveStatement, type SignedRecord } from '../../src/record/record.ts'
import {
  foundCollective,
  listingAbout,
  type TestCollective,
  testNode,
} from '../support/collective.ts'
import { openFor, testLocation } from '../support/database.ts'
import { statementOf } from '../support/records.ts'

const START = new Date('2026-11-22T09:00:00Z')

async function setUp(t: Test) {
  const clock = { now: START }
  const now = (): Date => clock.now
  const collective = foundCollective('https://harbor.example', START)
  const node = await testNode(collective, await openFor(t, await testLocation(t)), now)
  return {
    ...node,
    pass: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * DAY)
    },
    prune: () => prune({ ...node.publisherDeps }),
    isKept: async (digest = '') => (await node.store.findObject(digest)) !== null,
  }
}

t.test('removes what was superseded, 30 days after it was found so', async (t) => {
  const node = await setUp(t)
  const old = await node.publisher.publishContents([listingAbout('one.example')])
  t.equal(await node.prune(), 0)
  const next = await node.publisher.publishContents([listingAbout('one.example')])
  const before = await node.store.bytesOf(node.collective.scid)
  t.equal(await node.prune(), 0, 'it is only marked')
  node.pass(29)
  t.equal(await node.prune(), 0)
  t.ok(await node.isKept(old.records[0]?.digest))
  node.pass(1)
  t.equal(await node.prune(), 2, 'the record and its manifest')
  t.notOk(await node.isKept(old.records[0]?.digest))
  t.notOk(await node.isKept(old.head.manifest))
  t.ok(await node.isKept(old.head.digest), 'the chain of heads stays whole')
  t.ok(await node.isKept(next.records[0]?.digest))
  const after = await node.store.bytesOf(node.collective.scid)
  t.ok(after < before)
  t.equal(await node.prune(), 0)
})

t.test('what is needed again loses its mark', async (t) => {
  const node = await setUp(t)
  const { records } = await node.publisher.publishContents([listingAbout('one.example')])
  const [listing] = records
  await node.publisher.publishContents([], { remove: [{ type: 'Listing', slug: 'one-example' }] })
  await node.prune()
  node.pass(20)
  await node.publisher.publishSigned(records)
  await node.prune()
  node.pass(20)
  await node.prune()
  t.ok(await node.isKept(listing?.digest))
})

t.test('a charter that a commitment names stays, whatever its collective says now', async (t) => {
  const node = await setUp(t)
  const { collective, publisher } = node
  const options = { did: collective.did, slug: 'ground' }
  const charter = signed(collective, statementOf('Charter', options))
  const named = { collective: collective.scid, slug: 'ground', digest: charter.statement }
  const commitment = signed(collective, statementOf('Commitment', options, { charter: named }))
  const next = signed(collective, statementOf('Charter', { ...options, version: 2 }))
  const latest = signed(collective, statementOf('Charter', { ...options, version: 3 }))
  await publisher.publishSigned([charter, commitment])
  await publisher.publishSigned([next])
  await publisher.publishSigned([latest])
  await node.prune()
  node.pass(31)
  await node.prune()
  t.ok(await node.isKept(charter.digest))
  t.ok(await node.isKept(commitment.digest))
  t.notOk(await node.isKept(next.digest), 'nobody stands under this one')
  t.ok(await node.isKept(latest.digest))
})

/** A record that two of the three members signed. */
function signed(
  { did, members }: TestCollective,
  statement: Parameters<typeof proveStatement>[0],
): SignedRecord {
  const proofs = members
    .slice(0, 2)
    .map((member) => proveStatement(statement, { did, ...member }, 'capabilityInvocation'))
  return assembleRecord(statement, proofs)
}

t.test('an earlier canary stays, long after it was superseded', async (t) => {
  const node = await setUp(t)
  const { collective, publisher } = node
  const canary = (version: number, now: string) => {
    const statement = statementOf('Canary', { did: collective.did, version, now })
    const proofs = collective.members
      .slice(0, 2)
      .map((member) =>
        proveStatement(statement, { did: collective.did, ...member }, 'capabilityInvocation'),
      )
    return assembleRecord(statement, proofs)
  }
  const first = canary(1, '2026-11-22T09:00:00Z')
  await publisher.publishSigned([first])
  node.pass(40)
  await publisher.publishSigned([canary(2, '2027-01-01T09:00:00Z')])
  await node.prune()
  node.pass(400)
  await node.prune()
  t.ok(await node.isKept(first.digest))
})
