import { setImmediate as turn } from 'node:timers/promises'

import type { Test } from 'tap'

import type { ObjectStore, StoredLog } from '../../src/exchange/object-store.ts'
import { addTime } from '../../src/kernel/time.ts'
import { scidNumber } from '../support/directory.ts'
import {
  add,
  digestsOf,
  filled,
  harbor,
  headOf,
  later,
  now,
  nube,
  ours,
  theirs,
  vouch,
} from '../support/stored-objects.ts'

const nobody = scidNumber(7)

/** Gives two stores on one empty place. */
export type Open = (t: Test) => Promise<readonly [ObjectStore, ObjectStore]>

/** What every adapter of the exchange's port keeps, besides what counts (standing-store.ts). */
export function testObjectStore(t: Test, open: Open): void {
  testCollectives(t, open)
  testObjects(t, open)
  testTransactions(t, open)
}

function testCollectives(t: Test, open: Open): void {
  t.test('a collective is added once', async (t) => {
    const [store] = await open(t)
    t.equal(await store.findCollective(harbor.scid), null)
    await store.transaction(async (writer) => {
      await add(writer, harbor)
      await writer.addCollective({ scid: harbor.scid, did: nube.did, own: false, at: later })
      await add(writer, nube)
    })
    t.strictSame(await store.findCollective(harbor.scid), {
      scid: harbor.scid,
      did: harbor.did,
      state: 'UNKNOWN',
      own: false,
      blocked: false,
      head: null,
      headExpires: null,
      firstSeen: now,
      stateChanged: now,
    })
    const scids = (await store.listCollectives()).map(({ scid }) => scid)
    t.strictSame(scids, [harbor.scid, nube.scid].toSorted())
  })

  t.test('one that was known may turn out to be our own, and stays it', async (t) => {
    const [store] = await open(t)
    for (const own of [false, true, false]) {
      await store.transaction((writer) =>
        writer.addCollective({ scid: harbor.scid, did: harbor.did, own, at: now }),
      )
    }
    t.match(await store.findCollective(harbor.scid), { own: true, firstSeen: now })
  })

  t.test('a log is replaced as a whole, and its version grows', async (t) => {
    const [store] = await open(t)
    const fact = { deactivated: false } as StoredLog['entries'][0]['fact']
    const entry = (number: number, previous: string | null, versionId = `${number}-Qm`) => ({
      versionId,
      number,
      previous,
      text: `entry ${versionId}`,
      fact,
      received: now,
    })
    t.equal(await store.logVersion(harbor.scid), 0)
    t.equal(await store.findLog(harbor.scid), null)
    const first = { entries: [entry(1, null)], witness: '[]' }
    await store.transaction(async (writer) => {
      await add(writer, harbor)
      await writer.putLog(harbor.scid, first, harbor.did)
    })
    t.strictSame(await store.findLog(harbor.scid), first)
    t.equal(await store.logVersion(harbor.scid), 1)
    const branches = [entry(1, null), entry(2, '1-Qm', '2-Qma'), entry(2, '1-Qm', '2-Qmb')]
    const moved = harbor.did.replace('harbor', 'port')
    await store.transaction((writer) =>
      writer.putLog(harbor.scid, { entries: branches.toReversed(), witness: '[1]' }, moved),
    )
    t.strictSame(await store.findLog(harbor.scid), { entries: branches, witness: '[1]' })
    t.equal(await store.logVersion(harbor.scid), 2)
    t.match(await store.findCollective(harbor.scid), { did: moved })
  })

  t.test('a blocked collective is hidden until it is no longer', async (t) => {
    const store = await filled((await open(t))[0])
    await store.transaction((writer) => writer.setBlocked(harbor.scid, true, later))
    t.match(await store.findCollective(harbor.scid), { blocked: true })
    t.strictSame(await store.listCurrent({ scid: harbor.scid }), [])
    t.strictSame(digestsOf(await store.listCurrent({})), digestsOf(theirs.standing.current))
    t.equal(await store.findByStatement(ours.vouched.statement), null)
    t.strictSame(digestsOf(await store.listTips(0, 9)), [theirs.head.digest])
    t.strictSame(digestsOf(await store.listMemberRecords(0, 9)), [theirs.vouched.digest])
    const last = (await store.listChanges(0, 9)).at(-1)
    t.match(last, { scid: harbor.scid, what: 'blocked', at: later })
    await store.transaction((writer) => writer.setBlocked(harbor.scid, false, later))
    t.equal((await store.listCurrent({ scid: harbor.scid })).length, 3)
  })

  t.test('lists whose standing the clock may have changed', async (t) => {
    const store = await filled((await open(t))[0])
    await store.transaction((writer) =>
      writer.putStanding(nube.scid, { standing: theirs.standing, until: null }, now),
    )
    t.strictSame(await store.listDue(now), [])
    t.strictSame(await store.listDue(later), [harbor.scid])
  })
}

function testObjects(t: Test, open: Open): void {
  t.test('objects are found by their digest, heads by their state too', async (t) => {
    const store = await filled((await open(t))[0])
    const renewal = headOf(harbor, ours.manifest, later)
    await store.transaction((writer) =>
      writer.addObjects([{ kind: 'head', value: renewal }], later),
    )
    const { digest, text } = ours.records[0] ?? renewal
    t.strictSame(await store.findObject(digest), {
      digest,
      scid: harbor.scid,
      kind: 'record',
      text,
    })
    t.match(await store.findObject(ours.head.digest), { text: ours.head.text })
    t.match(await store.findObject(ours.head.stateDigest), { text: renewal.text })
    t.equal(await store.findObject(vouch(harbor, 'none').digest), null)
    const none = vouch(harbor, 'none').digest
    const found = await store.findObjects([digest, none, ours.manifest.digest])
    t.strictSame(digestsOf(found), [digest, ours.manifest.digest].toSorted())
    t.strictSame(await store.findObjects([]), [])
    t.strictSame(await store.listKnown([digest, none]), new Set([digest]))
    const foreign = await store.listForeign([digest, theirs.head.digest, none], harbor.scid)
    t.strictSame(foreign, new Set([theirs.head.digest]))
  })

  t.test('what is kept already is kept once and counted once', async (t) => {
    const store = await filled((await open(t))[0])
    const before = await store.bytesOf(harbor.scid)
    await store.transaction((writer) =>
      writer.addObjects([...ours.objects, ...ours.objects], later),
    )
    t.strictSame(await store.bytesOf(harbor.scid), before)
    t.equal((await store.readFacts(harbor.scid)).records.length, 3)
  })

  t.test('says what a collective takes', async (t) => {
    const store = await filled((await open(t))[0])
    const bytes = ours.objects.reduce((sum, { value }) => sum + Buffer.byteLength(value.text), 0)
    t.equal(await store.bytesOf(harbor.scid), bytes)
    t.equal(await store.bytesOf(nobody), 0)
    const { digest, text } = ours.vouched
    const [none] = digestsOf([vouch(harbor, 'none')])
    t.equal(await store.sizeOf([digest, none ?? '']), Buffer.byteLength(text))
    t.equal(await store.sizeOf([]), 0)
  })

  t.test('gives the facts that acceptance judges', async (t) => {
    const store = await filled((await open(t))[0])
    const facts = await store.readFacts(harbor.scid)
    const { scid: _, text: __, names: ___, ...head } = ours.head
    t.strictSame(facts.heads, [head])
    t.strictSame(digestsOf(facts.records), digestsOf(ours.standing.current))
    t.match(
      facts.records.find(({ digest }) => digest === ours.vouched.digest),
      { type: 'Vouch', slug: 'v', version: 1, signedBy: 'members', withdrawn: false, updated: now },
    )
    t.strictSame(
      facts.records.find(({ digest }) => digest === ours.vouched.digest)?.signers,
      ours.vouched.signers,
    )
    t.strictSame(facts.manifests, [ours.manifest])
    t.strictSame(await store.readFacts(nobody), { heads: [], manifests: [], records: [] })
  })

  t.test('what is removed is gone, and no longer counted', async (t) => {
    const store = await filled((await open(t))[0])
    const gone = digestsOf(ours.objects.map(({ value }) => value))
    const { current: _, ...standing } = ours.standing
    await store.transaction(async (writer) => {
      const nothing = { ...standing, tips: [], current: [] }
      await writer.putStanding(harbor.scid, { standing: nothing, until: null }, now)
      await writer.removeObjects(gone)
    })
    t.strictSame(await store.listKnown(gone), new Set())
    t.strictSame(await store.readFacts(harbor.scid), { heads: [], manifests: [], records: [] })
    t.equal(await store.bytesOf(harbor.scid), 0)
    t.equal((await store.readFacts(nube.scid)).records.length, 3)
  })

  t.test('remembers since when something is superseded', async (t) => {
    const store = await filled((await open(t))[0])
    const [first, second] = digestsOf(ours.objects.map(({ value }) => value))
    const mark = (digest = '', at: string | null = later) =>
      store.transaction((writer) => writer.markSuperseded([digest], at))
    await mark(first)
    await mark(second)
    await mark(second, null)
    const retained = await store.listRetained(harbor.scid)
    t.strictSame(digestsOf(retained), digestsOf(ours.objects.map(({ value }) => value)))
    const marked = retained.filter(({ superseded }) => superseded !== null)
    t.strictSame(marked, [{ digest: first, superseded: later }])
  })
}

function testTransactions(t: Test, open: Open): void {
  t.test('a transaction that throws leaves nothing', async (t) => {
    const store = await filled((await open(t))[0])
    const before = await store.lastSequence()
    const failed = store.transaction(async (writer) => {
      await writer.removeObjects([ours.head.digest])
      await writer.setBlocked(nube.scid, true, later)
      await writer.enqueue('announce', { digests: [] })
      throw new Error('power cut')
    })
    await t.rejects(failed, { message: 'power cut' })
    t.ok(await store.findObject(ours.head.digest))
    t.match(await store.findCollective(nube.scid), { blocked: false })
    t.equal(await store.lastSequence(), before)
  })

  t.test('a writer reads what it wrote, others only once it is done', async (t) => {
    const [store, other] = await open(t)
    await store.transaction(async (writer) => {
      await add(writer, harbor)
      await writer.addObjects(ours.objects, now)
      t.ok(await writer.findObject(ours.head.digest))
      t.equal(await other.findObject(ours.head.digest), null)
    })
    t.ok(await other.findObject(ours.head.digest))
  })

  t.test('who follows the changes misses none, however many write at once', async (t) => {
    const stores = await open(t)
    await filled(stores[0])
    const start = await stores[0].lastSequence()
    const COUNT = 24
    const writers = Array.from({ length: COUNT }, (_, i) => {
      const scid = i % 2 === 0 ? harbor.scid : nube.scid
      return stores[i % 2 === 0 ? 0 : 1].transaction(async (writer) => {
        await writer.addChange({ scid, what: 'log', at: addTime(now, i * 1000) })
        await writer.findCollective(scid)
      })
    })
    let isOver = false
    const all = Promise.all(writers).finally(() => {
      isOver = true
    })
    const seen: number[] = []
    for (let after = start, last = false; !last;) {
      last = isOver
      await turn() // a busy database is asked again by timers, which have to get their turn
      const changes = await stores[1].listChanges(after, 5)
      seen.push(...changes.map(({ sequence }) => sequence))
      after = seen.at(-1) ?? start
      if (changes.length > 0) last = false
    }
    await all
    t.equal(seen.length, COUNT)
    t.strictSame(
      seen,
      (await stores[0].listChanges(start, 2 * COUNT)).map(({ sequence }) => sequence),
    )
  })
}
