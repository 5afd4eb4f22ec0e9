import t from 'tap'

import { createCatalog, type ListedPage, standingIn } from '../../src/directory/catalog.ts'
import type { EntryChange } from '../../src/directory/directory-store.ts'
import { mergeParts } from '../../src/directory/entries.ts'
import { partsOf } from '../../src/directory/parts.ts'
import { listingOf, profileOf, says, scidNumber, viewOf } from '../support/directory.ts'

const now = '2026-11-22T09:00:00Z'
const [harbor, nube, rosa] = [scidNumber(1), scidNumber(2), scidNumber(3)]

function changes(): EntryChange[] {
  const proof = { scid: rosa, host: 'rosa.example', firstProven: now, lastProven: now, holds: true }
  const parts = [
    ...partsOf(says(harbor, { profile: profileOf(harbor, 'alpha') }), []),
    ...partsOf(says(rosa, { profile: profileOf(rosa, 'rosa') }), [proof]),
    ...partsOf(
      says(nube, {
        listings: [
          listingOf(nube, 'gone.example', { status: { state: 'memorial' }, nameMap: { en: 'A' } }),
          listingOf(nube, 'lists.example'),
        ],
      }),
      [],
    ),
  ]
  const entries = [...mergeParts(parts, { now, isShown: () => true }).values()]
  return entries.map((entry, at) => ({ id: entry.id, entry, sequence: at + 1, changedAt: now }))
}

const first = { from: 0, to: 10, titles: null }
type Catalog = ReturnType<typeof createCatalog>
const listed = (catalog: Catalog, page: ListedPage = first): string[] =>
  catalog.list(catalog.findable(viewOf(nube), now).all, page)

t.test('orders what is verified first and what is over last, then by name', async (t) => {
  const catalog = createCatalog()
  catalog.apply(changes())
  t.strictSame(listed(catalog), [rosa, harbor, 'host:lists.example', 'host:gone.example'])
  t.equal(catalog.sequence, 4)
})

t.test('what is called so stands before others, never above what is better verified', async (t) => {
  const catalog = createCatalog()
  const all = changes()
  catalog.apply(all)
  const called = all.filter(({ id }) => id.startsWith('host:')).map(({ sequence }) => sequence)
  const titles = catalog.changedAt([...called, 99])
  const expected = [rosa, 'host:lists.example', harbor, 'host:gone.example']
  t.strictSame(listed(catalog, { ...first, titles }), expected)
  t.strictSame(listed(catalog, { from: 1, to: 3, titles }), expected.slice(1, 3))
})

t.test('what is written anew stands where it belongs', async (t) => {
  const catalog = createCatalog()
  const all = changes()
  catalog.apply(all)
  listed(catalog)
  const [old] = all.filter(({ id }) => id === 'host:lists.example')
  const entry = old?.entry ?? null
  t.not(entry, null)
  if (entry === null) return
  const over = { ...entry, status: { state: 'closed' as const } }
  catalog.apply([{ id: entry.id, entry: over, sequence: 8, changedAt: now }])
  t.strictSame(listed(catalog).slice(2).toSorted(), ['host:gone.example', 'host:lists.example'])
  catalog.apply([{ id: entry.id, entry, sequence: 9, changedAt: now }])
  t.strictSame(listed(catalog), [rosa, harbor, 'host:lists.example', 'host:gone.example'])
  t.strictSame(catalog.facets.idsOf(catalog.changedAt([old?.sequence ?? 0, 8])), [])
  t.strictSame(catalog.facets.idsOf(catalog.changedAt([9])), [entry.id])
})

t.test('what is taken away is nowhere', async (t) => {
  const catalog = createCatalog()
  catalog.apply(changes())
  catalog.apply([{ id: rosa, entry: null, sequence: 9, changedAt: now }])
  t.equal(listed(catalog).length, 3)
  t.equal(catalog.facets.size, 3)
  t.equal(catalog.sequence, 9)
  catalog.apply([])
  t.equal(catalog.sequence, 9)
})

t.test('what may be found depends on view and time', async (t) => {
  const catalog = createCatalog()
  catalog.apply(changes())
  const vouched = (view = viewOf(nube), at = now): string[] =>
    catalog.facets.idsOf(catalog.findable(view, at).vouched).toSorted()
  t.strictSame(vouched(), ['host:gone.example', 'host:lists.example'])
  t.strictSame(vouched(viewOf(rosa)), [rosa])
  t.strictSame(vouched(viewOf(nube), '2028-01-01T00:00:00Z'), [])
  t.strictSame(vouched(), ['host:gone.example', 'host:lists.example'])
})

t.test('an entry is shown for itself or for who lists it', async (t) => {
  const view = viewOf(harbor)
  t.equal(standingIn(view, { scid: harbor, listedBy: [] }), 'shown')
  t.equal(standingIn(view, { scid: nube, listedBy: [rosa, harbor] }), 'listed')
  t.equal(standingIn(view, { scid: null, listedBy: [nube] }), 'not-vouched')
})
