import { readFileSync } from 'node:fs'

import t from 'tap'

import { checkLog } from '../../src/identity/check-log.ts'
import { createFirstEntry } from '../../src/identity/create-entry.ts'
import { firstParameters } from '../../src/identity/entry-rules.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { createWitnessProof, signEntry } from '../../src/identity/log-proof.ts'
import { writeWitnessFile } from '../../src/identity/log-text.ts'
import { isSampleKey } from '../../src/identity/sample-keys.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { LOG_NOW } from '../support/collective-log.ts'
import { sampleKey } from '../support/sample-keys.ts'

const PAGE = new URL('../../docs/federation/did-log.md', import.meta.url)
const members = ['member 1', 'member 2', 'member 3'].map((role) => sampleKey(role))

/** The example of docs/federation/did-log.md, made anew. */
const entry = signEntry(
  createFirstEntry({
    time: '2024-01-05T10:00:00Z',
    origins: ['https://harbor-commons.example', 'http://harborcommons.onion'],
    controller: sampleKey('controller').multikey,
    members: { keys: members.map(({ multikey }) => multikey), threshold: 2 },
    nodeKeys: {
      node: sampleKey('node').multikey,
      expires: '2024-04-04T10:00:00Z',
      agreement: sampleKey('agreement', 'x25519').multikey,
    },
  }),
  sampleKey('controller'),
)
const witness = writeWitnessFile(members.slice(0, 2).map((key) => createWitnessProof(entry, key)))

t.test('the page on DID logs shows an entry and its approvals as they really are', async (t) => {
  const blocks = readFileSync(PAGE, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)
  const [shown, approvals] = [...blocks].map(([, json = '']) => JSON.parse(json) as unknown)
  t.strictSame(shown, entry)
  t.strictSame(approvals, JSON.parse(witness))
})

t.test('the example is right in all but its keys, which nobody accepts (F19)', async (t) => {
  const scid = firstParameters(entry)?.scid ?? ''
  const sources = [{ log: canonicalize(entry), witness }]
  const check = checkLog({ scid, sources, now: LOG_NOW })
  t.match(check, { entries: [], refused: [{ code: 'sample_key' }] })
  t.equal(check.refused.length, 1)
})

t.test('every key of the documents is a sample key, and a new key is none', async (t) => {
  for (const role of ['controller', 'member 1', 'member 2', 'member 3', 'node', 'next node']) {
    t.ok(isSampleKey(sampleKey(role).multikey), role)
  }
  for (const role of ['agreement', 'next agreement']) {
    t.ok(isSampleKey(sampleKey(role, 'x25519').multikey), role)
  }
  t.notOk(isSampleKey(createSigningKey().multikey))
})
