import t, { type Test } from 'tap'

import {
  createQuota,
  MAX_BYTES,
  MAX_BYTES_KEPT,
  MAX_CHANGES_A_DAY,
  MAX_HEADS,
  sharesOf,
} from '../../src/exchange/quota.ts'
import { toCollectiveFacts } from '../../src/exchange/settle.ts'
import { DAY, MINUTE, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import type { Head } from '../../src/record/head.ts'
import type { TesseraObject } from '../../src/record/object.ts'
import { type SignedRecord, signRecord } from '../../src/record/record.ts'
import { foundCollective, type TestNode } from '../support/collective.ts'
import {
  goodHead,
  headOn,
  meeting,
  memberRecord,
  nodeRecord,
  offer,
  rotated,
  START,
} from '../support/exchange.ts'
import { statementOf } from '../support/records.ts'
import { refusedAs } from '../support/refusal.ts'

const harbor = foundCollective('https://harbor.example', START)
const now = toTimestamp(START)
const nothing = toCollectiveFacts({ heads: [], manifests: [], records: [] }, [])
const empty = { kept: 0, members: 0, node: 0 }
const after = (milliseconds: number): Date => new Date(START.getTime() + milliseconds)

function asHead(value: Head): TesseraObject {
  return { kind: 'head', value }
}

/** Heads one after the other, so far apart; the states of another `line` are others. */
function chain(length: number, apart: number, { start = START, line = 'a' } = {}): Head[] {
  const heads: Head[] = []
  const erased = [digestOf(line)]
  for (let i = 0; i < length; i++) {
    const time = new Date(start.getTime() + i * apart)
    heads.push(headOn(harbor, [], { now: time, after: heads.at(-1) ?? null, erased }).head)
  }
  return heads
}

t.test('counts bytes of both shares, each up to its limit', async (t) => {
  const vouch: TesseraObject = { kind: 'record', value: memberRecord(harbor, { now: START }) }
  const profile: TesseraObject = { kind: 'record', value: nodeRecord(harbor, { now: START }) }
  const size = Buffer.byteLength(vouch.value.text)
  const kept = MAX_BYTES - size
  const nodeFull = createQuota(nothing, { kept: MAX_BYTES, members: 0, node: MAX_BYTES }, now)
  t.equal(
    refusedAs(() => nodeFull.take(profile)),
    'quota_bytes',
  )
  t.equal(
    refusedAs(() => nodeFull.take(vouch)),
    null,
    'a full node share keeps no member out',
  )
  const almost = createQuota(nothing, { kept, members: kept, node: 0 }, now)
  t.equal(
    refusedAs(() => almost.take(vouch)),
    null,
  )
  t.equal(
    refusedAs(() => almost.take(vouch)),
    'quota_bytes',
  )
  t.equal(
    refusedAs(() => almost.take(profile)),
    null,
  )
  const disk = createQuota(nothing, { kept: MAX_BYTES_KEPT, members: 0, node: 0 }, now)
  t.equal(
    refusedAs(() => disk.take(vouch)),
    'quota_bytes',
    'all that is kept has an end too',
  )
})

t.test(
  'takes 50 changes a day by when they were published, and what is older at once',
  async (t) => {
    const quota = createQuota(nothing, empty, toTimestamp(after(DAY)))
    for (const head of chain(MAX_CHANGES_A_DAY, MINUTE, { start: after(MINUTE) }))
      quota.take(asHead(head))
    const [one] = chain(1, MINUTE, { start: after(12 * 60 * MINUTE), line: 'b' })
    t.equal(
      refusedAs(() => one && quota.take(asHead(one))),
      'quota_changes',
    )
    const old = chain(60, SECOND, { start: after(-DAY), line: 'c' })
    for (const head of old)
      t.equal(
        refusedAs(() => quota.take(asHead(head))),
        null,
      )
  },
)

t.test('a renewal is no change', async (t) => {
  const states = chain(MAX_CHANGES_A_DAY, SECOND)
  const [first] = states
  const facts = { ...nothing, heads: states }
  const quota = createQuota(facts, empty, toTimestamp(after(MINUTE)))
  const erased = [digestOf('a')]
  const renewal = headOn(harbor, [], { now: after(MINUTE), erased }).head
  t.equal(renewal.stateDigest, first?.stateDigest)
  t.equal(
    refusedAs(() => quota.take(asHead(renewal))),
    null,
  )
})

t.test('takes 2,000 heads under one DID entry, and as many under the next', async (t) => {
  const { head } = headOn(harbor, [], { now: after(-9 * DAY) })
  const heads = Array.from({ length: MAX_HEADS - 1 }, (_, i) => ({ ...head, digest: `zQm${i}` }))
  const quota = createQuota({ ...nothing, heads }, empty, now)
  quota.take(asHead(head))
  const another = headOn(harbor, [], { now: after(-8 * DAY) }).head
  t.equal(
    refusedAs(() => quota.take(asHead(another))),
    'quota_heads',
  )
  const next = rotated(harbor, { time: after(DAY), lastGoodHead: null })
  t.equal(
    refusedAs(() => quota.take(asHead(headOn(next, [], { now: START }).head))),
    null,
  )
})

t.test('what is void is in no share', async (t) => {
  const { nube, harbor: owner, scid, clock } = await meeting(t)
  const [listed, stolen] = ['a', 'b'].map((slug) => nodeRecord(owner, { slug, now: START }))
  const vouch = memberRecord(owner, { now: START })
  if (listed === undefined || stolen === undefined) throw new Error('two records')
  const good = headOn(owner, [listed], { now: START })
  const theft = headOn(owner, [stolen], { now: START, after: good.head })
  await offer(nube, [good.head, good.manifest, listed, vouch])
  await offer(nube, [theft.head, theft.manifest, stolen])
  clock.wait(DAY)
  const next = rotated(owner, { time: clock.now(), lastGoodHead: goodHead(good.head) })
  await nube.exchange.receiveLog(scid, next.log)
  const alert = nodeRecord(next, { type: 'Alert', slug: 'now', now: clock.now() })
  await offer(nube, [alert])
  const branches = await nube.publisherDeps.branchesOf(nube.store, scid)
  const shares = sharesOf(toCollectiveFacts(await nube.store.readFacts(scid), branches))
  t.strictSame(shares.members, [vouch.digest])
  t.strictSame(
    new Set(shares.node),
    new Set([good.head, good.manifest, listed, alert].map(({ digest }) => digest)),
  )
})

t.test('one collective over its quota delays itself alone (E22)', async (t) => {
  const { nube, harbor: flooder, scid } = await meeting(t)
  const heads: Head[] = []
  for (let i = 0; i < MAX_CHANGES_A_DAY + 5; i++) {
    heads.push(headOn(flooder, [], { now: START, after: heads.at(-1) ?? null }).head)
  }
  const codes = await offer(nube, heads.toReversed())
  t.equal(codes.filter((code) => code === 'stored').length, MAX_CHANGES_A_DAY)
  t.strictSame(codes.slice(0, 5), Array(5).fill('quota_changes'), 'the oldest come first')
  t.equal((await nube.store.readFacts(scid)).heads.length, MAX_CHANGES_A_DAY)
  const rosa = foundCollective('https://rosa.example', START)
  await nube.exchange.receiveLog(rosa.scid, rosa.log)
  const own = headOn(rosa, [], { now: START })
  t.strictSame(await offer(nube, [own.head, own.manifest]), ['stored', 'stored'])
  t.strictSame(await offer(nube, [memberRecord(flooder, { now: START })]), ['stored'])
})

t.test('the rest comes in when its day is over', async (t) => {
  const { nube, harbor: busy, clock } = await meeting(t)
  const heads: Head[] = []
  for (let i = 0; i < MAX_CHANGES_A_DAY + 5; i++) {
    heads.push(headOn(busy, [], { now: START, after: heads.at(-1) ?? null }).head)
  }
  await offer(nube, heads)
  clock.wait(DAY)
  t.strictSame((await offer(nube, heads)).slice(-5), Array(5).fill('stored'))
})

t.test('a full collective is told so, and its members still speak', async (t) => {
  const { nube, harbor: full, scid } = await meeting(t)
  const rest = await fill(t, full, nube)
  t.strictSame(await offer(nube, rest.slice(0, 1)), ['quota_bytes'])
  const vouch = memberRecord(full, { now: START })
  t.strictSame(await offer(nube, [vouch]), ['stored'])
  t.match(await nube.store.listCurrent({ scid, signedBy: 'members' }), [{ digest: vouch.digest }])
})

t.test('after a theft that filled its share the members’ next entry makes room', async (t) => {
  const { nube, harbor: robbed, scid, clock } = await meeting(t)
  await fill(t, robbed, nube)
  clock.wait(DAY)
  const next = rotated(robbed, { time: clock.now(), lastGoodHead: null })
  await nube.exchange.receiveLog(scid, next.log)
  const profile = nodeRecord(next, { now: clock.now() })
  const { head, manifest } = headOn(next, [profile], { now: clock.now() })
  t.strictSame(await offer(nube, [head, manifest, profile]), ['stored', 'stored', 'stored'])
  t.match(await nube.store.listCurrent({ scid }), [{ digest: profile.digest }])
})

/**
 * Fills the node's share of a collective with listed records of 60 KiB of a type to come; returns
 * those that found no room.
 */
async function fill(
  t: Test,
  collective: typeof harbor,
  node: TestNode,
): Promise<readonly SignedRecord[]> {
  const { did } = collective
  const records = Array.from({ length: 350 }, (_, i) => {
    const profile = statementOf('Profile', { did, slug: `p-${i}`, now })
    const statement = {
      ...profile,
      type: 'Barter',
      id: profile.id.replace('Profile', 'Barter'),
      note: 'x'.repeat(60 * 1024),
    }
    return signRecord(statement, { did, ...collective.node })
  })
  const { head, manifest } = headOn(collective, records, { now: START })
  const codes = await offer(node, [head, manifest, ...records])
  t.strictSame([...new Set(codes)], ['stored', 'quota_bytes'])
  return records.filter((_, i) => codes[i + 2] === 'quota_bytes')
}
