import t, { type Test } from 'tap'

import {
  createEnvelope,
  type Envelope,
  fillUp,
  parseEnvelope,
} from '../../src/exchange/envelope.ts'
import { writeOffer, writeTakeBack } from '../../src/federation/offer.ts'
import { ownIdsAt } from '../../src/federation/own-ids.ts'
import { createMessageSigner } from '../../src/federation/sign-request.ts'
import { sealTo } from '../../src/identity/sealing.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import { type SignedRecord, signRecord } from '../../src/record/record.ts'
import { listingAbout } from '../support/collective.ts'
import { type FederationNode, federationNode, testNetwork } from '../support/federation-node.ts'
import { deliveryOf, post } from '../support/post-activity.ts'
import { statementOf } from '../support/records.ts'
import { SECRET, sealedDraft } from '../support/sealed.ts'

/** Harbor Commons seals to Nube Libre; Atelier Rosa is a peer of both and no recipient. */
async function scene(t: Test) {
  const network = await testNetwork(t, 3)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  const rosa = await federationNode(t, network)
  const all = [harbor, nube, rosa]
  for (const one of all) for (const other of all) if (one !== other) await one.befriend(other)
  return { network, harbor, nube, rosa, to: [nube.collective.scid] }
}

async function titlesAt({ sealed }: FederationNode): Promise<readonly string[]> {
  return (await sealed.list()).map(({ record }) => `${record.slug} ${record.version}`)
}

/** Everything that a database says, as text. */
async function everythingIn({ database }: FederationNode): Promise<string> {
  const { db } = database
  const tables = ['object', 'record', 'envelope', 'job', 'outgoing', 'change', 'current'] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}

t.test('a sealed draft arrives at whom it names, is opened there, and nowhere else', async (t) => {
  const { harbor, nube, rosa, to } = await scene(t)
  const sent = await harbor.sealed.send(sealedDraft(to))
  t.match(sent, { recipients: to, leftOut: [], record: { version: 1, slug: 'on-the-raid' } })
  t.strictSame(await titlesAt(nube), [], 'nothing before it is carried')
  await harbor.push()
  const [opened] = await nube.sealed.list({ types: ['Draft'] })
  t.match(opened, {
    sender: harbor.collective.scid,
    recipients: to,
    envelope: sent.envelope,
    record: { text: sent.record.text },
  })
  t.strictSame(await titlesAt(harbor), ['on-the-raid 1'], 'its sender can read it')
  t.strictSame(await titlesAt(rosa), [])
  t.equal(await rosa.envelopes.countEnvelopes(), 0)
  t.strictSame(await nube.sealed.list({ types: ['Alert'] }), [])
})

t.test('what is sealed is in no manifest, on no route and in no table in the clear', async (t) => {
  const { harbor, nube, rosa, to } = await scene(t)
  const { record, envelope } = await harbor.sealed.send(sealedDraft(to))
  await harbor.publisher.publishContents([listingAbout('one.example')])
  await harbor.push()
  await rosa.federation.sync.sync()
  for (const node of [harbor, nube, rosa]) {
    t.notMatch(await everythingIn(node), SECRET)
    t.equal(await node.store.findObject(record.digest), null)
    for (const digest of [record.digest, envelope]) {
      const { status } = await fetch(`${node.origin}/objects/${digest}`)
      t.equal(status, 404)
    }
    for (const path of [`/envelopes/${envelope}`, `/offers/${envelope}`]) {
      t.equal((await fetch(`${node.origin}${path}`)).status, 404)
    }
    for (const path of ['/sync/heads', '/sync/members', '/sync/index.txt', '/actor/outbox']) {
      const text = await (await fetch(`${node.origin}${path}`)).text()
      t.notMatch(text, record.digest)
      t.notMatch(text, 'on-the-raid')
    }
  }
  const current = await rosa.store.listCurrent({ scid: harbor.collective.scid })
  t.strictSame(
    current.map(({ type }) => type),
    ['Listing'],
  )
})

t.test('what is for peers goes to all of them, as one envelope', async (t) => {
  const { harbor, nube, rosa } = await scene(t)
  const { recipients } = await harbor.sealed.send(sealedDraft(null))
  t.equal(recipients.length, 2)
  await harbor.push()
  t.strictSame(await titlesAt(nube), ['on-the-raid 1'])
  t.strictSame(await titlesAt(rosa), ['on-the-raid 1'])
})

t.test('the next version takes the place of the one before, and of no other record', async (t) => {
  const { network, harbor, nube, rosa, to } = await scene(t)
  const both = [...to, rosa.collective.scid]
  await harbor.sealed.send(sealedDraft(both))
  await harbor.sealed.send(sealedDraft(to, { slug: 'another' }))
  await harbor.push()
  network.advance(1000)
  await harbor.sealed.send(sealedDraft(to, { nameMap: { en: 'On the second raid' } }))
  await harbor.push()
  const [all, left] = [['another 1', 'on-the-raid 2'], await titlesAt(rosa)]
  t.strictSame((await titlesAt(nube)).toSorted(), all)
  t.strictSame((await titlesAt(harbor)).toSorted(), all)
  t.equal(await nube.envelopes.countEnvelopes(), 2)
  t.strictSame(left, [], 'who is no recipient any more has the first one taken back')
})

t.test('what is withdrawn is gone on both sides, also for who saw it', async (t) => {
  const { harbor, nube, to } = await scene(t)
  const { record } = await harbor.sealed.send(sealedDraft(to))
  await harbor.push()
  await harbor.sealed.withdraw(record)
  await harbor.push()
  for (const node of [harbor, nube]) {
    t.equal(await node.envelopes.countEnvelopes(), 0)
    t.strictSame(await titlesAt(node), [])
  }
  await t.rejects(harbor.sealed.withdraw(record), { code: 'sealed_not_found' })
})

t.test('what has expired is neither shown nor kept', async (t) => {
  const { network, harbor, nube, to } = await scene(t)
  await harbor.sealed.send(sealedDraft(to))
  await harbor.push()
  network.advance(401 * DAY)
  t.strictSame(await titlesAt(nube), [])
  t.equal(await nube.envelopes.countEnvelopes(), 1)
  t.equal(await nube.envelopes.forgetEnvelopes(toTimestamp(network.now())), 1)
  t.equal(await nube.envelopes.countEnvelopes(), 0)
})

t.test('says before it sends what cannot be sent', async (t) => {
  const { network, harbor, nube, rosa, to } = await scene(t)
  const send = (content = sealedDraft(to)) => harbor.sealed.send(content)
  await t.rejects(send(sealedDraft(to, { scope: 'public', recipients: undefined })), {
    code: 'is_public',
  })
  await t.rejects(send(sealedDraft([`Qm${'Z'.repeat(44)}`])), { code: 'recipient_not_peer' })
  await t.rejects(send(sealedDraft([harbor.collective.scid])), { code: 'no_recipients' })
  await t.rejects(harbor.publisher.publishContents([sealedDraft(to)]), { code: 'not_public' })
  const foreign = signedDraft(rosa, network.now())
  await t.rejects(harbor.sealed.sendSigned(foreign), { code: 'not_own_record' })
  network.advance(91 * DAY)
  await t.rejects(send(), { code: 'recipient_key_expired' })
  t.equal(await harbor.envelopes.countEnvelopes(), 0)
  t.equal(await nube.envelopes.countEnvelopes(), 0)
})

/** A draft that a collective signs for whom it likes. */
function signedDraft(
  { collective }: FederationNode,
  now: Date,
  changes: Readonly<Record<string, unknown>> = {},
): SignedRecord {
  const { did, node } = collective
  const statement = statementOf(
    'Draft',
    { did, slug: 'on-the-raid', now: toTimestamp(now) },
    { scope: 'peers', ...changes },
  )
  return signRecord(statement, { did, ...node })
}

/** What a node delivers, written by the test: an envelope around any text, to any key. */
async function envelopeOf(
  from: FederationNode,
  to: FederationNode,
  record: Pick<SignedRecord, 'text' | 'expires'>,
  changes: Partial<Pick<Envelope, 'sender' | 'recipients' | 'expires'>> = {},
  key = to.collective.agreement.multikey,
): Promise<Envelope> {
  const sealed = await sealTo(fillUp(record.text), [key])
  const [sender, recipients] = [from.collective.scid, [to.collective.scid]]
  return createEnvelope({ sender, recipients, expires: record.expires ?? '', ...changes }, sealed)
}

async function forging(t: Test) {
  const { network, harbor, nube, rosa } = await scene(t)
  const now = network.now()
  /** Delivered by `by`, with its own node key. */
  const deliver = ({ digest, text }: Pick<Envelope, 'digest' | 'text'>, by = harbor) => {
    const { keys, origin } = by
    const { privateKey } = keys.node
    const keyId = ownIdsAt(origin).nodeKey
    const sign = createMessageSigner({ keyId, privateKey, now: () => network.now() })
    return post(deliveryOf(nube, writeOffer({ digest, text }, ownIdsAt(origin)).body, { sign }))
  }
  const kept = () => nube.envelopes.countEnvelopes()
  return { network, harbor, nube, rosa, now, deliver, kept }
}

t.test('takes what a peer seals, once', async (t) => {
  const { harbor, nube, now, deliver, kept } = await forging(t)
  const envelope = await envelopeOf(harbor, nube, signedDraft(harbor, now))
  t.match(await deliver(envelope), { status: 202 })
  t.match(await deliver(envelope), { status: 202 })
  t.equal(await kept(), 1)
})

t.test('refuses what was changed, and what is not for us', async (t) => {
  const { harbor, nube, rosa, now, deliver, kept } = await forging(t)
  const record = signedDraft(harbor, now)
  const { sealed, ...good } = await envelopeOf(harbor, nube, record)
  const flipped = Buffer.from(sealed)
  flipped[flipped.length - 20] = (flipped[flipped.length - 20] ?? 0) ^ 1
  const refusals: [Promise<Envelope>, object][] = [
    [Promise.resolve(createEnvelope(good, flipped)), { status: 422, code: 'cannot_open' }],
    [
      envelopeOf(harbor, nube, record, {}, rosa.collective.agreement.multikey),
      { status: 422, code: 'cannot_open' },
    ],
    [envelopeOf(harbor, rosa, record), { status: 422, code: 'not_recipient' }],
    [
      envelopeOf(harbor, nube, record, { expires: addTime(good.expires, DAY) }),
      { status: 400, code: 'bad_envelope' },
    ],
    [
      envelopeOf(harbor, nube, record, { expires: addTime(good.expires, 500 * DAY) }),
      { status: 400, code: 'bad_envelope' },
    ],
    [
      envelopeOf(harbor, nube, record, { expires: toTimestamp(now) }),
      { status: 410, code: 'expired' },
    ],
    [
      envelopeOf(harbor, nube, signedDraft(harbor, now, { scope: 'public' })),
      { status: 422, code: 'is_public' },
    ],
    [
      envelopeOf(
        harbor,
        nube,
        signedDraft(harbor, now, { scope: 'named', recipients: [rosa.collective.scid] }),
      ),
      { status: 400, code: 'bad_envelope' },
    ],
    [
      envelopeOf(harbor, nube, { text: '{"type":"Nothing"}', expires: good.expires }),
      { status: 400 },
    ],
  ]
  for (const [envelope, answer] of refusals) t.match(await deliver(await envelope), answer)
  t.equal(await kept(), 0)
})

t.test('refuses what one collective seals in the name of another', async (t) => {
  const { network, harbor, nube, rosa, now, deliver, kept } = await forging(t)
  const record = signedDraft(harbor, now)
  const passedOn = await envelopeOf(rosa, nube, record)
  t.match(await deliver(passedOn, rosa), { status: 403, code: 'wrong_sender' })
  const genuine = await envelopeOf(harbor, nube, record)
  t.match(await deliver(genuine, rosa), { status: 403, code: 'wrong_sender' })
  const thief = { ...harbor.collective, node: rosa.collective.node }
  const forged = signedDraft({ ...harbor, collective: thief }, now)
  const bad = await envelopeOf(harbor, nube, forged)
  t.match(await deliver(bad), { status: 403, code: 'unknown_key' })
  await nube.federation.peering.remove(harbor.collective.scid)
  t.match(await deliver(genuine), { status: 401, code: 'unknown_node' })
  t.equal(await kept(), 0)
  await nube.store.transaction((writer) =>
    writer.setBlocked(rosa.collective.scid, true, toTimestamp(network.now())),
  )
  const blocked = await envelopeOf(rosa, nube, signedDraft(rosa, now))
  t.match(await deliver(blocked, rosa), { status: 403, code: 'blocked' })
})

t.test('an offer is named by the digest of its envelope', async (t) => {
  const { harbor, nube, now, deliver, kept } = await forging(t)
  const { text } = await envelopeOf(harbor, nube, signedDraft(harbor, now))
  t.match(await deliver({ text, digest: digestOf('other') }), { status: 422, code: 'wrong_digest' })
  const bare = canonicalize({ ...(JSON.parse(text) as object), more: 1 })
  t.match(await deliver({ text: bare, digest: digestOf(bare) }), {
    status: 400,
    code: 'bad_envelope',
  })
  t.match(await deliver({ text: '[]', digest: digestOf('[]') }), {
    status: 400,
    code: 'bad_envelope',
  })
  t.equal(await kept(), 0)
})

t.test('an older version does not come back, and nobody else takes anything back', async (t) => {
  const { network, harbor, nube, rosa, now, deliver, kept } = await forging(t)
  const first = await envelopeOf(harbor, nube, signedDraft(harbor, now))
  const second = await envelopeOf(harbor, nube, signedDraft(harbor, now, { version: 2 }))
  t.match(await deliver(second), { status: 202 })
  t.match(await deliver(first), { status: 409, code: 'superseded' })
  const { keys, origin } = rosa
  const keyId = ownIdsAt(origin).nodeKey
  const { privateKey } = keys.node
  const sign = createMessageSigner({ keyId, privateKey, now: () => network.now() })
  const theirs = writeTakeBack(second.digest, ownIdsAt(origin)).body
  t.match(await post(deliveryOf(nube, theirs, { sign })), { status: 202 })
  t.equal(await kept(), 1)
  const ours = writeTakeBack(second.digest, ownIdsAt(harbor.origin)).body
  const forged = ours.replace(`"actor":"${harbor.origin}`, `"actor":"${origin}`)
  t.match(await post(deliveryOf(nube, forged, { sign })), { status: 401 })
  t.equal(await kept(), 1)
})

t.test('a record that is not public is refused where objects are taken in', async (t) => {
  const { harbor, nube, now } = await forging(t)
  const record = signedDraft(harbor, now)
  const [receipt] = await nube.exchange.receive([record.text])
  t.match(receipt, { outcome: 'refused', refusal: { code: 'not_public' } })
  t.equal(await nube.store.findObject(record.digest), null)
})

t.test('the envelope says who, to whom and until when, and no more than a size', async (t) => {
  const { harbor, nube, now } = await forging(t)
  const short = await envelopeOf(harbor, nube, signedDraft(harbor, now))
  const named = { nameMap: { en: 'A title that is quite a bit longer than the other one is' } }
  const long = await envelopeOf(harbor, nube, signedDraft(harbor, now, named))
  t.equal(short.sealed.length, long.sealed.length)
  t.strictSame(Object.keys(JSON.parse(short.text) as object), [
    'ciphertext',
    'expires',
    'recipients',
    'sender',
    'type',
  ])
  t.equal(parseEnvelope(short.text).digest, short.digest)
})
