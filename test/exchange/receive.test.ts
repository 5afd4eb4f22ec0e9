import t from 'tap'

import { MINUTE } from '../../src/kernel/time.ts'
import { parseRecord, signRecord } from '../../src/record/record.ts'
import { foundCollective, listingAbout } from '../support/collective.ts'
import {
  codesOf,
  headOn,
  meeting,
  memberRecord,
  nodeAt,
  nodeRecord,
  offer,
  standingOf,
  START,
  sync,
  testClock,
} from '../support/exchange.ts'

function withMore(text: string): string {
  return text.replace('{', '{"+":1,')
}

t.test('a head with one new record makes exactly that visible (E01)', async (t) => {
  const { nube, harbor, shown, state } = await meeting(t)
  const record = nodeRecord(harbor, { now: START })
  const { head, manifest } = headOn(harbor, [record], { now: START })
  t.equal(await state(), 'PENDING')
  t.strictSame(await offer(nube, [record, manifest, head]), ['stored', 'stored', 'stored'])
  t.strictSame(await shown(), [record.digest])
  t.equal(await state(), 'OK')
})

t.test('says of each object what became of it, once for every time it is offered', async (t) => {
  const { nube, harbor } = await meeting(t)
  const vouch = memberRecord(harbor, { now: START })
  t.strictSame(codesOf(await nube.exchange.receive([vouch.text, '{}', vouch.text])), [
    'stored',
    'missing_member',
    'stored',
  ])
  t.strictSame(await offer(nube, [vouch]), ['known'])
  t.strictSame(await nube.exchange.receive([]), [])
})

t.test('other bytes of the same record are refused, and nothing changes (E02, E03)', async (t) => {
  const { nube, harbor, standing } = await meeting(t)
  const before = await standing()
  const { text } = memberRecord(harbor, { now: START })
  const reordered = JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(text)).toReversed()),
  )
  const spaced = text.replace('{', '{ ')
  const escaped = text.replace('"Vouch"', String.raw`"\u0056ouch"`)
  const doubled = text.replace('"type":"Vouch"', '"type":"Vouch","type":"Vouch"')
  for (const bytes of [reordered, spaced, escaped, doubled]) {
    t.strictSame(codesOf(await nube.exchange.receive([bytes])), ['not_canonical'])
  }
  const { head, manifest } = headOn(harbor, [], { now: START })
  t.strictSame(codesOf(await nube.exchange.receive([withMore(head.text)])), ['bad_head'])
  t.strictSame(codesOf(await nube.exchange.receive([withMore(manifest.text)])), ['bad_manifest'])
  t.equal(await standing(), before)
})

t.test('an object that is too large is refused as that (E05)', async (t) => {
  const { nube } = await meeting(t)
  const [receipt] = await nube.exchange.receive([`{"a":"${'x'.repeat(512 * 1024)}"}`])
  t.match(receipt, { outcome: 'refused', refusal: { kind: 'too-large', code: 'object_too_large' } })
})

t.test('a record that was changed after it was signed is refused', async (t) => {
  const { nube, harbor } = await meeting(t)
  const { text } = memberRecord(harbor, { now: START })
  const changed = text.replace('"version":1', '"version":2')
  t.strictSame(codesOf(await nube.exchange.receive([changed])), ['bad_proof'])
})

t.test('one bad object among 50 hinders none of the others (E24)', async (t) => {
  const { nube, harbor, shown } = await meeting(t)
  const records = Array.from({ length: 49 }, (_, i) =>
    nodeRecord(harbor, { slug: `p-${i}`, now: START }),
  )
  const { head, manifest } = headOn(harbor, records, { now: START })
  const texts = [...records, manifest, head].map(({ text }) => text)
  texts.splice(25, 0, texts[25]?.replace('Profile', 'Practice') ?? '')
  const codes = codesOf(await nube.exchange.receive(texts))
  t.equal(codes.filter((code) => code === 'stored').length, 51)
  t.not(codes[25], 'stored')
  t.equal((await shown()).length, 49)
})

t.test('a list that no head names lets nothing in: neither itself nor its records', async (t) => {
  const { nube, harbor } = await meeting(t)
  const secret = nodeRecord(harbor, { slug: 'for-few', now: START })
  const { head, manifest } = headOn(harbor, [secret], { now: START })
  t.strictSame(await offer(nube, [manifest, secret]), ['unlisted', 'unlisted'])
  const stranger = foundCollective('https://rosa.example', START)
  const forged = headOn({ ...harbor, node: stranger.node }, [secret], { now: START })
  t.strictSame(await offer(nube, [secret, forged.manifest, forged.head]), [
    'unlisted',
    'unlisted',
    'unknown_key',
  ])
  t.strictSame(await offer(nube, [secret, manifest, head]), ['stored', 'stored', 'stored'])
})

t.test('a head waits for what it lists, and then takes effect as a whole (E12, E17)', async (t) => {
  const { nube, harbor, shown, state } = await meeting(t)
  const first = nodeRecord(harbor, { now: START })
  const one = headOn(harbor, [first], { now: START })
  await offer(nube, [first, one.manifest, one.head])
  const records = [nodeRecord(harbor, { slug: 'a', now: START }), first]
  const two = headOn(harbor, [first], { now: START, after: one.head })
  const three = headOn(harbor, records, { now: START, after: two.head })
  await offer(nube, [three.head, three.manifest, ...records])
  t.strictSame(await shown(), [first.digest])
  t.strictSame(await nube.exchange.missing(harbor.scid), [three.head.previous])
  await offer(nube, [two.head])
  t.equal((await shown()).length, 2, 'of the head in between nobody needs the manifest')
  t.strictSame(await nube.exchange.missing(harbor.scid), [])
  const beyond = headOn(harbor, [], {
    now: START,
    changes: { version: Number.MAX_SAFE_INTEGER, previous: first.digest },
  })
  t.strictSame(await offer(nube, [beyond.head, beyond.manifest]), ['stored', 'stored'])
  t.equal((await shown()).length, 2)
  t.equal(await state(), 'OK')
})

t.test('a head from a clock ahead is refused, and taken unchanged later (E14)', async (t) => {
  const { clock, nube, harbor, state } = await meeting(t)
  const { head, manifest } = headOn(harbor, [], { now: new Date(START.getTime() + 11 * MINUTE) })
  t.strictSame(await offer(nube, [head, manifest]), ['ahead_of_time', 'unlisted'])
  clock.wait(MINUTE)
  t.strictSame(await offer(nube, [head, manifest]), ['stored', 'stored'])
  t.equal(await state(), 'OK')
})

t.test("a manifest that lists another collective's record is refused (E19)", async (t) => {
  const { nube, harbor, standing } = await meeting(t)
  const { records } = await nube.publisher.publishContents([listingAbout('one.example')])
  const before = await standing()
  const { head, manifest } = headOn(harbor, records, { now: START })
  t.strictSame(await offer(nube, [head, manifest]), ['stored', 'foreign_record'])
  t.equal(await standing(), before)
})

t.test(
  'an unknown type is kept and passed on, and shown to nobody who asks for types (E20)',
  async (t) => {
    const { nube, harbor } = await meeting(t)
    const { text } = nodeRecord(harbor, { now: START })
    const { proof: _, ...statement } = JSON.parse(text)
    const future = signRecord(
      { ...statement, type: 'Barter', id: statement.id.replace('Profile', 'Barter') },
      { did: harbor.did, ...harbor.node },
    )
    const { head, manifest } = headOn(harbor, [future], { now: START })
    t.strictSame(await offer(nube, [head, manifest, future]), ['stored', 'stored', 'stored'])
    t.equal((await nube.store.findObject(future.digest))?.text, future.text)
    t.strictSame(await nube.store.listCurrent({ scid: harbor.scid, types: ['Profile'] }), [])
  },
)

t.test(
  'a collective that is new here comes in one batch with what is missing after it',
  async (t) => {
    const clock = testClock()
    const harbor = await nodeAt(t, clock)
    const nube = await nodeAt(t, clock, foundCollective('https://nube.example', START))
    await harbor.publisher.publishContents(['a.example', 'b.example'].map(listingAbout))
    await harbor.publisher.publishSigned([memberRecord(harbor.collective, { now: START })])
    t.ok(await sync(harbor, nube))
    const { scid } = harbor.collective
    t.equal(await standingOf(nube.store, scid), await standingOf(harbor.store, scid))
    const current = await nube.store.listCurrent({ scid })
    t.strictSame(current.map(({ text }) => parseRecord(text).slug).toSorted(), [
      'a-example',
      'b-example',
      'friends',
    ])
  },
)
