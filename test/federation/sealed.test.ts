import t from 'tap'

import { DAY, toTimestamp } from '../../src/kernel/time.ts'
import { listingAbout } from '../support/collective.ts'
import type { FederationNode } from '../support/federation-node.ts'
import { SECRET, sealedDraft, sealedScene, signedDraft } from '../support/sealed.ts'

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
  const { harbor, nube, rosa, to } = await sealedScene(t)
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
  const { harbor, nube, rosa, to } = await sealedScene(t)
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
  const { harbor, nube, rosa } = await sealedScene(t)
  const { recipients } = await harbor.sealed.send(sealedDraft(null))
  t.equal(recipients.length, 2)
  await harbor.push()
  t.strictSame(await titlesAt(nube), ['on-the-raid 1'])
  t.strictSame(await titlesAt(rosa), ['on-the-raid 1'])
})

t.test('the next version takes the place of the one before, and of no other record', async (t) => {
  const { network, harbor, nube, rosa, to } = await sealedScene(t)
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
  const { harbor, nube, to } = await sealedScene(t)
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
  const { network, harbor, nube, to } = await sealedScene(t)
  await harbor.sealed.send(sealedDraft(to))
  await harbor.push()
  network.advance(401 * DAY)
  t.strictSame(await titlesAt(nube), [])
  t.equal(await nube.envelopes.countEnvelopes(), 1)
  t.equal(await nube.envelopes.forgetEnvelopes(toTimestamp(network.now())), 1)
  t.equal(await nube.envelopes.countEnvelopes(), 0)
})

t.test('says before it sends what cannot be sent', async (t) => {
  const { network, harbor, nube, rosa, to } = await sealedScene(t)
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
