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
import type { SignedRecord } from '../../src/record/record.ts'
import type { FederationNode } from '../support/federation-node.ts'
import { deliveryOf, post } from '../support/post-activity.ts'
import { sealedScene, signedDraft } from '../support/sealed.ts'

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
  const { network, harbor, nube, rosa } = await sealedScene(t)
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
  t.match(await deliver(bad), { status: 422, code: 'unknown_key' })
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
