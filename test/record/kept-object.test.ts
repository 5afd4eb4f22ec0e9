import t from 'tap'

import { addTime, toTimestamp } from '../../src/kernel/time.ts'
import { digestOf } from '../../src/record/digest.ts'
import { createHead, HEAD_VALIDITY } from '../../src/record/head.ts'
import { isIntact } from '../../src/record/kept-object.ts'
import { createManifest } from '../../src/record/manifest.ts'
import { foundCollective } from '../support/collective.ts'
import { memberRecord, newestEntryOf, nodeRecord, START } from '../support/exchange.ts'
import { withByteChanged } from '../support/objects.ts'

const collective = foundCollective('https://harbor.example', START)
const profile = nodeRecord(collective, { now: START })
const vouch = memberRecord(collective, { now: START })
const manifest = createManifest(collective.did, [], [])
const published = toTimestamp(START)
const head = createHead(
  {
    attributedTo: collective.did,
    version: 1,
    previous: null,
    manifest: manifest.digest,
    did: newestEntryOf(collective),
    published,
    expires: addTime(published, HEAD_VALIDITY),
  },
  collective.node,
)

t.test(
  'records of the node and of members, heads and manifests are whole as they came',
  async (t) => {
    for (const { text, digest } of [profile, vouch, head, manifest]) t.ok(isIntact(text, digest))
  },
)

t.test('other bytes than those of the digest are not', async (t) => {
  t.notOk(isIntact(profile.text, vouch.digest))
  t.notOk(isIntact(`${manifest.text} `, manifest.digest))
})

t.test('a signature has to hold even where the digest is that of the bytes', async (t) => {
  for (const { text } of [profile, vouch, head]) {
    const changed = text.replace('harbor.example/', 'harbor.exampla/')
    const forged =
      changed === text ? withByteChanged(text, text.indexOf('"manifest"') + 20) : changed
    t.not(forged, text)
    t.notOk(isIntact(forged, digestOf(forged)))
  }
  const [first = '', second = ''] = vouch.text.match(/"proofValue":"[^"]+"/g) ?? []
  const swapped = vouch.text.replace(second, first)
  t.notOk(isIntact(swapped, digestOf(swapped)), 'each proof has to hold')
})
