import t from 'tap'

import { missingOf } from '../../src/exchange/missing.ts'
import { DAY } from '../../src/kernel/time.ts'
import type { Digest } from '../../src/record/digest.ts'
import { foundCollective } from '../support/collective.ts'
import {
  goodHead,
  headOn,
  meeting,
  memberRecord,
  nodeAt,
  offer,
  pull,
  rotated,
  standingOf,
  START,
  sync,
  testClock,
  threeRecords,
  withEntry,
} from '../support/exchange.ts'
import { createHistory, change, factsOf, nextEntry, type KnownObject } from '../support/history.ts'
import { publishOne } from '../support/own-node.ts'

t.test('asks for nothing where nothing is known', async (t) => {
  const { nube, scid } = await meeting(t)
  t.strictSame(await nube.exchange.missing('QmNobody'), [])
  t.strictSame(await nube.exchange.missing(scid), [])
})

t.test('asks for heads in between, a manifest, then its records', async (t) => {
  const { nube, harbor, scid } = await meeting(t)
  const records = threeRecords(harbor)
  const one = headOn(harbor, [], { now: START })
  const two = headOn(harbor, [], { now: START, after: one.head })
  const three = headOn(harbor, records, { now: START, after: two.head })
  const missing = async () => new Set(await nube.exchange.missing(scid))
  await offer(nube, [three.head])
  t.strictSame(await missing(), new Set([two.head.stateDigest, three.manifest.digest]))
  await offer(nube, [two.head, three.manifest])
  const [first, ...others] = records.map(({ digest }) => digest)
  t.strictSame(await missing(), new Set([one.head.stateDigest, first, ...others]))
  await offer(nube, [one.head, records[0]])
  t.strictSame(await missing(), new Set(others))
  await offer(nube, records)
  t.strictSame(await missing(), new Set())
})

t.test('of a fork it asks for what every side needs', async (t) => {
  const { nube, harbor, scid } = await meeting(t)
  const [common, mine, theirs] = threeRecords(harbor)
  const one = headOn(harbor, [common, mine], { now: START })
  const other = headOn(harbor, [common, theirs], { now: START })
  await offer(nube, [one.head, other.head, one.manifest])
  t.strictSame(
    new Set(await nube.exchange.missing(scid)),
    new Set([common.digest, mine.digest, other.manifest.digest]),
  )
})

t.test(
  'asks for the records of the last good head only until a later one is complete',
  async (t) => {
    const { nube, harbor, scid, clock } = await meeting(t)
    const [kept, gone] = threeRecords(harbor)
    const base = headOn(harbor, [kept, gone], { now: START })
    clock.wait(DAY)
    const next = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(base.head) })
    await nube.exchange.receiveLog(scid, next.log)
    t.strictSame(await nube.exchange.missing(scid), [base.head.stateDigest])
    await offer(nube, [base.head])
    t.strictSame(await nube.exchange.missing(scid), [base.manifest.digest])
    await offer(nube, [base.manifest, kept])
    t.strictSame(await nube.exchange.missing(scid), [gone.digest])
    const later = headOn(next, [kept], { now: clock.now(), after: base.head })
    await offer(nube, [later.head, later.manifest])
    t.strictSame(await nube.exchange.missing(scid), [], 'what nobody lists may be gone everywhere')
  },
)

t.test(
  'asks for the list of every last good head: records of former members need it',
  async (t) => {
    const clock = testClock()
    const nube = await nodeAt(t, clock, foundCollective('https://nube.example', START))
    const harbor = foundCollective('https://harbor.example', START)
    const vouch = memberRecord(harbor, { now: START })
    const first = headOn(harbor, [vouch], { now: START })
    clock.wait(DAY)
    const newcomers = foundCollective('https://rosa.example', START).members
    const second = withEntry(harbor, {
      time: clock.now(),
      lastGoodHead: goodHead(first.head),
      members: { keys: newcomers.map(({ multikey }) => multikey), threshold: 2 },
    })
    const base = headOn(second, [vouch], { now: clock.now(), after: first.head })
    clock.wait(DAY)
    const third = withEntry(
      { ...second, members: newcomers },
      { time: clock.now(), lastGoodHead: goodHead(base.head) },
    )
    const newest = headOn(third, [vouch], { now: clock.now(), after: base.head })
    await nube.exchange.receiveLog(harbor.scid, third.log)
    await offer(nube, [newest.head, newest.manifest, vouch, base.head, base.manifest])
    t.strictSame(await nube.store.listCurrent({ scid: harbor.scid }), [])
    t.strictSame(await nube.exchange.missing(harbor.scid), [first.head.stateDigest])
    await offer(nube, [first.head, first.manifest])
    t.match(await nube.store.listCurrent({ scid: harbor.scid }), [{ digest: vouch.digest }])
    t.strictSame(await nube.exchange.missing(harbor.scid), [])
  },
)

t.test('leads a newcomer through months of changes to the same state', async (t) => {
  const clock = testClock()
  const harbor = await nodeAt(t, clock)
  const nube = await nodeAt(t, clock, foundCollective('https://nube.example', START))
  for (let i = 0; i < 60; i++) {
    await publishOne(harbor)
    clock.wait(DAY)
  }
  t.ok(await sync(harbor, nube))
  const { scid } = harbor.collective
  t.equal(await standingOf(nube.store, scid), await standingOf(harbor.store, scid))
  t.equal((await nube.store.listCurrent({ scid })).length, 60)
})

t.test('ends where nobody has what is missing, and goes on when somebody does', async (t) => {
  const clock = testClock()
  const harbor = await nodeAt(t, clock)
  const nube = await nodeAt(t, clock, foundCollective('https://nube.example', START))
  const rosa = await nodeAt(t, clock, foundCollective('https://rosa.example', START))
  const { head } = await publishOne(harbor)
  const { scid, log } = harbor.collective
  await nube.exchange.receiveLog(scid, log)
  await offer(nube, [head])
  t.notOk(await pull(rosa.store, nube, scid))
  t.match(await nube.store.findCollective(scid), { state: 'PENDING' })
  t.ok(await pull(harbor.store, nube, scid))
  t.match(await nube.store.findCollective(scid), { state: 'OK' })
})

t.test('asks for each once, over all branches of a disputed log', async (t) => {
  const history = createHistory()
  change(history, 'Profile', 'p')
  const branches = ['one', 'other'].map((nodeKey) => [
    ...history.entries,
    nextEntry(history, { nodeKey }),
  ])
  const without = (digest: Digest): KnownObject[] =>
    history.objects.filter(({ value }) => value.digest !== digest)
  for (const { kind, value } of history.objects) {
    const digest = 'stateDigest' in value ? value.stateDigest : value.digest
    t.strictSame(missingOf(factsOf(branches, without(value.digest))), [digest], kind)
  }
})
