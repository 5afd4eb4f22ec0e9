import t from 'tap'

import { addTime, DAY, MINUTE, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { foundCollective } from '../support/collective.ts'
import {
  codesOf,
  goodHead,
  headOn,
  meeting,
  memberRecord,
  nodeRecord,
  offer,
  rotated,
  START,
  threeRecords,
  withEntry,
} from '../support/exchange.ts'

t.test('renewals move the heartbeat on and are never a fork (E11)', async (t) => {
  const { clock, nube, harbor, state } = await meeting(t)
  const { head, manifest } = headOn(harbor, [], { now: START })
  await offer(nube, [head, manifest])
  const renewal = headOn(harbor, [], { now: new Date(START.getTime() + 2 * DAY) }).head
  clock.wait(2 * DAY)
  t.strictSame(await offer(nube, [renewal]), ['stored'])
  t.match(await nube.store.findCollective(harbor.scid), { state: 'OK', head: renewal.digest })
  const older = headOn(harbor, [], { now: new Date(START.getTime() + DAY) }).head
  await offer(nube, [older])
  t.match(await nube.store.findCollective(harbor.scid), { state: 'OK', head: renewal.digest })
  clock.wait(9 * DAY)
  t.equal(await nube.exchange.settleDue(), 1)
  t.equal(await state(), 'STALE')
})

t.test('a listed record that expires goes, and its head stands (E16)', async (t) => {
  const { clock, nube, harbor, shown, state } = await meeting(t)
  const expires = addTime(toTimestamp(START), DAY)
  const record = nodeRecord(harbor, { now: START, changes: { expires } })
  const { head, manifest } = headOn(harbor, [record], { now: START })
  await offer(nube, [record, head, manifest])
  t.equal((await shown()).length, 1)
  clock.wait(DAY)
  t.equal(await nube.exchange.settleDue(), 1)
  t.strictSame(await shown(), [])
  t.equal(await state(), 'OK')
})

t.test('what members sign counts without any head, node-signed records do not (E18)', async (t) => {
  const { nube, harbor, shown } = await meeting(t)
  const vouch = memberRecord(harbor, { now: START })
  t.strictSame(await offer(nube, [vouch, nodeRecord(harbor, { now: START })]), [
    'stored',
    'unlisted',
  ])
  t.strictSame(await shown(), [vouch.digest])
})

t.test('an alert counts before its head, and until that no longer lists it', async (t) => {
  const { clock, nube, harbor, shown } = await meeting(t)
  const one = headOn(harbor, [], { now: START })
  await offer(nube, [one.head, one.manifest])
  clock.wait(MINUTE)
  const alert = nodeRecord(harbor, { type: 'Alert', slug: 'seized', now: clock.now() })
  t.strictSame(await offer(nube, [alert]), ['stored'])
  t.strictSame(await shown(), [alert.digest])
  const two = headOn(harbor, [alert], { now: clock.now(), after: one.head })
  await offer(nube, [two.head, two.manifest])
  t.strictSame(await shown(), [alert.digest])
  clock.wait(MINUTE)
  const three = headOn(harbor, [], { now: clock.now(), after: two.head })
  await offer(nube, [three.head, three.manifest])
  t.strictSame(await shown(), [])
})

t.test(
  'an older version listed again, or left out, changes nothing of the members (E07)',
  async (t) => {
    const { nube, harbor, shown } = await meeting(t)
    const one = memberRecord(harbor, { now: START })
    const withdrawal = memberRecord(harbor, {
      now: START,
      version: 2,
      changes: { withdrawn: true },
    })
    await offer(nube, [withdrawal])
    const { head, manifest } = headOn(harbor, [one], { now: START })
    t.strictSame(await offer(nube, [head, manifest, one]), ['stored', 'stored', 'stored'])
    t.strictSame(await shown(), [withdrawal.digest])
  },
)

t.test('what former members sign after they left does not count (E07)', async (t) => {
  const { clock, nube, harbor, scid, shown } = await meeting(t)
  const early = memberRecord(harbor, { slug: 'early', now: START })
  const { head, manifest } = headOn(harbor, [early], { now: START })
  await offer(nube, [early, head, manifest])
  clock.wait(DAY)
  const newcomers = foundCollective('https://rosa.example', START).members
  const next = withEntry(harbor, {
    time: clock.now(),
    lastGoodHead: goodHead(head),
    members: { keys: newcomers.map(({ multikey }) => multikey), threshold: 2 },
  })
  await nube.exchange.receiveLog(scid, next.log)
  const backdated = memberRecord(harbor, { slug: 'late', now: START })
  t.strictSame(await offer(nube, [backdated]), ['stored'])
  t.strictSame(await shown(), [early.digest], 'only what the last good head lists')
  const now = memberRecord({ ...harbor, members: newcomers }, { slug: 'late', now: clock.now() })
  await offer(nube, [now])
  t.strictSame((await shown()).toSorted(), [early.digest, now.digest].toSorted())
})

t.test(
  'two heads on one: both are kept, what both list is shown; the members end it (G02, G06)',
  async (t) => {
    const { clock, nube, harbor, scid, shown, state } = await meeting(t)
    const [common, mine, theirs] = threeRecords(harbor)
    const one = headOn(harbor, [common], { now: START })
    const two = headOn(harbor, [common, mine], { now: START, after: one.head })
    const other = headOn(harbor, [common, theirs], { now: START, after: one.head })
    await offer(nube, [one.head, two.head, two.manifest, common, mine])
    t.equal(await state(), 'OK')
    await offer(nube, [other.head, other.manifest, theirs])
    t.equal(await state(), 'FORKED')
    t.strictSame(await shown(), [common.digest])
    t.equal((await nube.store.listTips(0, 10)).length, 2)
    const again = Array.from({ length: 100 }, () => other.head)
    t.ok(
      (await offer(nube, again)).every((code) => code === 'known'),
      'stored once (G04)',
    )
    const forged = other.head.text.replace('"version":2', '"version":3')
    t.strictSame(codesOf(await nube.exchange.receive([forged])), ['bad_proof'], 'G05')
    clock.wait(DAY)
    const next = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(two.head) })
    await nube.exchange.receiveLog(scid, next.log)
    t.equal(await state(), 'OK')
    t.strictSame((await shown()).toSorted(), [common.digest, mine.digest].toSorted())
  },
)

t.test('a last good head before the newest makes void what came after (F08)', async (t) => {
  const { clock, nube, harbor, scid, shown, state } = await meeting(t)
  const records = ['a', 'b'].map((slug) => nodeRecord(harbor, { slug, now: START }))
  const one = headOn(harbor, records.slice(0, 1), { now: START })
  const two = headOn(harbor, records.slice(1), {
    now: START,
    after: one.head,
    erased: records.slice(0, 1).map(({ digest }) => digest),
  })
  await offer(nube, [one.head, one.manifest, ...records, two.head, two.manifest])
  t.strictSame(await shown(), [records[1]?.digest])
  clock.wait(SECOND)
  const back = rotated(harbor, { time: clock.now(), lastGoodHead: goodHead(one.head) })
  await nube.exchange.receiveLog(scid, back.log)
  t.equal(await state(), 'OK')
  t.strictSame(await shown(), [], 'the bytes are gone')
  t.strictSame(await nube.exchange.missing(scid), [records[0]?.digest])
  t.strictSame(await offer(nube, records.slice(0, 1)), ['stored'], 'shown once handed in again')
  t.strictSame(await shown(), [records[0]?.digest])
})

t.test('a last good head that nobody has: nothing node-signed counts (F08)', async (t) => {
  const { clock, nube, harbor, scid, shown, state } = await meeting(t)
  const [record, vouch] = [nodeRecord(harbor, { now: START }), memberRecord(harbor, { now: START })]
  const one = headOn(harbor, [record], { now: START })
  await offer(nube, [one.head, one.manifest, record, vouch])
  clock.wait(DAY)
  const lost = { version: 7, digest: record.digest }
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: lost })
  await nube.exchange.receiveLog(scid, next.log)
  t.equal(await state(), 'PENDING')
  t.strictSame(await shown(), [vouch.digest])
  t.strictSame(await nube.exchange.missing(scid), [lost.digest])
})

t.test('erased bytes go, and are refused as long as they are listed (G07)', async (t) => {
  const { nube, harbor, shown } = await meeting(t)
  const old = nodeRecord(harbor, { now: START })
  const one = headOn(harbor, [old], { now: START })
  await offer(nube, [old, one.head, one.manifest])
  const two = headOn(harbor, [], { now: START, after: one.head, erased: [old.digest] })
  await offer(nube, [two.head, two.manifest])
  t.strictSame(await shown(), [])
  t.equal(await nube.store.findObject(old.digest), null)
  t.strictSame(await nube.store.listErased([old.digest]), new Set([old.digest]))
  const [receipt] = await nube.exchange.receive([old.text])
  t.match(receipt, { outcome: 'refused', refusal: { kind: 'gone', code: 'erased' } })
  const three = headOn(harbor, [old], { now: START, after: two.head })
  await offer(nube, [three.head, three.manifest])
  t.strictSame(await shown(), [], 'the head waits for the record')
  t.strictSame(await nube.exchange.missing(harbor.scid), [old.digest])
  t.strictSame(await offer(nube, [old]), ['stored'])
  t.strictSame(await shown(), [old.digest])
  t.strictSame(await nube.store.listErased([old.digest]), new Set())
})

t.test('what a waiting head lists again stays until all of it has come', async (t) => {
  const { nube, harbor, shown } = await meeting(t)
  const [old, fresh] = threeRecords(harbor)
  const one = headOn(harbor, [], { now: START, erased: [old.digest] })
  await offer(nube, [one.head, one.manifest])
  const two = headOn(harbor, [old, fresh], { now: START, after: one.head })
  await offer(nube, [two.head, two.manifest])
  t.strictSame(await offer(nube, [old]), ['stored'])
  t.strictSame(await shown(), [])
  t.strictSame(await nube.exchange.missing(harbor.scid), [fresh.digest])
  await offer(nube, [fresh])
  t.equal((await shown()).length, 2)
})

t.test('what another collective lists as erased is not erased (G08)', async (t) => {
  const { nube, harbor, scid, shown } = await meeting(t)
  const rosa = foundCollective('https://rosa.example', START)
  const vouch = memberRecord(rosa, { now: START })
  const profile = nodeRecord(rosa, { now: START })
  const erasing = headOn(harbor, [], {
    now: START,
    erased: [vouch.digest, profile.digest].toSorted(),
  })
  await offer(nube, [erasing.head, erasing.manifest])
  await nube.exchange.receiveLog(rosa.scid, rosa.log)
  const own = headOn(rosa, [profile], { now: START })
  t.strictSame(await offer(nube, [vouch, own.head, own.manifest, profile]), Array(4).fill('stored'))
  t.equal((await nube.store.listCurrent({ scid: rosa.scid })).length, 2)
  t.strictSame(await shown(), [])
  t.equal(scid, harbor.scid)
})

t.test('what members signed cannot be erased, whichever comes first', async (t) => {
  const { nube, harbor, shown } = await meeting(t)
  const vouch = memberRecord(harbor, { now: START })
  const erasing = headOn(harbor, [], { now: START, erased: [vouch.digest] })
  await offer(nube, [erasing.head, erasing.manifest])
  t.strictSame(await offer(nube, [vouch]), ['stored'])
  t.strictSame(await shown(), [vouch.digest])
  t.strictSame(await nube.store.listErased([vouch.digest]), new Set())
})

t.test('a blocked collective is refused and hidden, and comes back as it was (E25)', async (t) => {
  const { clock, nube, harbor, scid, shown, standing } = await meeting(t)
  const vouch = memberRecord(harbor, { now: START })
  const { head, manifest } = headOn(harbor, [vouch], { now: START })
  await offer(nube, [vouch, head, manifest])
  const before = await standing()
  const at = toTimestamp(clock.now())
  await nube.store.transaction((writer) => writer.setBlocked(scid, true, at))
  t.strictSame(await shown(), [])
  t.strictSame(await nube.store.listTips(0, 10), [])
  t.strictSame(await nube.store.listMemberRecords(0, 10), [])
  t.equal(await nube.store.findByStatement(vouch.statement), null)
  const next = headOn(harbor, [], { now: START, after: head })
  t.strictSame(await offer(nube, [next.head, memberRecord(harbor, { version: 2, now: START })]), [
    'blocked',
    'blocked',
  ])
  await t.rejects(nube.exchange.receiveLog(scid, harbor.log), { code: 'blocked' })
  await nube.store.transaction((writer) => writer.setBlocked(scid, false, at))
  t.equal(await standing(), before)
})
