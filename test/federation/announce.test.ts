import t, { type Test } from 'tap'

import type { StoredObject } from '../../src/exchange/object-store.ts'
import type { Mark } from '../../src/exchange/own-node.ts'
import { createAnnouncer, writeAnnounce } from '../../src/federation/announce.ts'
import { ownIdsAt } from '../../src/federation/own-ids.ts'
import { INBOX_LIMITS, parseStrictJson } from '../../src/federation/strict-json.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import { listingAbout } from '../support/collective.ts'
import { federationNode, type FederationNode, testNetwork } from '../support/federation-node.ts'

const own = ownIdsAt('https://harbor.example')

function objectOf(kind: StoredObject['kind'], size: number): StoredObject {
  const text = JSON.stringify({ text: 'x'.repeat(size), type: kind })
  return { digest: digestOf(text), scid: '', kind, text }
}

function inlineOf(objects: readonly StoredObject[]): readonly unknown[] {
  const { body } = writeAnnounce(objects, own, '2026-11-22T09:00:00Z')
  const activity = parseStrictJson(Buffer.from(body)) as JsonObject
  return activity['tessera:objects'] as unknown[]
}

t.test('hands over what fits, and leaves out what is too large for the rest', async (t) => {
  const head = objectOf('head', 1000)
  const large = objectOf('manifest', 200 * 1024)
  const small = objectOf('record', 100)
  t.strictSame(
    inlineOf([head, large, small]),
    [head, small].map(({ text }) => JSON.parse(text)),
  )
})

t.test('never hands over more than an inbox reads', async (t) => {
  const items = Array.from({ length: 900 }, (_, n) => ({ slug: `s${n}`, type: 'x', version: 1 }))
  const text = JSON.stringify({ items, type: 'Manifest' })
  const manifest: StoredObject = { digest: digestOf(text), scid: '', kind: 'manifest', text }
  const second = { ...manifest, digest: digestOf(`${text} `) }
  t.equal(inlineOf([manifest, second]).length, 0, 'a manifest of 900 records is fetched')
  const records = Array.from({ length: 500 }, (_, n) => objectOf('record', 330 + n))
  const { body } = writeAnnounce(records, own, '2026-11-22T09:00:00Z')
  t.ok(Buffer.byteLength(body) < INBOX_LIMITS.maxBytes, `${Buffer.byteLength(body)} bytes`)
})

async function publishing(t: Test) {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  await harbor.befriend(nube)
  let mark: Mark | null = null
  const { scid } = harbor.collective
  const announce = createAnnouncer({
    store: harbor.store,
    peers: harbor.peers,
    deliveries: harbor.deliveries,
    mark: { read: async () => mark },
    own: { ...ownIdsAt(harbor.origin), scid },
    now: () => network.now(),
    wake() {},
  })
  const { head, records } = await harbor.publisher.publishContents([listingAbout('one.example')])
  const digests = [...records.map((record) => record.digest), head.manifest, head.digest]
  return {
    harbor,
    nube,
    head,
    digests,
    announce,
    setMark: (next: Mark) => (mark = next),
    count: () => harbor.deliveries.countDeliveries(),
  }
}

t.test('tells nobody of a head before the mark covers it', async (t) => {
  const { announce, digests, count, head, setMark } = await publishing(t)
  await t.rejects(announce({ digests }), { kind: 'unavailable', code: 'mark_behind' })
  t.equal(await count(), 0)
  setMark({ did: head.did, version: 0, head: null, next: head.stateDigest })
  await announce({ digests })
  t.equal(await count(), 1)
  await announce({ digests })
  t.equal(await count(), 1, 'the same announcement, so once')
})

t.test('does not wait for the mark of a head that another has followed', async (t) => {
  const { announce, digests, count, harbor } = await publishing(t)
  await harbor.publisher.publishContents([listingAbout('two.example')])
  await announce({ digests })
  t.equal(await count(), 1)
})

t.test('leaves out who told us, and announces nothing that is gone', async (t) => {
  const { announce, count, nube, harbor } = await publishing(t)
  const text = await (await fetch(`${harbor.origin}/.well-known/tessera.json`)).text()
  const { head } = JSON.parse(text) as { head: { digest: string } }
  const manifest = (await harbor.store.findObject(head.digest))?.text ?? ''
  const { manifest: digest } = JSON.parse(manifest) as { manifest: string }
  await announce({ digests: [digest], except: nube.collective.scid })
  await announce({ digests: [digestOf('gone')] })
  t.equal(await count(), 0)
})

t.test('what was sent twice because of a crash is there once, byte for byte', async (t) => {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  await harbor.befriend(nube)
  await nube.befriend(harbor)
  const { head } = await harbor.publisher.publishContents([listingAbout('one.example')])
  const job = { digests: await allDigests(harbor, head.manifest, head.digest) }
  await harbor.federation.announce(job)
  await harbor.federation.sender.sendDue()
  const before = await nube.store.lastSequence()
  await harbor.federation.announce(job)
  t.equal(await harbor.federation.sender.sendDue(), 1)
  t.equal(await nube.store.lastSequence(), before)
  for (const digest of job.digests) {
    const [here, there] = [
      await harbor.store.findObject(digest),
      await nube.store.findObject(digest),
    ]
    t.equal(there?.text, here?.text)
  }
})

async function allDigests({ store }: FederationNode, manifest: string, head: string) {
  const { items } = JSON.parse((await store.findObject(manifest))?.text ?? '') as {
    items: { digest: string }[]
  }
  return [...items.map(({ digest }) => digest), manifest, head]
}
