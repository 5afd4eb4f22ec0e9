import * as fc from 'fast-check'
import t from 'tap'

import { canonicalize } from '../../src/record/canonical.ts'
import { digestOf } from '../../src/record/digest.ts'
import {
  createManifest,
  keyOf,
  type ManifestItem,
  MAX_ERASED,
  MAX_ITEMS,
  parseManifest,
} from '../../src/record/manifest.ts'
import { always } from '../support/always.ts'
import type { LooseDocument } from '../support/objects.ts'
import { harborDid, harborScid } from '../support/records.ts'
import { refusalFrom, refusedAs } from '../support/refusal.ts'

const digests = ['a', 'b', 'c', 'd'].map(digestOf)
const [one = '', two = '', three = '', four = ''] = digests
const item = { type: 'Profile', slug: 'main', version: 1, digest: one }
const expiring = { ...item, slug: 'other', digest: two, expires: '2027-01-01T00:00:00Z' }
const manifest = { type: 'Manifest', attributedTo: harborDid, items: [item, expiring], erased: [] }

/** The code for which a manifest is refused that differs in some members. */
function refusalOf(members: LooseDocument): string | null {
  return refusedAs(() => parseManifest(canonicalize({ ...manifest, ...members })))
}

t.test('a manifest that is made is read back from its bytes', async (t) => {
  const made = createManifest(harborDid, [expiring, item], [four, three])
  t.strictSame(parseManifest(made.text), made)
  t.strictSame(made.items, [item, expiring])
  t.strictSame(made.erased, [three, four].toSorted())
  t.equal(made.digest, digestOf(made.text))
  t.equal(made.scid, harborScid)
})

t.test('a manifest may list nothing', async (t) => {
  t.strictSame(createManifest(harborDid, [], []).items, [])
})

t.test('the same records give the same bytes in any order', async () => {
  const items = ['Alert', 'Profile', 'Vouch'].flatMap((type) =>
    ['a', 'b', 'a-b', 'a.b'].map((slug) => ({
      type,
      slug,
      version: 1,
      digest: digestOf(type + slug),
    })),
  )
  const { text } = createManifest(harborDid, items, digests)
  const shuffled = fc.shuffledSubarray(items, { minLength: items.length })
  const erased = fc.shuffledSubarray(digests, { minLength: digests.length })
  always(
    [shuffled, erased],
    (items, erased) => createManifest(harborDid, items, erased).text === text,
    100,
  )
})

t.test('only what belongs to an item is listed', async (t) => {
  const withNote = { ...item, note: 'x' }
  const { items } = createManifest(harborDid, [withNote], [])
  t.strictSame(items, [item])
})

t.test('items are sorted by type and slug, each once (rule 4)', async (t) => {
  t.equal(refusalOf({ items: [expiring, item] }), 'unsorted_manifest')
  t.equal(refusalOf({ items: [item, item] }), 'unsorted_manifest')
  t.equal(refusalOf({ items: [item, { ...item, version: 2, digest: two }] }), 'unsorted_manifest')
  t.equal(refusalOf({ items: [item, { ...item, type: 'Alert' }] }), 'unsorted_manifest')
  t.equal(
    refusedAs(() => createManifest(harborDid, [item, { ...item, version: 2 }], [])),
    'unsorted_manifest',
  )
})

t.test('erased digests are sorted, each once, none of them listed (rule 4)', async (t) => {
  const sorted = [three, four].toSorted()
  t.equal(refusalOf({ erased: sorted }), null)
  t.equal(refusalOf({ erased: sorted.toReversed() }), 'unsorted_manifest')
  t.equal(refusalOf({ erased: [three, three] }), 'unsorted_manifest')
  t.equal(refusalOf({ erased: [one] }), 'bad_manifest')
  t.equal(
    refusedAs(() => createManifest(harborDid, [item], [one])),
    'bad_manifest',
  )
})

t.test('a manifest lists at most 1,000 records and erases at most 1,000', async (t) => {
  const items: ManifestItem[] = Array.from({ length: MAX_ITEMS + 1 }, (_, i) => ({
    ...item,
    slug: `s${String(i).padStart(4, '0')}`,
  }))
  const erased = Array.from({ length: MAX_ERASED + 1 }, (_, i) => digestOf(`${i}`)).toSorted()
  t.equal(refusalOf({ items: items.slice(1), erased: erased.slice(1) }), null)
  t.equal(refusalOf({ items }), 'bad_manifest')
  t.equal(refusalOf({ erased }), 'bad_manifest')
  t.match(
    refusalFrom(() => createManifest(harborDid, items, [])),
    { code: 'manifest_full', kind: 'full' },
  )
  t.equal(
    refusedAs(() => createManifest(harborDid, [], erased)),
    'manifest_full',
  )
  const { text } = createManifest(harborDid, items.slice(1), erased.slice(1))
  t.ok(Buffer.byteLength(text) < 256 * 1024, 'a full one stays below 256 KiB')
})

t.test('unknown and missing members are refused (E02)', async (t) => {
  t.equal(refusalOf({ extra: 1 }), 'bad_manifest')
  t.equal(refusalOf({ proof: {} }), 'bad_manifest', 'it is unsigned')
  t.equal(refusalOf({ items: [{ ...item, extra: 1 }] }), 'bad_manifest')
  for (const name of Object.keys(manifest))
    t.equal(refusalOf({ [name]: undefined }), 'bad_manifest')
  for (const name of Object.keys(item)) {
    t.equal(refusalOf({ items: [{ ...item, [name]: undefined }] }), 'bad_manifest')
  }
})

t.test('members have their forms (E13, E21)', async (t) => {
  const bad: Readonly<Record<string, readonly unknown[]>> = {
    type: ['', 'profile', 'Pro file', `P${'a'.repeat(40)}`, 1],
    slug: ['', '../../etc/passwd', 'A', '-a', 'a\u0000', 'a/b', 'a'.repeat(65), 'a'.repeat(300), 1],
    version: [-1, 0, '5', null],
    digest: ['', one.slice(1), `${one}1`, null],
    expires: [1, null, '2027-01-01T00:00:00.000Z'],
  }
  for (const [name, values] of Object.entries(bad)) {
    for (const value of values) {
      const refusal = refusalOf({ items: [{ ...item, [name]: value }] })
      t.equal(refusal, 'bad_manifest', `${name} ${JSON.stringify(value).slice(0, 30)}`)
    }
  }
  t.equal(refusalOf({ items: [{ ...item, expires: '2027-02-30T00:00:00Z' }] }), 'bad_time')
  t.equal(refusalOf({ items: [{ ...item, slug: `a${'.'.repeat(63)}` }] }), null)
  t.equal(refusalOf({ type: 'Head' }), 'bad_manifest')
  t.equal(refusalOf({ attributedTo: 'https://harbor.example/actor' }), 'bad_did')
  t.equal(refusalOf({ attributedTo: 'a'.repeat(401) }), 'bad_manifest')
  t.equal(refusalOf({ erased: ['zQm'] }), 'bad_manifest')
  t.equal(refusalOf({ items: {} }), 'bad_manifest')
})

t.test('a version of 1.5 or 2^53 is refused (E13)', async (t) => {
  const text = canonicalize(manifest)
  for (const version of ['1.5', '9007199254740992']) {
    const changed = text.replace('"version":1', `"version":${version}`)
    t.equal(
      refusedAs(() => parseManifest(changed)),
      'bad_number',
      version,
    )
  }
})

t.test('other bytes of the same manifest are refused (E03)', async (t) => {
  const text = canonicalize(manifest)
  t.equal(
    refusedAs(() => parseManifest(JSON.stringify(manifest))),
    'not_canonical',
  )
  t.equal(
    refusedAs(() => parseManifest(`${text} `)),
    'not_canonical',
  )
})

t.test('an item is known by its type and slug', async (t) => {
  t.equal(keyOf(item), 'Profile/main')
})
