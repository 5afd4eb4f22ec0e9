import type { Test } from 'tap'

import type { Standing } from '../../src/record/acceptance.ts'
import type { TesseraObject } from '../../src/record/object.ts'
import { signRecord } from '../../src/record/record.ts'
import { statementOf } from '../support/records.ts'
import {
  digestsOf,
  filled,
  harbor,
  headOf,
  later,
  listing,
  manifestOf,
  now,
  nube,
  ours,
  theirs,
  vouch,
} from '../support/stored-objects.ts'
import type { Open } from './object-store.ts'

/** What every adapter keeps of what counts. `open` gives two stores on one empty place. */
export function testStandingStore(t: Test, open: Open): void {
  t.test('lists what counts, by all that a reader may ask for', async (t) => {
    const store = await filled((await open(t))[0])
    const { scid } = harbor
    const list = async (filter: Parameters<typeof store.listCurrent>[0]) =>
      digestsOf(await store.listCurrent(filter))
    const vouches = digestsOf([ours.vouched, theirs.vouched])
    t.equal((await list({})).length, 6)
    t.strictSame(await list({ scid }), digestsOf(ours.standing.current))
    t.strictSame(await list({ types: ['Vouch'] }), vouches)
    t.strictSame(await list({ types: [] }), [])
    t.strictSame(await list({ signedBy: 'members' }), vouches)
    t.strictSame(await list({ scid, slug: 'one' }), digestsOf(ours.records.slice(0, 1)))
    t.strictSame(await list({ scid, signedBy: 'node' }), digestsOf(ours.records))
    const [found] = await store.listCurrent({ scid, types: ['Vouch'] })
    const { names: _, value: __, ...record } = ours.vouched
    t.strictSame(found, { ...record, since: now })
  })

  t.test('finds a record by its statement, however it is signed', async (t) => {
    const store = await filled((await open(t))[0])
    t.match(await store.findByStatement(ours.vouched.statement), { digest: ours.vouched.digest })
    t.equal(await store.findByStatement(ours.vouched.digest), null)
    const next = listing(harbor, 'one', 2)
    await store.transaction((writer) => writer.addObjects([{ kind: 'record', value: next }], later))
    t.equal(await store.findByStatement(next.statement), null, 'it does not count yet')
    const statements = [next.statement, ours.vouched.statement, theirs.head.digest]
    t.strictSame(
      await store.listByStatement(statements),
      new Set([next.digest, ours.vouched.digest]),
    )
  })

  t.test('writes only what differs, under the sequence of one change', async (t) => {
    const store = await filled((await open(t))[0])
    const put = (standing: Standing, at = later) =>
      store.transaction((writer) => writer.putStanding(harbor.scid, { standing, until: null }, at))
    const before = await store.lastSequence()
    t.equal(await put(ours.standing), false)
    t.equal(await store.lastSequence(), before)
    const second = vouch(harbor, 'v', 2)
    await store.transaction((writer) =>
      writer.addObjects([{ kind: 'record', value: second }], later),
    )
    t.equal(await put({ ...ours.standing, current: [...ours.records, second] }), true)
    t.match(await store.listChanges(before, 9), [{ scid: harbor.scid, what: 'members', at: later }])
    const since = new Map(
      (await store.listCurrent({ scid: harbor.scid })).map((one) => [one.digest, one.since]),
    )
    t.equal(since.get(second.digest), later)
    t.equal(since.get(ours.records[0]?.digest ?? ''), now)
    t.strictSame(digestsOf(await store.listTips(before, 9)), [], 'the tip is the old one')
    t.strictSame(digestsOf(await store.listMemberRecords(before, 9)), [second.digest])
  })

  t.test('says what a change was: a head, an alert, a state', async (t) => {
    const store = await filled((await open(t))[0])
    const { did, node, scid } = harbor
    const alert = signRecord(statementOf('Alert', { did, now }), { did, ...node })
    const put = async (standing: Standing, objects: readonly TesseraObject[] = []) => {
      const before = await store.lastSequence()
      await store.transaction(async (writer) => {
        await writer.addObjects(objects, later)
        await writer.putStanding(scid, { standing, until: null }, later)
      })
      return (await store.listChanges(before, 9)).map(({ what }) => what)
    }
    const alerted = { ...ours.standing, current: [...ours.standing.current, alert] }
    t.strictSame(await put(alerted, [{ kind: 'record', value: alert }]), ['alert'])
    const manifest = manifestOf(harbor, [])
    const head = headOf(harbor, manifest)
    t.strictSame(await put({ ...alerted, tips: [head] }, [{ kind: 'head', value: head }]), ['head'])
    t.match(await store.findCollective(scid), { head: head.digest, headExpires: head.expires })
    t.strictSame(await put({ ...alerted, tips: [head, ours.head], state: 'FORKED' }), ['head'])
    t.match(await store.findCollective(scid), { head: null, state: 'FORKED', stateChanged: later })
    t.strictSame(await put({ ...alerted, tips: [head], state: 'STALE' }), ['members'])
    const changes = await store.listChanges(0, 9)
    t.strictSame(
      await store.listChanges(0, 9, 'alert'),
      changes.filter(({ what }) => what === 'alert'),
    )
  })

  t.test('what is erased is known as that while its collective says so', async (t) => {
    const store = await filled((await open(t))[0])
    const digests = digestsOf(ours.records)
    const [first = ''] = digests
    const put = (erased: readonly string[]) =>
      store.transaction((writer) =>
        writer.putStanding(
          harbor.scid,
          { standing: { ...ours.standing, erased }, until: null },
          now,
        ),
      )
    t.strictSame(await store.listErased(digests), new Set())
    await put(digests)
    t.strictSame(await store.listErased([...digests, theirs.head.digest]), new Set(digests))
    await put([first])
    t.strictSame(await store.listErased(digests), new Set([first]))
  })

  t.test('tips and member-signed records are read page by page', async (t) => {
    const store = await filled((await open(t))[0])
    for (const method of ['listTips', 'listMemberRecords'] as const) {
      const [first] = await store[method](0, 1)
      const rest = await store[method](first?.sequence ?? 0, 9)
      t.equal(first?.scid, harbor.scid, method)
      t.strictSame(
        rest.map(({ scid }) => scid),
        [nube.scid],
      )
      t.strictSame(await store[method](rest[0]?.sequence ?? 0, 9), [])
    }
    const [tip] = await store.listTips(0, 1)
    const { digest, text, published } = ours.head
    t.match(tip, { digest, text, published, kind: 'head' })
  })

  t.test('what is held is told while it counts, and released once', async (t) => {
    const store = await filled((await open(t))[0])
    const [one = '', two = ''] = digestsOf(ours.records)
    t.strictSame(await store.listHeld(), [])
    await store.transaction((writer) => writer.hold([one, two, ours.head.digest]))
    await store.transaction((writer) => writer.hold([one]))
    t.strictSame(
      (await store.listHeld()).map(({ digest, scid }) => [digest, scid]),
      [one, two].toSorted().map((digest) => [digest, harbor.scid]),
      'a head is no record that counts',
    )
    t.strictSame(await store.transaction((writer) => writer.release([one])), [one])
    t.strictSame(await store.transaction((writer) => writer.release([one])), [])
    await store.transaction((writer) => writer.removeObjects([two]))
    t.strictSame(await store.listHeld(), [], 'what is gone is not held')
  })
}
