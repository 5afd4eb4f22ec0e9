import t from 'tap'

import type { Mark, MarkFile } from '../../src/exchange/own-node.ts'
import { createPublisher } from '../../src/exchange/publisher.ts'
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts'
import { parseHead } from '../../src/record/head.ts'
import { listingAbout } from '../support/collective.ts'
import { goodHead, headOn, nodeAt, offer, rotated, START, withEntry } from '../support/exchange.ts'
import { after, ownNode, publishOne } from '../support/own-node.ts'

/** A mark that dies, as a process does, at its so many-th writing; 0 is the first. */
function dyingMark(at: number, known: MarkFile): MarkFile {
  let writes = 0
  return {
    read: () => known.read(),
    async write(mark: Mark) {
      if (writes++ === at) throw new Error('killed')
      await known.write(mark)
    },
  }
}

t.test(
  'under a new entry the state is said anew with the new key, earlier heads are void',
  async (t) => {
    const { clock, node, harbor, publish } = await ownNode(t)
    const { head } = await publish()
    const late = headOn(harbor, [], { now: START, after: head })
    clock.wait(HOUR)
    const next = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(head) })
    const later = await after(node, next)
    await t.rejects(publish(), { code: 'key_not_current' })
    await t.rejects(node.publisher.draft(listingAbout('a.example')), { code: 'key_not_current' })
    const renewed = await later.publisher.renew()
    t.match(renewed, { version: 2, previous: head.stateDigest, signer: next.node.multikey })
    t.strictSame(await offer(later, [late.head]), ['void_head'])
    t.match((await publishOne(later)).head, { version: 3, previous: renewed?.stateDigest })
    t.match(await node.store.findCollective(harbor.scid), { state: 'OK' })
  },
)

t.test('members may disown everything: then it is a new beginning', async (t) => {
  const { clock, node, harbor, publish } = await ownNode(t)
  await publish()
  clock.wait(HOUR)
  const later = await after(node, rotated(harbor, { time: clock.now(), lastGoodHead: null }))
  t.equal(await later.publisher.renew(), null)
  t.match((await publishOne(later)).head, { version: 1, previous: null })
  t.match((await publishOne(later)).head, { version: 2 })
})

t.test('an entry with the same node key is a new beginning too', async (t) => {
  const { clock, node, harbor, publish } = await ownNode(t)
  const { head } = await publish()
  clock.wait(HOUR)
  const next = withEntry(harbor, { time: clock.now(), lastGoodHead: goodHead(head) })
  const later = await after(node, next)
  t.match((await publishOne(later)).head, { version: 2, previous: head.stateDigest })
})

t.test('signs nothing while the log is disputed, nor with a key that has expired', async (t) => {
  const { clock, node, harbor, publish } = await ownNode(t)
  await publish()
  clock.wait(HOUR)
  const [one, other] = [0, 1].map(() => rotated(harbor, { time: clock.now(), lastGoodHead: null }))
  const later = await after(node, one ?? harbor)
  await node.exchange.receiveLog(harbor.scid, other?.log ?? harbor.log)
  await t.rejects(publishOne(later), { code: 'own_log_disputed' })

  const { clock: clock2, publish: publish2, node: node2 } = await ownNode(t)
  clock2.wait(90 * DAY)
  await t.rejects(publish2(), { code: 'key_expired' })
  await t.rejects(node2.publisher.renew(), { code: 'key_expired' })
})

t.test(
  'when the clock is set back, nothing is dated earlier than what it follows (M03)',
  async (t) => {
    const { clock, node, publish } = await ownNode(t)
    const { head } = await publish()
    clock.wait(-5 * MINUTE)
    t.equal((await publish()).head.published, head.published)
    clock.wait(-2 * HOUR)
    await t.rejects(publish(), { kind: 'unavailable', code: 'clock_behind' })
    clock.wait(2 * HOUR)
    await publish()
    t.match(await node.store.findCollective(node.collective.scid), { state: 'OK' })
  },
)

t.test('a database put back to an earlier state refuses to sign (G10)', async (t) => {
  const { node, publish, clock } = await ownNode(t)
  const { head } = await publish()
  await publish()
  const newer = await node.publisherDeps.mark.read()
  const old = await nodeAt(t, clock, node.collective)
  const publisherDeps = { ...old.publisherDeps, mark: node.publisherDeps.mark }
  const publisher = createPublisher(publisherDeps)
  await t.rejects(publisher.publishContents([]), { code: 'not_own_head' }, 'an empty one')
  const manifest = await node.store.findObject(head.manifest)
  await offer(old, [head, ...(manifest === null ? [] : [manifest])])
  await t.rejects(publisher.publishContents([]), { code: 'not_own_head' })
  await t.rejects(publisher.renew(), { code: 'not_own_head' })
  t.strictSame(await node.publisherDeps.mark.read(), newer, 'the mark stays')
})

t.test('nor does one that lacks the entry under which this node published', async (t) => {
  const { clock, node, harbor, publish } = await ownNode(t)
  const { head } = await publish()
  clock.wait(HOUR)
  const next = withEntry(harbor, { time: clock.now(), lastGoodHead: goodHead(head) })
  await publishOne(await after(node, next))
  const old = await nodeAt(t, clock, harbor)
  const publisher = createPublisher({ ...old.publisherDeps, mark: node.publisherDeps.mark })
  await t.rejects(publisher.publishContents([]), { code: 'not_own_head' })
})

t.test('a crash between mark, commit and mark is repaired, whenever it comes', async (t) => {
  for (const at of [0, 1]) {
    const { node, publish } = await ownNode(t)
    const { head } = await publish()
    const mark = dyingMark(at, node.publisherDeps.mark)
    const dying = createPublisher({ ...node.publisherDeps, mark })
    await t.rejects(dying.publishContents([listingAbout('a.example')]), { message: 'killed' })
    const { head: next } = await publish()
    t.equal(next.version, head.version + 1 + at)
    t.match(await node.store.findCollective(node.collective.scid), { state: 'OK' })
  }
})

t.test('renewing puts a mark right that a crash left behind, so that peers are told', async (t) => {
  const { node, publish } = await ownNode(t)
  const { mark } = node.publisherDeps
  await publish()
  const dying = createPublisher({ ...node.publisherDeps, mark: dyingMark(1, mark) })
  await t.rejects(dying.publishContents([]), { message: 'killed' })
  const { head } = (await node.store.findCollective(node.collective.scid)) ?? { head: null }
  t.equal(await node.publisher.renew(), null)
  const object = await node.store.findObject(head ?? '')
  const { stateDigest } = parseHead(object?.text ?? '')
  t.match(await mark.read(), { version: 2, head: stateDigest, next: null })
})

t.test('a crash while the very first head is published is repaired too', async (t) => {
  for (const at of [0, 1]) {
    const { node, publish } = await ownNode(t)
    const mark = dyingMark(at, node.publisherDeps.mark)
    const dying = createPublisher({ ...node.publisherDeps, mark })
    await t.rejects(dying.publishContents([]), { message: 'killed' })
    t.equal((await publish()).head.version, 1 + at)
  }
})

t.test('a commit that fails leaves everything as it was, and the next one holds', async (t) => {
  const { node, publish } = await ownNode(t)
  const { head } = await publish()
  const { store } = node.publisherDeps
  let transactions = 0
  const publisher = createPublisher({
    ...node.publisherDeps,
    store: {
      ...store,
      async transaction(work) {
        if (++transactions === 2) throw new Error('disk full')
        return await store.transaction(work)
      },
    },
  })
  await t.rejects(publisher.publishContents([]), { message: 'disk full' })
  t.match((await publish()).head, { version: 2, previous: head.stateDigest })
})

t.test('a head by the own key that this node did not make stops it', async (t) => {
  const { node, harbor, publish } = await ownNode(t)
  const { head } = await publish()
  const next = headOn(harbor, [], { now: START, after: head })
  await offer(node, [next.head, next.manifest])
  await t.rejects(publish(), { code: 'not_own_head' }, 'it follows the own one')

  const { node: node2, publish: publish2 } = await ownNode(t)
  await publish2()
  const fork = headOn(node2.collective, [], { now: START })
  await offer(node2, [fork.head, fork.manifest])
  await t.rejects(publish2(), { code: 'not_own_head' }, 'it is beside the own one')

  const { node: node3, publish: publish3 } = await ownNode(t)
  await publish3()
  const changes = { version: 9, previous: head.stateDigest }
  const waiting = headOn(node3.collective, [], { now: START, changes })
  await offer(node3, [waiting.head])
  await t.rejects(publish3(), { code: 'not_own_head' }, 'it is not even in force')
})

t.test('a new data directory does not start again where others know more', async (t) => {
  const { clock, node, publish } = await ownNode(t)
  await publish()
  const { head } = await publish()
  const empty = await nodeAt(t, clock, node.collective)
  await offer(empty, [head])
  await t.rejects(publishOne(empty), { code: 'not_own_head' })
})

t.test('a last good head that is not at hand has to come first', async (t) => {
  const { clock, node, harbor, publish } = await ownNode(t)
  const { head, records } = await publish()
  clock.wait(HOUR)
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(head) })
  const empty = await nodeAt(t, clock, next)
  await t.rejects(publishOne(empty), { code: 'last_good_head_missing' })
  const manifest = await node.store.findObject(head.manifest)
  await offer(empty, [head, ...(manifest === null ? [] : [manifest])])
  await t.rejects(publishOne(empty), { code: 'records_missing' })
  await offer(empty, records)
  t.match((await publishOne(empty)).head, { version: 2 })
})

t.test(
  'of two publishers that meet, the later one learns that the state has changed',
  async (t) => {
    const { node, publish } = await ownNode(t)
    await publish()
    const { mark } = node.publisherDeps
    let met = false
    const slow = createPublisher({
      ...node.publisherDeps,
      mark: {
        read: () => mark.read(),
        async write(value) {
          await mark.write(value)
          if (!met) {
            met = true
            await publish()
          }
        },
      },
    })
    await t.rejects(slow.publishContents([]), { code: 'changed_meanwhile' })
    const { head } = await publish()
    t.equal(head.version, 3)
    t.match(await node.store.findCollective(node.collective.scid), { state: 'OK' })
  },
)
