import t, { type Test } from 'tap'

import { createEnvelope, fillUp } from '../../src/exchange/envelope.ts'
import { createFindSealed } from '../../src/exchange/open-envelopes.ts'
import { createPublisher } from '../../src/exchange/publisher.ts'
import { createEnvelopeInbox, MAX_ENVELOPES } from '../../src/exchange/receive-envelope.ts'
import { createSealed } from '../../src/exchange/sealed.ts'
import type { AgreementKey } from '../../src/identity/keys.ts'
import { sealTo } from '../../src/identity/sealing.ts'
import { addTime, DAY, HOUR, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import { type SignedRecord, signRecord } from '../../src/record/record.ts'
import { createEnvelopeStore } from '../../src/store/envelope-store.ts'
import { createPeerStore } from '../../src/store/peer-store.ts'
import { foundCollective, type TestCollective, testNode } from '../support/collective.ts'
import { onPostgres, openFor, testLocation } from '../support/database.ts'
import { rotated, signedBy, START, testClock, withEntry } from '../support/exchange.ts'
import { statementOf } from '../support/records.ts'
import { sealedDraft } from '../support/sealed.ts'

type Clock = ReturnType<typeof testClock>

/** A node of a collective that knows and has as peers who is named. */
async function nodeOf(
  t: Test,
  clock: Clock,
  collective: TestCollective,
  others: readonly TestCollective[],
) {
  const location = onPostgres ? await testLocation(t) : { file: ':memory:' }
  const database = await openFor(t, location)
  const node = await testNode(collective, database, clock.now)
  const peers = createPeerStore(database.db)
  const envelopes = createEnvelopeStore(database, clock.now)
  for (const { scid, origin, log } of others) {
    await node.exchange.receiveLog(scid, log)
    const actor = `${origin}/actor`
    const progress = { lastSync: null, interval: 1, lastError: null, cursor: null }
    const added = toTimestamp(clock.now())
    await peers.putPeer({ scid, origin, actor, inbox: `${origin}/inbox`, added, ...progress })
  }
  const { scid } = collective
  /** What a process of the node does with these keys. */
  const open = (agreements: readonly [AgreementKey, ...AgreementKey[]]) => {
    const deps = { envelopes, store: node.store, peers, agreements, now: clock.now }
    const { publisherDeps } = node
    const findSealed = createFindSealed(deps, scid)
    const publisher = createPublisher({ ...publisherDeps, findSealed })
    return {
      publisher,
      sealed: createSealed({ ...deps, publisher, key: publisherDeps.key }),
      inbox: createEnvelopeInbox({ ...deps, scid }),
    }
  }
  return { ...node, database, envelopes, peers, open, ...open([collective.agreement]) }
}

async function scene(t: Test) {
  const clock = testClock()
  const harbor = foundCollective('https://harbor.example', START)
  const nube = foundCollective('https://nube.example', START)
  const at = await nodeOf(t, clock, harbor, [nube])
  const there = await nodeOf(t, clock, nube, [harbor])
  /** Brings an envelope over, as the wire does. */
  const carry = async (digest: string) => {
    const text = (await at.envelopes.findEnvelope(digest))?.text ?? ''
    return await there.inbox.receive(text, harbor.scid)
  }
  clock.wait(HOUR)
  return { clock, harbor, nube, at, there, carry }
}

t.test('members may seal an alert; with the proofs of some of them it is none', async (t) => {
  const { clock, harbor, nube, at, there, carry } = await scene(t)
  const now = toTimestamp(clock.now())
  const scope = { scope: 'named', recipients: [nube.scid] }
  const alert = statementOf('Alert', { did: harbor.did, slug: 'raid', now }, scope)
  const expires = { ...alert, expires: addTime(now, 20 * DAY) }
  const record = signedBy(expires, harbor.did, harbor.members.slice(0, 2))
  const { envelope } = await at.sealed.sendSigned(record)
  t.equal(await carry(envelope), 'stored')
  t.equal(await carry(envelope), 'known')
  t.match(await there.sealed.list({ types: ['Alert'] }), [{ record: { signedBy: 'members' } }])
  t.match(await at.sealed.sendSigned(record), { recipients: [nube.scid] }, 'again, to who is new')
  const next = { ...expires, version: 2 }
  const alone = signedBy(next, harbor.did, harbor.members.slice(0, 1))
  await t.rejects(at.sealed.sendSigned(alone), { code: 'not_current' })
  const second = signedBy(next, harbor.did, harbor.members.slice(0, 2))
  await at.sealed.sendSigned(second)
  await t.rejects(at.sealed.sendSigned(record), { code: 'not_current' }, 'an older version')
})

t.test('the version goes on from what was sealed, or from what is public', async (t) => {
  const { at, nube } = await scene(t)
  const content = sealedDraft([nube.scid])
  const first = await at.sealed.send(content)
  const second = await at.sealed.send({ ...content, nameMap: { en: 'Another title' } })
  t.equal(second.record.version, 2)
  t.equal(second.record.published, first.record.published)
  await at.publisher.publishContents([
    sealedDraft(null, { scope: 'public', slug: 'open' }),
    sealedDraft(null, { scope: 'public', slug: 'open-too' }),
  ])
  const third = await at.sealed.send({ ...content, slug: 'open' })
  t.equal(third.record.version, 2)
  const open = sealedDraft(null, { scope: 'public' })
  const { records } = await at.publisher.publishContents([open])
  t.match(records, [{ version: 3, published: first.record.published }], 'and the other way round')
})

t.test(
  'what was sealed before a rotation is opened after it, by the key that is kept',
  async (t) => {
    const { clock, harbor, nube, at, there, carry } = await scene(t)
    const sent = await at.sealed.send(sealedDraft([nube.scid]))
    await carry(sent.envelope)
    clock.wait(DAY)
    const next = rotated(nube, { time: clock.now(), lastGoodHead: null })
    await there.exchange.receiveLog(nube.scid, next.log)
    t.equal((await there.open([next.agreement]).sealed.list()).length, 0)
    const { sealed } = there.open([next.agreement, nube.agreement])
    t.match(await sealed.list(), [{ sender: harbor.scid }])
    await at.exchange.receiveLog(nube.scid, next.log)
    const { envelope } = await at.sealed.send(sealedDraft([nube.scid], { slug: 'new' }))
    await there
      .open([next.agreement])
      .inbox.receive((await at.envelopes.findEnvelope(envelope))?.text ?? '', harbor.scid)
    t.equal((await sealed.list()).length, 2)
  },
)

t.test('what a stolen key sealed ends with the entry that revokes it', async (t) => {
  const { clock, harbor, nube, at, there, carry } = await scene(t)
  const before = await at.sealed.send(sealedDraft([nube.scid], { slug: 'before' }))
  await carry(before.envelope)
  clock.wait(HOUR)
  const stolen = toTimestamp(clock.now())
  clock.wait(HOUR)
  const by = await at.sealed.send(sealedDraft([nube.scid], { slug: 'by-the-thief' }))
  await carry(by.envelope)
  t.equal((await there.sealed.list()).length, 2)
  clock.wait(HOUR)
  const next = rotated(harbor, { time: clock.now(), lastGoodHead: null })
  const revoked = withEntry(harbor, {
    time: clock.now(),
    nodeKeys: keysOf(next),
    revokedSince: stolen,
  })
  await there.exchange.receiveLog(harbor.scid, revoked.log)
  const left = await there.sealed.list()
  t.strictSame(
    left.map(({ record }) => record.slug),
    ['before'],
  )
  const late = await at.sealed.send(sealedDraft([nube.scid], { slug: 'late' }))
  await t.rejects(carry(late.envelope), { code: 'unknown_key' })
})

function keysOf({ node, agreement }: TestCollective) {
  const expires = addTime(toTimestamp(START), 120 * DAY)
  return { node: node.multikey, agreement: agreement.multikey, expires }
}

t.test('seals nothing to a collective in dispute, or without a node', async (t) => {
  const { clock, nube, at } = await scene(t)
  const rosa = foundCollective('https://rosa.example', START)
  const clara = foundCollective('https://clara.example', START)
  clock.wait(DAY)
  const ended = withEntry(rosa, { time: clock.now(), deactivate: true })
  const one = withEntry(clara, { time: clock.now(), revokedSince: toTimestamp(START) })
  const [left, right] = [
    rotated(one, { time: new Date(clock.now().getTime() + SECOND), lastGoodHead: null }),
    rotated(one, { time: new Date(clock.now().getTime() + SECOND), lastGoodHead: null }),
  ]
  clock.wait(DAY)
  const node = await nodeOf(t, clock, at.collective, [nube, ended, left])
  await node.exchange.receiveLog(clara.scid, right.log)
  const send = (...scids: string[]) => node.sealed.send(sealedDraft(scids))
  await t.rejects(send(rosa.scid), { code: 'recipient_ended' })
  await t.rejects(send(clara.scid), { code: 'recipient_disputed' })
  const sent = await node.sealed.send(sealedDraft(null))
  t.match(sent, { recipients: [nube.scid] })
  t.strictSame(
    new Map(sent.leftOut.map(({ scid, code }) => [scid, code])),
    new Map([
      [rosa.scid, 'recipient_ended'],
      [clara.scid, 'recipient_disputed'],
    ]),
  )
})

t.test('there is room for so many envelopes, and no more', async (t) => {
  const { nube, at, there, carry } = await scene(t)
  const { record } = await at.sealed.send(sealedDraft([nube.scid]))
  const rows = Array.from({ length: MAX_ENVELOPES }, (_, i) => unreadable(i, record))
  await there.database.db.insertInto('envelope').values(rows).execute()
  const other = await at.sealed.send(sealedDraft([nube.scid], { slug: 'other' }))
  await t.rejects(carry(other.envelope), { kind: 'full', code: 'envelopes_full' })
  t.equal(await there.envelopes.countEnvelopes(), MAX_ENVELOPES)
  t.equal((await there.sealed.list()).length, 0)
})

/** An envelope of somebody who is not known here. */
function unreadable(i: number, { expires }: SignedRecord) {
  const text = `{"i":${i}}`
  const [sender, received] = [`Qm${'X'.repeat(44)}`, toTimestamp(START)]
  return { digest: digestOf(text), sender, received, expires: expires ?? '', bytes: text }
}

t.test('of one sender so many are kept, and a newer version still comes in', async (t) => {
  const { harbor, nube, at, there, carry } = await scene(t)
  for (let i = 0; i < 200; i++) {
    const { envelope } = await at.sealed.send(sealedDraft([nube.scid], { slug: `draft-${i}` }))
    // As it came in earlier; taking in each by the rules would open all of those before it.
    const stored = await at.envelopes.findEnvelope(envelope)
    await there.envelopes.changeEnvelopes({ put: stored, remove: [], jobs: [] })
    await at.envelopes.changeEnvelopes({ put: null, remove: [envelope], jobs: [] })
  }
  const more = await at.sealed.send(sealedDraft([nube.scid], { slug: 'more' }))
  await t.rejects(carry(more.envelope), { kind: 'too-many', code: 'quota_envelopes' })
  for (const put of await there.envelopes.listEnvelopes(toTimestamp(START))) {
    await at.envelopes.changeEnvelopes({ put, remove: [], jobs: [] })
  }
  await t.rejects(at.sealed.send(sealedDraft([nube.scid], { slug: 'yet-another' })), {
    code: 'quota_envelopes',
  })
  const next = statementOf(
    'Draft',
    { did: harbor.did, slug: 'draft-7', version: 2, now: toTimestamp(START) },
    { scope: 'named', recipients: [nube.scid] },
  )
  const record = signRecord(next, { did: harbor.did, ...harbor.node })
  const envelope = createEnvelope(
    { sender: harbor.scid, recipients: [nube.scid], expires: record.expires ?? '' },
    await sealTo(fillUp(record.text), [nube.agreement.multikey]),
  )
  t.equal(await there.inbox.receive(envelope.text, harbor.scid), 'stored')
  t.equal(await there.envelopes.countEnvelopes(), 200)
})
