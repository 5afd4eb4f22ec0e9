import t from 'tap'

import { ANNOUNCE_QUEUE } from '../../src/exchange/publish.ts'
import { createPublisher } from '../../src/exchange/publisher.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { DAY, HOUR, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { listingAbout } from '../support/collective.ts'
import {
  goodHead,
  headOn,
  memberRecord,
  nodeAt,
  nodeRecord,
  offer,
  rotated,
  START,
} from '../support/exchange.ts'
import { after, itemsOf, ownNode, publishOne } from '../support/own-node.ts'

t.test('one change after the other, each on the one before', async (t) => {
  const { node, publish } = await ownNode(t)
  const one = await publish()
  const two = await publish()
  t.match(one.head, { version: 1, previous: null })
  t.match(two.head, { version: 2, previous: one.head.stateDigest })
  t.equal((await itemsOf(node, two.head.manifest)).length, 2)
  t.match(await node.store.findCollective(node.collective.scid), {
    state: 'OK',
    head: two.head.digest,
  })
  t.match(await node.publisherDeps.mark.read(), {
    did: two.head.did,
    version: 2,
    head: two.head.stateDigest,
    next: null,
  })
})

t.test('the next version of a record takes its place', async (t) => {
  const { clock, node } = await ownNode(t)
  const [first] = (await node.publisher.publishContents([listingAbout('a.example')])).records
  clock.wait(HOUR)
  const { head, records } = await node.publisher.publishContents([listingAbout('a.example')])
  t.match(records, [{ version: 2, published: first?.published, updated: toTimestamp(clock.now()) }])
  t.strictSame(await itemsOf(node, head.manifest), ['Listing/a-example'])
})

t.test('what ends and what has expired is listed no more', async (t) => {
  const { clock, node } = await ownNode(t)
  await node.publisher.publishContents(['a.example', 'b.example'].map(listingAbout))
  const remove = [{ type: 'Listing', slug: 'a-example' }]
  const { head } = await node.publisher.publishContents([], { remove })
  t.strictSame(await itemsOf(node, head.manifest), ['Listing/b-example'])
  clock.wait(60 * DAY)
  const { head: next } = await node.publisher.publishContents([listingAbout('c.example')])
  t.equal((await itemsOf(node, next.manifest)).length, 2)
  const long = await after(
    node,
    rotated(node.collective, { time: clock.now(), lastGoodHead: goodHead(next) }),
  )
  clock.wait(89 * DAY)
  await long.publisher.publishContents([])
  const again = rotated(long.collective, {
    time: clock.now(),
    lastGoodHead: goodHead((await long.publisher.publishContents([])).head),
  })
  clock.wait(60 * DAY)
  const { head: last } = await (await after(long, again)).publisher.publishContents([])
  t.strictSame(await itemsOf(node, last.manifest), ['Listing/c-example'])
})

t.test('the manifest lists what members signed, whoever brought it here', async (t) => {
  const { node, harbor } = await ownNode(t)
  await offer(node, [memberRecord(harbor, { slug: 'carried', now: START })])
  const signed = memberRecord(harbor, { slug: 'signed', now: START })
  const { head } = await node.publisher.publishSigned([signed])
  t.strictSame(await itemsOf(node, head.manifest), ['Vouch/carried', 'Vouch/signed'])
  const withdrawal = memberRecord(harbor, {
    slug: 'carried',
    version: 2,
    now: START,
    changes: { withdrawn: true },
  })
  const { head: next } = await node.publisher.publishSigned([withdrawal])
  t.strictSame(await itemsOf(node, next.manifest), ['Vouch/carried', 'Vouch/signed'])
})

t.test('publishes nothing that would not count', async (t) => {
  const { clock, node, harbor } = await ownNode(t)
  const { publisher } = node
  const vouch = (draft: object) => memberRecord(harbor, { now: clock.now(), ...draft })
  await publisher.publishSigned([vouch({ version: 2 })])
  const before = await node.store.lastSequence()
  const stranger = createSigningKey()
  const bySome = vouch({ slug: 'x', by: [stranger, harbor.node] })
  await t.rejects(publisher.publishSigned([bySome]), { code: 'unknown_key' })
  await t.rejects(publisher.publishSigned([vouch({ version: 1 })]), { code: 'not_current' })
  const other = { ...harbor, did: harbor.did.replace('harbor.', 'other.') }
  const named = memberRecord(other, { slug: 'y', now: START })
  await t.rejects(publisher.publishSigned([named]), { code: 'unknown_name' })
  const nube = await nodeAt(t, clock)
  const foreign = memberRecord(nube.collective, { now: START })
  await t.rejects(publisher.publishSigned([foreign]), { code: 'not_own_record' })
  t.equal(await node.store.lastSequence(), before)
  await publishOne(node)
})

t.test('a fourth alert by the node key is refused and nothing changes (H09)', async (t) => {
  const { clock, node, publish } = await ownNode(t)
  const {
    updated: _,
    published: __,
    version: ___,
    expires: ____,
    ...alert
  } = JSON.parse(nodeRecord(node.collective, { type: 'Alert', now: START }).text)
  delete alert.proof
  for (const slug of ['one', 'two', 'three'])
    await node.publisher.publishContents([{ ...alert, slug }])
  const before = await node.store.lastSequence()
  await t.rejects(node.publisher.publishContents([{ ...alert, slug: 'four' }]), {
    kind: 'too-many',
    code: 'too_many_alerts',
  })
  t.equal(await node.store.lastSequence(), before)
  await node.publisher.publishContents([{ ...alert, slug: 'three' }])
  await publish()
  clock.wait(31 * DAY)
  await node.publisher.publishContents([{ ...alert, slug: 'four' }])
})

t.test('erases what the node signed at once, and never what members signed', async (t) => {
  const { node, harbor } = await ownNode(t)
  const [record] = (await publishOne(node)).records
  const vouch = memberRecord(harbor, { now: START })
  await node.publisher.publishSigned([vouch])
  await t.rejects(node.publisher.publishContents([], { erase: [vouch.digest] }), {
    code: 'not_erasable',
  })
  const digest = record?.digest ?? ''
  const { head } = await node.publisher.publishContents([], { erase: [digest] })
  t.strictSame(await itemsOf(node, head.manifest), ['Vouch/friends'])
  t.equal(await node.store.findObject(digest), null)
  await publishOne(node)
  t.strictSame(await node.store.listErased([digest]), new Set([digest]), 'it stays erased')
})

t.test('a thief of the key cannot make the own node lose its records', async (t) => {
  const { node, harbor } = await ownNode(t)
  const { head, records } = await publishOne(node)
  const erased = records.map(({ digest }) => digest)
  const theft = headOn(harbor, [], { now: START, after: head, erased })
  await offer(node, [theft.head, theft.manifest])
  t.equal((await node.store.findObjects(erased)).length, 1)
})

t.test('leaves a job for the peers in the same transaction', async (t) => {
  const { node } = await ownNode(t)
  const jobs: [string, unknown][] = []
  const { store } = node
  const publisher = createPublisher({
    ...node.publisherDeps,
    store: {
      ...store,
      transaction: (work) =>
        store.transaction((writer) =>
          work({
            ...writer,
            async enqueue(queue, payload) {
              jobs.push([queue, payload])
              await writer.enqueue(queue, payload)
            },
          }),
        ),
    },
  })
  const { head, records } = await publisher.publishContents([listingAbout('a.example')])
  const digests = [...records.map(({ digest }) => digest), head.manifest, head.digest]
  t.strictSame(jobs, [[ANNOUNCE_QUEUE, { digests }]])
})

t.test('renews after two days, as the same state; nothing is announced', async (t) => {
  const { clock, node, publish } = await ownNode(t)
  t.equal(await node.publisher.renew(), null, 'nothing was published yet')
  const { head } = await publish()
  clock.wait(2 * DAY - SECOND)
  t.equal(await node.publisher.renew(), null)
  clock.wait(SECOND)
  const renewal = await node.publisher.renew()
  t.match(renewal, { stateDigest: head.stateDigest, published: toTimestamp(clock.now()) })
  t.match(await node.store.findCollective(node.collective.scid), {
    state: 'OK',
    head: renewal?.digest,
  })
  t.equal(await node.publisher.renew(), null)
  t.match((await publish()).head, { version: 2, previous: head.stateDigest })
})

t.test('drafts go on from the highest version, also of what has expired', async (t) => {
  const { clock, node, harbor } = await ownNode(t)
  const { publisher } = node
  const vouch = memberRecord(harbor, { version: 3, now: START })
  await publisher.publishSigned([vouch])
  const content = { type: 'Vouch', slug: 'friends', defaultLanguage: 'en' } as const
  clock.wait(89 * DAY)
  t.match(await publisher.draft(content), { version: 4, published: vouch.published })
  clock.wait(DAY)
  await node.exchange.settleDue()
  t.strictSame(await node.store.listCurrent({ scid: harbor.scid }), [])
  t.match(await publisher.draft(content), { version: 4 })
  t.match(await publisher.draft({ ...content, slug: 'other' }), { version: 1 })
})
