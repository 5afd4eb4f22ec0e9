import * as fc from 'fast-check'
import t from 'tap'

import { type MergeOptions, mergeParts } from '../../src/directory/entries.ts'
import type { DirectoryEntry } from '../../src/directory/entry.ts'
import type { HostProof } from '../../src/directory/host-proof.ts'
import { type EntryPart, partsOf } from '../../src/directory/parts.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import type { Scid } from '../../src/record/did.ts'
import { listingOf, profileOf, says, scidNumber } from '../support/directory.ts'

const now = '2026-11-22T09:00:00Z'
const [harbor, nube, rosa, mallory] = [1, 2, 3, 4].map(scidNumber) as [Scid, Scid, Scid, Scid]
const everyone: MergeOptions = { now, isShown: () => true }

function proof(scid: Scid, host: string, firstProven = now): HostProof {
  return { scid, host, firstProven, lastProven: firstProven, holds: true }
}

function profileParts(
  scid: Scid,
  name: string,
  proofs: HostProof[] = [],
  changes = {},
): EntryPart[] {
  return partsOf(says(scid, { profile: profileOf(scid, name, changes) }), proofs)
}

function listingParts(scid: Scid, host: string, changes = {}, at = now): EntryPart[] {
  return partsOf(says(scid, { listings: [listingOf(scid, host, changes, at)] }), [])
}

function only(entries: Map<string, DirectoryEntry>): DirectoryEntry {
  const [entry] = entries.values()
  if (entry === undefined || entries.size !== 1) throw new Error(`${entries.size} entries`)
  return entry
}

function shape(list: readonly EntryPart[]): string {
  return JSON.stringify([...mergeParts(list, everyone)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

t.test('listings of one host by several collectives are one entry', async (t) => {
  const entry = only(
    mergeParts(
      [
        ...listingParts(nube, 'lists.example', {
          nameMap: { es: 'Río' },
          services: [{ id: 'mail', type: 'email', load: 'full' }],
          supportLanguages: [{ language: 'es', level: 'full' }],
        }),
        ...listingParts(
          rosa,
          'lists.example',
          {
            nameMap: { es: 'El río', fr: 'Rivière' },
            services: [
              { id: 'm', type: 'email', load: 'open' },
              { id: 'w', type: 'wiki' },
            ],
            supportLanguages: [{ language: 'fr', level: 'full' }],
          },
          addTime(now, -DAY),
        ),
      ],
      everyone,
    ),
  )
  t.match(entry, {
    id: 'host:lists.example',
    kind: 'host',
    scid: null,
    names: { es: 'Río', fr: 'Rivière' },
    languages: ['es', 'fr'],
    isVerified: false,
    updated: now,
  })
  t.strictSame(
    entry.listedBy.map(({ scid }) => scid),
    [nube, rosa],
  )
  t.strictSame(
    entry.services.map(({ type, load }) => [type, load]),
    [
      ['email', 'full'],
      ['wiki', null],
    ],
  )
  t.ok(entry.alsoKnownAs.includes('El río'))
})

t.test('what a collective says itself wins over listings of a host it has proven', async (t) => {
  const entry = only(
    mergeParts(
      [
        ...profileParts(harbor, 'harbor', [proof(harbor, 'harbor.example')]),
        ...listingParts(nube, 'harbor.example', { nameMap: { en: 'Another name' } }),
      ],
      everyone,
    ),
  )
  t.match(entry, { id: harbor, kind: 'collective', names: { en: 'harbor' }, slug: 'harbor' })
  t.equal(entry.isVerified, true, 'mail.harbor.example stands below a proven name')
  t.strictSame(entry.alsoKnownAs, [])
  t.strictSame(
    entry.listedBy.map(({ scid }) => scid),
    [nube],
  )
})

t.test('naming a host without proof takes nothing over', async (t) => {
  const entries = mergeParts(
    [...profileParts(mallory, 'harbor'), ...listingParts(nube, 'harbor.example')],
    everyone,
  )
  t.strictSame([...entries.keys()].toSorted(), [mallory, 'host:harbor.example'].toSorted())
  t.match(entries.get(mallory), { isVerified: false, listedBy: [] })
})

t.test(
  'a second collective that proves a host is shown as conflicting, the first stays',
  async (t) => {
    const host = 'harbor.example'
    const entries = mergeParts(
      [
        ...profileParts(mallory, 'harbor', [proof(mallory, host, addTime(now, -DAY))]),
        ...profileParts(harbor, 'harbor', [proof(harbor, host, addTime(now, -30 * DAY))]),
        ...listingParts(nube, host),
      ],
      everyone,
    )
    t.match(entries.get(harbor), { isVerified: true, listedBy: [{ scid: nube }] })
    t.strictSame(entries.get(harbor)?.hosts[0], { host, isProven: true, conflicting: [mallory] })
    t.match(entries.get(mallory), { isVerified: false, listedBy: [] })
    t.strictSame(entries.get(mallory)?.hosts[0], { host, isProven: false, conflicting: [harbor] })
  },
)

t.test('strangers change nothing in what shown collectives list', async (t) => {
  const parts = [
    ...listingParts(nube, 'lists.example', { nameMap: { en: 'Lists' } }, addTime(now, -DAY)),
    ...listingParts(mallory, 'lists.example', { nameMap: { en: 'Send us your passwords' } }),
  ]
  const isShown = (scid: Scid): boolean => scid !== mallory
  const entry = only(mergeParts(parts, { now, isShown }))
  t.strictSame(entry.names, { en: 'Lists' })
  t.strictSame(
    entry.listedBy.map(({ scid }) => scid),
    [nube],
  )
  const unknown = only(mergeParts(parts, { now, isShown: () => false }))
  t.equal(unknown.listedBy.length, 2, 'nobody is shown: all of them, to be marked')
})

t.test('expired listings are left out as long as others stand', async (t) => {
  const expires = '2026-11-22T08:00:00Z'
  const old = listingParts(
    nube,
    'lists.example',
    { expires, nameMap: { en: 'Old' } },
    addTime(now, -DAY),
  )
  const fresh = listingParts(
    rosa,
    'lists.example',
    { nameMap: { en: 'New' } },
    addTime(now, -2 * DAY),
  )
  const entry = only(mergeParts([...old, ...fresh], everyone))
  t.strictSame(
    entry.listedBy.map(({ scid }) => scid),
    [rosa],
  )
  t.equal(entry.dueAt, entry.expires)
  t.match(only(mergeParts(old, everyone)), { expires, dueAt: null, names: { en: 'Old' } })
  const profile = profileParts(harbor, 'lists', [proof(harbor, 'lists.example')])
  t.match(only(mergeParts([...profile, ...old], everyone)), { listedBy: [], dueAt: null })
})

t.test('services below no proven host are not verified', async (t) => {
  const elsewhere = [{ id: 'pad', type: 'pad', urls: ['https://pad.elsewhere.example/'] }]
  const proofs = [proof(harbor, 'harbor.example')]
  const entry = only(
    mergeParts(profileParts(harbor, 'harbor', proofs, { services: elsewhere }), everyone),
  )
  t.equal(entry.isVerified, false)
  t.strictSame(
    entry.hosts.map(({ host, isProven }) => [host, isProven]),
    [
      ['harbor.example', true],
      ['pad.elsewhere.example', false],
    ],
  )
})

t.test('a profile without consent is an entry that is not discoverable', async (t) => {
  const parts = profileParts(harbor, 'harbor', [], { discoverable: undefined })
  t.equal(only(mergeParts(parts, everyone)).isDiscoverable, false)
})

t.test('the same parts make the same entries in any order', async () => {
  const hosts = ['a.example', 'b.example', 'harbor.example', 'mail.harbor.example']
  const parts = [
    ...profileParts(harbor, 'harbor', [proof(harbor, 'harbor.example')]),
    ...profileParts(mallory, 'harbor', [proof(mallory, 'mail.harbor.example')]),
    ...[nube, rosa].flatMap((scid) => hosts.flatMap((host) => listingParts(scid, host))),
  ]
  const expected = shape(parts)
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
      return shape(shuffled) === expected
    }),
    { numRuns: 100 },
  )
})
