import t from 'tap'

import { MAX_STRANGERS } from '../../src/exchange/quota.ts'
import { receiveLog, type ReceiveLogDeps, toTexts } from '../../src/exchange/receive-log.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createWitnessProof } from '../../src/identity/log-proof.ts'
import {
  type LogTexts,
  parseLine,
  parseWitnessFile,
  writeWitnessFile,
} from '../../src/identity/log-text.ts'
import { DAY, HOUR, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import type { Scid } from '../../src/record/did.ts'
import { foundCollective, type TestCollective, type TestNode } from '../support/collective.ts'
import {
  goodHead,
  headOn,
  meeting,
  nodeRecord,
  offer,
  rotated,
  START,
  withEntry,
} from '../support/exchange.ts'

/** So many entries more, a second apart. */
function grown(collective: TestCollective, count: number, start: Date): TestCollective {
  let next = collective
  for (let i = 0; i < count; i++) {
    next = withEntry(next, { time: new Date(start.getTime() + i * 1000) })
  }
  return next
}

function depsOf(node: TestNode, familiar: readonly Scid[] = []): ReceiveLogDeps {
  const { store, now } = node.publisherDeps
  return {
    store,
    now,
    verify: async (question) => checkLog(question),
    familiar: async () => new Set(familiar),
  }
}

/** The proofs of one more member for the first entry. */
function withApprovalsOf({ log, members }: TestCollective, ...who: readonly number[]): LogTexts {
  const { entry } = parseLine(log.log.trimEnd())
  const proofs = members
    .filter((_, i) => who.includes(i))
    .map((member) => createWitnessProof(entry, member))
  return { ...log, witness: writeWitnessFile(proofs) }
}

t.test('takes in a log, what extends it, and nothing twice', async (t) => {
  const { nube, harbor, scid, clock } = await meeting(t)
  clock.wait(DAY)
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: null })
  t.match(await nube.exchange.receiveLog(scid, next.log), {
    outcome: 'extended',
    added: 1,
    later: 0,
  })
  t.strictSame(await nube.exchange.receiveLog(scid, next.log), { outcome: 'unchanged' })
  const stored = await nube.store.findLog(scid)
  t.strictSame(stored === null ? null : toTexts(stored), next.log)
})

t.test('an older, shorter copy changes nothing (F12)', async (t) => {
  const { nube, harbor, scid, clock } = await meeting(t)
  clock.wait(DAY)
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: null })
  await nube.exchange.receiveLog(scid, next.log)
  const before = await nube.store.findLog(scid)
  t.strictSame(await nube.exchange.receiveLog(scid, harbor.log), { outcome: 'unchanged' })
  t.strictSame(await nube.store.findLog(scid), before)
})

t.test('two entries on one: DISPUTED, both kept, what counts on both is shown (F11)', async (t) => {
  const { nube, harbor, scid, clock, shown, state } = await meeting(t)
  const profile = nodeRecord(harbor, { now: START })
  const { head, manifest } = headOn(harbor, [profile], { now: START })
  await offer(nube, [profile, head, manifest])
  clock.wait(DAY)
  const lastGoodHead = goodHead(head)
  const [one, other] = [0, 1].map(() => rotated(harbor, { time: clock.now(), lastGoodHead }))
  if (one === undefined || other === undefined) throw new Error('two')
  await nube.exchange.receiveLog(scid, one.log)
  t.equal(await state(), 'OK')
  t.match(await nube.exchange.receiveLog(scid, other.log), { outcome: 'disputed', added: 1 })
  t.equal(await state(), 'DISPUTED')
  t.strictSame(await shown(), [profile.digest])
  t.equal((await nube.store.findLog(scid))?.entries.length, 3)
  const mine = headOn(one, [], { now: clock.now(), after: head })
  t.strictSame(await offer(nube, [mine.head, mine.manifest]), ['stored', 'stored'])
  t.strictSame(await shown(), [], 'one branch lists it no more')
})

t.test('a copy that breaks a rule is refused, and what is known stands', async (t) => {
  const { nube, harbor, scid, clock } = await meeting(t)
  clock.wait(DAY)
  const [one, ...others] = harbor.members
  if (one === undefined) throw new Error('three members')
  const unapproved = withEntry(harbor, { time: clock.now(), by: [one] })
  t.match(await nube.exchange.receiveLog(scid, unapproved.log), {
    outcome: 'refused',
    code: 'not_approved',
  })
  const garbage = { ...harbor.log, log: `${harbor.log.log}nonsense\n` }
  t.match(await nube.exchange.receiveLog(scid, garbage), { outcome: 'refused' })
  t.equal((await nube.store.findLog(scid))?.entries.length, 1)
  const rosa = foundCollective('https://rosa.example', START)
  t.match(await nube.exchange.receiveLog(rosa.scid, harbor.log), { outcome: 'refused' })
  t.equal(await nube.store.findCollective(rosa.scid), null)
  const approved = withEntry(harbor, { time: clock.now(), by: others })
  t.match(await nube.exchange.receiveLog(scid, approved.log), { outcome: 'extended' })
})

t.test('more proofs of known entries are kept, and are no change', async (t) => {
  const { nube, harbor, scid } = await meeting(t)
  const before = await nube.store.lastSequence()
  const version = await nube.store.logVersion(scid)
  t.strictSame(await nube.exchange.receiveLog(scid, withApprovalsOf(harbor, 1, 2)), {
    outcome: 'unchanged',
  })
  const witness = (await nube.store.findLog(scid))?.witness ?? ''
  t.equal(parseWitnessFile(witness).length, 3)
  t.equal(witness, withApprovalsOf(harbor, 0, 1, 2).witness, 'whatever the order')
  t.ok((await nube.store.logVersion(scid)) > version)
  t.equal(await nube.store.lastSequence(), before)
  await nube.exchange.receiveLog(scid, harbor.log)
  t.equal((await nube.store.findLog(scid))?.witness, witness)
})

t.test('of two proofs by one member every node keeps the same, whichever came first', async (t) => {
  const harbor = foundCollective('https://harbor.example', START)
  const { entry } = parseLine(harbor.log.log.trimEnd())
  const approvedAt = (milliseconds: number): LogTexts => {
    const versionTime = toTimestamp(START.getTime() - milliseconds)
    const by = harbor.members.slice(0, 2)
    const proofs = by.map((member) => createWitnessProof({ ...entry, versionTime }, member))
    return { ...harbor.log, witness: writeWitnessFile(proofs) }
  }
  const copies = [approvedAt(0), approvedAt(MINUTE), approvedAt(HOUR)]
  const kept = []
  for (const order of [copies, copies.toReversed()]) {
    const { nube } = await meeting(t)
    for (const copy of order) await nube.exchange.receiveLog(harbor.scid, copy)
    kept.push((await nube.store.findLog(harbor.scid))?.witness)
  }
  t.type(kept[0], 'string')
  t.equal(kept[0], kept[1])
})

t.test('takes in four new entries an hour, the rest later', async (t) => {
  const { nube, harbor, scid, clock } = await meeting(t)
  clock.wait(2 * HOUR)
  const long = grown(harbor, 6, clock.now())
  t.match(await nube.exchange.receiveLog(scid, long.log), {
    outcome: 'extended',
    added: 4,
    later: 2,
  })
  t.match(await nube.exchange.receiveLog(scid, long.log), {
    outcome: 'extended',
    added: 0,
    later: 2,
  })
  clock.wait(HOUR)
  t.match(await nube.exchange.receiveLog(scid, long.log), {
    outcome: 'extended',
    added: 2,
    later: 0,
  })
})

t.test('a log that is new here comes in whole', async (t) => {
  const { nube, clock } = await meeting(t)
  const rosa = grown(
    foundCollective('https://rosa.example', START),
    9,
    new Date(START.getTime() + 1000),
  )
  clock.wait(MINUTE)
  t.match(await nube.exchange.receiveLog(rosa.scid, rosa.log), { added: 10, later: 0 })
})

t.test(
  'a clock that is set back takes nothing away, one that was ahead locks nothing (M02)',
  async (t) => {
    const { nube, harbor, scid, clock } = await meeting(t)
    clock.wait(400 * DAY)
    const next = grown(harbor, 4, clock.now())
    await nube.exchange.receiveLog(scid, next.log)
    clock.wait(-399 * DAY)
    t.strictSame(await nube.exchange.receiveLog(scid, harbor.log), { outcome: 'unchanged' })
    t.equal((await nube.store.findLog(scid))?.entries.length, 5)
    const more = withEntry(next, { time: new Date(clock.now().getTime() + 400 * DAY) })
    t.match(await nube.exchange.receiveLog(scid, more.log), { outcome: 'unchanged' }, 'held')
    const branch = withEntry(harbor, { time: clock.now() })
    t.match(await nube.exchange.receiveLog(scid, branch.log), { outcome: 'disputed', added: 1 })
  },
)

t.test('keeps a hundred collectives that nobody here vouches for (E23)', async (t) => {
  const { nube, harbor } = await meeting(t)
  const at = toTimestamp(START)
  await nube.store.transaction(async (writer) => {
    for (let i = 1; i < MAX_STRANGERS; i++) {
      await writer.addCollective({ scid: `Qm${i}`, did: 'did:webvh:x', own: false, at })
    }
  })
  const rosa = foundCollective('https://rosa.example', START)
  await t.rejects(receiveLog(rosa.scid, rosa.log, depsOf(nube)), {
    kind: 'too-many',
    code: 'too_many_strangers',
  })
  t.equal(await nube.store.findCollective(rosa.scid), null)
  t.match(await receiveLog(harbor.scid, harbor.log, depsOf(nube)), { outcome: 'unchanged' })
  t.match(await receiveLog(rosa.scid, rosa.log, depsOf(nube, [rosa.scid])), { outcome: 'extended' })
  const bairro = foundCollective('https://bairro.example', START)
  const deps = depsOf(nube, ['Qm1', rosa.scid])
  t.match(await receiveLog(bairro.scid, bairro.log, deps), { outcome: 'extended' }, 'one left')
})

t.test('many that come at once are no more than that', async (t) => {
  const { nube } = await meeting(t)
  const at = toTimestamp(START)
  await nube.store.transaction(async (writer) => {
    for (let i = 3; i < MAX_STRANGERS; i++) {
      await writer.addCollective({ scid: `Qm${i}`, did: 'did:webvh:x', own: false, at })
    }
  })
  const strangers = Array.from({ length: 6 }, (_, i) =>
    foundCollective(`https://s${i}.example`, START),
  )
  const outcomes = await Promise.allSettled(
    strangers.map(({ scid, log }) => receiveLog(scid, log, depsOf(nube))),
  )
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 2)
})

t.test('copies that come at once all count', async (t) => {
  const { nube, harbor, scid, clock } = await meeting(t)
  clock.wait(DAY)
  const branches = Array.from({ length: 3 }, () =>
    rotated(harbor, { time: clock.now(), lastGoodHead: null }),
  )
  await Promise.all(branches.map(({ log }) => nube.exchange.receiveLog(scid, log)))
  t.equal((await nube.store.findLog(scid))?.entries.length, 4)
})

t.test('what is too large or not readable at all is refused as a whole', async (t) => {
  const { nube, harbor, scid } = await meeting(t)
  const witness = 'x'
  await t.rejects(nube.exchange.receiveLog(scid, { ...harbor.log, witness }), {
    code: 'bad_witness_file',
  })
  const log = `${'x'.repeat(2 * 1024 * 1024)}\n`
  await t.rejects(nube.exchange.receiveLog(scid, { ...harbor.log, log }), {
    code: 'log_too_large',
  })
})

t.test('a verifier that lost an entry changes nothing', async (t) => {
  const { nube, harbor, scid } = await meeting(t)
  const before = await nube.store.findLog(scid)
  const deps: ReceiveLogDeps = {
    ...depsOf(nube),
    verify: async (question) => ({ ...checkLog(question), entries: [] }),
  }
  await t.rejects(receiveLog(scid, harbor.log, deps), /no longer verifies/)
  t.strictSame(await nube.store.findLog(scid), before)
})
