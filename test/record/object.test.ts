import t from 'tap'

import { createHead } from '../../src/record/head.ts'
import { createManifest } from '../../src/record/manifest.ts'
import { MAX_OBJECT_SIZE, parseObject } from '../../src/record/object.ts'
import { assembleRecord, proveStatement, signRecord } from '../../src/record/record.ts'
import { createTestKey } from '../support/keys.ts'
import { sealed } from '../support/objects.ts'
import { harborDid, nubeDid, someDigest, statementOf } from '../support/records.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

const key = createTestKey(harborDid)
const profile = statementOf('Profile')
const head = createHead(
  {
    attributedTo: harborDid,
    version: 1,
    previous: null,
    manifest: someDigest,
    did: `1-${someDigest.slice(1)}`,
    published: profile.updated,
    expires: profile.updated.replace('22T', '23T'),
  },
  key,
)

t.test('bytes are a record, a manifest or a head', async (t) => {
  const record = signRecord(profile, key)
  const manifest = createManifest(harborDid, [], [])
  t.strictSame(parseObject(record.text), { kind: 'record', value: record })
  t.strictSame(parseObject(manifest.text), { kind: 'manifest', value: manifest })
  t.strictSame(parseObject(head.text), { kind: 'head', value: head })
})

t.test('who has the digest of the bytes already passes it on', async (t) => {
  const { text, digest } = signRecord(profile, key)
  t.strictSame(parseObject(text, digest), parseObject(text))
})

t.test('a record that quotes a head is a record', async (t) => {
  const theirs = createTestKey(nubeDid)
  const canary = statementOf('Canary', { did: nubeDid }, { freshness: [head.text] })
  const proof = proveStatement(canary, theirs, 'capabilityInvocation')
  const record = assembleRecord(canary, [proof])
  t.strictSame(parseObject(record.text), { kind: 'record', value: record })
})

t.test(
  'a record of a later type that holds an object of type Head is a record (E20)',
  async (t) => {
    const id = profile.id.replace('Profile', 'Zine')
    for (const type of ['Head', 'Manifest']) {
      const zine = { ...profile, type: 'Zine', id, about: { type } }
      t.equal(parseObject(sealed(zine, key)).kind, 'record', type)
    }
  },
)

t.test('a head or manifest with more members is refused as what it is (E02)', async (t) => {
  t.equal(
    refusedAs(() => parseObject(head.text.replace('}', ',"z":1}'))),
    'bad_head',
  )
  const { text } = createManifest(harborDid, [], [])
  t.equal(
    refusedAs(() => parseObject(text.replace('"}', '","z":1}'))),
    'bad_manifest',
  )
})

function sized(size: number): string {
  return `{"a":"${'a'.repeat(size - 8)}"}`
}

t.test('nothing above 512 KiB is parsed (D02)', async (t) => {
  t.equal(sized(MAX_OBJECT_SIZE).length, MAX_OBJECT_SIZE)
  t.equal(
    refusedAs(() => parseObject(sized(MAX_OBJECT_SIZE))),
    'missing_member',
  )
  t.match(
    refusalFrom(() => parseObject(sized(MAX_OBJECT_SIZE + 1))),
    { kind: 'too-large', code: 'object_too_large' },
  )
  const wide = `{"a":"${'é'.repeat(MAX_OBJECT_SIZE / 2)}"}`
  t.ok(wide.length < MAX_OBJECT_SIZE)
  t.equal(
    refusedAs(() => parseObject(wide)),
    'object_too_large',
    'bytes count, not characters',
  )
})

t.test('what is no object at all is refused', async (t) => {
  for (const text of ['', 'null', '[]', '"type":"Head"', '<html>']) {
    t.equal(
      refusedAs(() => parseObject(text)),
      'bad_json',
      text,
    )
  }
  t.equal(
    refusedAs(() => parseObject('{}')),
    'missing_member',
  )
})
