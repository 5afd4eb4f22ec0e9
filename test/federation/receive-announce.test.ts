import t, { type Test } from 'tap'

import type { StoredObject } from '../../src/exchange/object-store.ts'
import { writeAnnounce } from '../../src/federation/announce.ts'
import { ownIdsAt } from '../../src/federation/own-ids.ts'
import { createMessageSigner } from '../../src/federation/sign-request.ts'
import { checkLog } from '../../src/identity/check-log.ts'
import { createNextEntry } from '../../src/identity/create-entry.ts'
import { createAgreementKey, createSigningKey } from '../../src/identity/keys.ts'
import { createWitnessProof, signEntry } from '../../src/identity/log-proof.ts'
import { parseWitnessFile, writeWitnessFile } from '../../src/identity/log-text.ts'
import { DAY, MINUTE, toTimestamp } from '../../src/kernel/time.ts'
import { canonicalize, type JsonObject } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import { createHead } from '../../src/record/head.ts'
import { createManifest } from '../../src/record/manifest.ts'
import { signRecord } from '../../src/record/record.ts'
import { listingAbout } from '../support/collective.ts'
import { type FederationNode, federationNode, testNetwork } from '../support/federation-node.ts'
import { deliveryOf, post } from '../support/post-activity.ts'

/** Nube Libre hears Harbor Commons; what it is sent is written by the test. */
async function scene(t: Test) {
  const network = await testNetwork(t)
  const harbor = await federationNode(t, network)
  const nube = await federationNode(t, network)
  await nube.befriend(harbor)
  const { scid } = harbor.collective
  const sign = signerOf(harbor, () => network.now())
  const send = (activity: object | string) => post(deliveryOf(nube, activity, { sign }))
  const push = (texts: readonly string[]) => send(announcementOf(harbor, texts, network.now()))
  const shown = async () => (await nube.store.listCurrent({ scid })).length
  return { network, harbor, nube, scid, send, push, shown }
}

function signerOf({ origin, keys }: FederationNode, now: () => Date) {
  const { privateKey } = keys.node
  return createMessageSigner({ keyId: ownIdsAt(origin).nodeKey, privateKey, now })
}

let count = 0

/** The announcement of any texts, under an id of its own. */
function announcementOf({ origin }: FederationNode, texts: readonly string[], now: Date): string {
  const objects = texts.map((text): StoredObject => ({
    digest: digestOf(text),
    scid: '',
    kind: 'record',
    text,
  }))
  const { id, body } = writeAnnounce(objects, ownIdsAt(origin), toTimestamp(now))
  return body.replace(id, `${id}/${++count}`)
}

/** A record, its manifest and a head, as the node would make them. */
function stateOf({ collective, store }: FederationNode, now: Date) {
  const time = toTimestamp(now)
  const key = { ...collective.node, did: collective.did }
  return {
    key,
    time,
    async build(changes: { record?: JsonObject; head?: JsonObject } = {}) {
      const log = await store.findLog(collective.scid)
      const statement = {
        '@context': [
          'https://www.w3.org/ns/activitystreams',
          'https://w3id.org/security/data-integrity/v2',
          'https://w3id.org/tessera/v1',
        ],
        ...listingAbout('one.example'),
        id: `${collective.origin}/records/${collective.scid}/Listing/one-example`,
        attributedTo: collective.did,
        version: 1,
        published: time,
        updated: time,
        expires: toTimestamp(now.getTime() + 100 * DAY),
        ...changes.record,
      }
      const record = signRecord(statement, key)
      const { type, slug, version, digest, expires } = record
      const item = { type, slug, version, digest, expires: expires ?? '' }
      const manifest = createManifest(collective.did, [item], [])
      const head = createHead(
        {
          attributedTo: collective.did,
          version: 1,
          previous: null,
          manifest: manifest.digest,
          did: log?.entries.at(-1)?.versionId ?? '',
          published: time,
          expires: toTimestamp(now.getTime() + 8 * DAY),
          ...changes.head,
        },
        collective.node,
      )
      return { record, manifest, head, texts: [head.text, manifest.text, record.text] }
    },
  }
}

t.test('takes a head with what it lists at once', async (t) => {
  const { harbor, network, push, shown } = await scene(t)
  const { texts } = await stateOf(harbor, network.now()).build()
  t.match(await push(texts), { status: 202, body: '' })
  t.equal(await shown(), 1)
  t.match(await push(texts), { status: 202 })
  t.equal(await shown(), 1)
})

t.test('names what is wrong with objects, by status and code, and keeps nothing', async (t) => {
  const { harbor, network, push, shown } = await scene(t)
  const state = stateOf(harbor, network.now())
  const { head, record } = await state.build()
  const member = canonicalize({ ...(JSON.parse(head.text) as JsonObject), extra: 1 })
  t.match(await push([member]), { status: 400 })
  const ahead = toTimestamp(network.now().getTime() + 11 * MINUTE)
  const early = await state.build({ head: { published: ahead } })
  t.match(await push([early.head.text]), { status: 422, code: 'ahead_of_time' })
  t.match(await push([record.text]), { status: 422, code: 'unlisted' })
  const other = { ...(JSON.parse(record.text) as JsonObject), nameMap: { en: 'Other' } }
  t.match(await push([canonicalize(other)]), { status: 401, code: 'bad_proof' })
  t.equal(await shown(), 0)
})

t.test('of many objects the bad one is named and hinders none of the others', async (t) => {
  const { harbor, network, push, shown } = await scene(t)
  const { texts } = await stateOf(harbor, network.now()).build()
  const bad = canonicalize({ type: 'Nothing' })
  const answer = await push([texts[0] ?? '', bad, ...texts.slice(1)])
  t.equal(answer.status, 202)
  t.match(JSON.parse(answer.body), { refused: [{ digest: digestOf(bad) }] })
  t.equal(await shown(), 1)
})

t.test('refuses objects that do not have the announced digests', async (t) => {
  const { harbor, network, send, shown } = await scene(t)
  const { texts } = await stateOf(harbor, network.now()).build()
  const announced = announcementOf(harbor, texts.slice(0, 1), network.now())
  const more = announced.replace('"tessera:objects":[', `"tessera:objects":[${texts[1]},`)
  t.match(await send(more), { status: 422, code: 'wrong_digest' })
  const elsewhere = announced.replace(`${harbor.origin}/objects/`, 'https://x.example/objects/')
  t.match(await send(elsewhere), { status: 400, code: 'bad_announcement' })
  t.equal(await shown(), 0)
})

t.test('fetches from the sender what an announcement leaves out', async (t) => {
  const { harbor, nube, scid, send, shown } = await scene(t)
  const { head } = await harbor.publisher.publishContents([listingAbout('one.example')])
  const body = writeAnnounce(
    [{ digest: head.digest, scid, kind: 'head', text: head.text }],
    ownIdsAt(harbor.origin),
    head.published,
  ).body
  t.match(await send(body), { status: 202 })
  await nube.federation.background.idle()
  t.equal(await shown(), 1)
  t.match(await nube.store.findCollective(scid), { state: 'OK', head: head.digest })
})

t.test('takes objects from nobody but peers', async (t) => {
  const { harbor, network, nube, push, shown } = await scene(t)
  const { texts } = await stateOf(harbor, network.now()).build()
  await nube.federation.peering.remove(harbor.collective.scid)
  t.match(await push(texts), { status: 401, code: 'unknown_node' })
  t.equal(await shown(), 0)
})

t.test('takes nothing from or about a blocked collective', async (t) => {
  const { harbor, network, nube, scid, push } = await scene(t)
  const { texts } = await stateOf(harbor, network.now()).build()
  await nube.store.transaction((writer) =>
    writer.setBlocked(scid, true, toTimestamp(network.now())),
  )
  t.match(await push(texts), { status: 403, code: 'blocked' })
  t.equal(await nube.store.findObject(digestOf(texts[0] ?? '')), null)
})

/** Harbor's members give its node a new key; only Harbor knows of that yet. */
async function rotate({ collective, exchange }: FederationNode, now: Date) {
  const { scid, log, members, controller } = collective
  const node = createSigningKey()
  const time = toTimestamp(now)
  const check = checkLog({ scid, sources: [log], now: time })
  const newest = check.entries.at(-1)
  if (newest === undefined) throw new Error('no log')
  const entry = createNextEntry(newest, {
    time,
    lastGoodHead: null,
    nodeKeys: {
      node: node.multikey,
      expires: toTimestamp(now.getTime() + 90 * DAY),
      agreement: createAgreementKey().multikey,
    },
  })
  const proofs = members.slice(0, 2).map((member) => createWitnessProof(entry, member))
  const texts = {
    log: `${log.log}${canonicalize(signEntry(entry, controller))}\n`,
    witness: writeWitnessFile([...parseWitnessFile(log.witness), ...proofs]),
  }
  const receipt = await exchange.receiveLog(scid, texts)
  return { receipt, node, versionId: entry.versionId }
}

t.test('fetches a log that is newer than the one it knows, to judge what came', async (t) => {
  const { harbor, nube, network, scid, push, shown } = await scene(t)
  const old = await stateOf(harbor, network.now()).build()
  network.advance(2 * MINUTE)
  const { receipt, node, versionId } = await rotate(harbor, network.now())
  t.match(receipt, { outcome: 'extended', added: 1 })
  const renewed = { ...harbor, collective: { ...harbor.collective, node } }
  const { texts } = await stateOf(renewed, network.now()).build()
  const signed = { ...harbor, keys: { ...harbor.keys, node } }
  const sign = signerOf(signed, () => network.now())
  const body = announcementOf(harbor, texts, network.now())
  t.match(await post(deliveryOf(nube, body, { sign })), { status: 202, body: '' })
  t.equal((await nube.store.findLog(scid))?.entries.at(-1)?.versionId, versionId)
  t.equal(await shown(), 1)
  t.match(await push(old.texts), { status: 401, code: 'wrong_signature' })
})

t.test('a head under an entry that nobody knows costs one look at the log a minute', async (t) => {
  const { harbor, network, push } = await scene(t)
  const did = `9-Qm${'U'.repeat(44)}`
  const { head } = await stateOf(harbor, network.now()).build({ head: { did } })
  const before = harbor.logRequests()
  t.match(await push([head.text]), { status: 403, code: 'unknown_entry' })
  t.match(await push([head.text]), { status: 403, code: 'unknown_entry' })
  t.equal(harbor.logRequests() - before, 2, 'the log and its approvals')
})
