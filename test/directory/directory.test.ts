import t from 'tap'

import { createDirectoryUpdates } from '../../src/directory/directory-updates.ts'
import { createDirectory } from '../../src/directory/directory.ts'
import { DAY, parseTimestamp } from '../../src/kernel/time.ts'
import { type Scid, shortScid } from '../../src/record/did.ts'
import { listingOf, profileOf, says, scidNumber, viewOf } from '../support/directory.ts'
import { createMemoryDirectoryStore } from '../support/memory-directory-store.ts'

const [harbor, nube, rosa, stranger] = [1, 2, 3, 4].map(scidNumber) as [Scid, Scid, Scid, Scid]
const view = viewOf(harbor, nube, rosa)
const pad = { id: 'pad', type: 'pad', urls: ['https://pad.nube.example/'] }

async function create() {
  const store = createMemoryDirectoryStore()
  const clock = { now: new Date(parseTimestamp('2026-11-22T09:00:00Z')) }
  const now = () => clock.now
  const updates = createDirectoryUpdates({ store, isShown: (scid) => view.shown.has(scid), now })
  await updates.update(says(harbor, { profile: profileOf(harbor, 'harbor') }))
  await updates.recordHostCheck({ scid: harbor, host: 'harbor.example' }, 'proven')
  const changes = {
    nameMap: { es: 'Nube Libre' },
    defaultLanguage: 'es',
    taglineMap: { es: 'Puerto de correo' },
    summaryMap: undefined,
    services: [pad],
    supportLanguages: [{ language: 'es', level: 'full' }],
  }
  await updates.update(
    says(nube, {
      profile: profileOf(nube, 'nube', changes),
      listings: [listingOf(nube, 'lists.example')],
    }),
  )
  await updates.update(
    says(stranger, {
      profile: profileOf(stranger, 'stranger'),
      listings: [listingOf(stranger, 'spam.example')],
    }),
  )
  return { store, updates, clock, directory: createDirectory({ store, now }) }
}

t.test(
  'shows who is vouched for or listed by them, verified ones first, listings last',
  async (t) => {
    const { directory } = await create()
    const { entries, total, page, pages, hints } = await directory.search({ view })
    t.strictSame(
      entries.map(({ entry, standing }) => [entry.id, standing]),
      [
        [harbor, 'shown'],
        [nube, 'shown'],
        ['host:lists.example', 'listed'],
      ],
    )
    t.match({ total, page, pages, hints }, { total: 3, page: 1, pages: 1, hints: null })
  },
)

t.test('others are there when asked for, and marked', async (t) => {
  const { directory } = await create()
  const { entries } = await directory.search({ view, withNotVouched: true })
  const others = entries.filter(({ standing }) => standing === 'not-vouched')
  t.strictSame(
    others.map(({ entry }) => entry.id).toSorted(),
    [stranger, 'host:spam.example'].toSorted(),
  )
})

t.test('finds by words in any spelling, by service and by facet', async (t) => {
  const { directory } = await create()
  const ids = async (text: string, facets = {}): Promise<string[]> =>
    (await directory.search({ view, text, facets })).entries.map(({ entry }) => entry.id)
  t.strictSame(await ids('NÚBE'), [nube])
  t.strictSame(await ids('courriel'), [harbor])
  t.strictSame(await ids('spanish'), [harbor, nube])
  t.strictSame(await ids('', { service: ['pad'] }), [nube])
  t.strictSame(await ids('puerto', { language: ['es'] }), [nube])
  t.strictSame(await ids('"(*'), await ids(''))
})

t.test('what is verified stands before a better match that is not', async (t) => {
  const { directory, updates } = await create()
  await updates.update(
    says(rosa, {
      profile: profileOf(rosa, 'rosa', { nameMap: { en: 'A harbor' }, services: [pad] }),
    }),
  )
  const { entries } = await directory.search({ view, text: 'harbor' })
  t.strictSame(
    entries.map(({ entry }) => entry.id),
    [harbor, rosa],
  )
})

t.test('a match in the name stands before one in the text', async (t) => {
  const { directory, updates } = await create()
  const profile = profileOf(rosa, 'rosa', {
    nameMap: { es: 'Puerto' },
    defaultLanguage: 'es',
    summaryMap: undefined,
    taglineMap: undefined,
  })
  await updates.update(says(rosa, { profile }))
  const { entries } = await directory.search({ view, text: 'puerto' })
  t.strictSame(
    entries.map(({ entry }) => entry.id),
    [rosa, nube],
  )
})

t.test('counts what each filter would give', async (t) => {
  const { directory } = await create()
  const { counts } = await directory.search({ view, facets: { service: ['pad'] } })
  t.strictSame([...counts.service.keys()], ['email', 'mailing-list', 'pad'])
  t.strictSame([...counts.language], [['es', 1]])
})

t.test('when nothing is found, says what to leave out', async (t) => {
  const { directory } = await create()
  const { hints, total } = await directory.search({
    view,
    text: 'nube',
    facets: { service: ['email'] },
  })
  t.equal(total, 0)
  t.strictSame(hints, { notVouched: 0, withoutFacet: { service: 1 }, withoutText: 1 })
  const strange = await directory.search({ view, text: 'stranger' })
  t.match(strange.hints, { notVouched: 1, withoutFacet: {}, withoutText: 3 })
})

t.test(
  'what is expired, without consent or gone is not searched; by name it says so',
  async (t) => {
    const { directory, updates, clock } = await create()
    await updates.update(
      says(rosa, { profile: profileOf(rosa, 'rosa', { discoverable: undefined }) }),
    )
    t.strictSame((await directory.search({ view, text: 'rosa', withNotVouched: true })).total, 0)
    t.match(await directory.find(rosa, view), [{ entry: { id: rosa }, isExpired: false }])
    await updates.update(says(nube))
    t.equal((await directory.search({ view, text: 'nube' })).total, 0)
    t.strictSame(await directory.find(nube, view), [])
    clock.now = new Date(clock.now.getTime() + 91 * DAY)
    t.equal((await directory.search({ view, withNotVouched: true })).total, 0)
    t.match(await directory.find(harbor, view), [{ isExpired: true }])
  },
)

t.test('follows another view at once', async (t) => {
  const { directory } = await create()
  t.equal((await directory.search({ view: viewOf(harbor) })).total, 1)
  t.equal((await directory.search({ view })).total, 3)
  t.match(await directory.find(nube, viewOf(harbor)), [{ standing: 'not-vouched' }])
})

t.test('a name may be a SCID, a slug with the end of it, or a slug of several', async (t) => {
  const { directory, updates } = await create()
  await updates.update(says(rosa, { profile: profileOf(rosa, 'harbor') }))
  const ids = async (name: string): Promise<string[]> =>
    (await directory.find(name, view)).map(({ entry }) => entry.id).toSorted()
  t.strictSame(await ids('harbor'), [harbor, rosa].toSorted())
  t.strictSame(await ids(`harbor~${shortScid(rosa)}`), [rosa])
  t.strictSame(await ids(rosa), [rosa])
  t.strictSame(await ids('host:lists.example'), ['host:lists.example'])
  t.strictSame(await ids("' OR 1=1 --"), [])
})

t.test('pages are cut and checked', async (t) => {
  const { directory } = await create()
  const second = await directory.search({ view, page: 2, pageSize: 2 })
  t.match(second, { total: 3, page: 2, pages: 2 })
  t.strictSame(
    second.entries.map(({ entry }) => entry.id),
    ['host:lists.example'],
  )
  t.strictSame((await directory.search({ view, page: 99 })).entries, [])
  for (const page of [0, -1, 1.5, Number.NaN]) {
    await t.rejects(directory.search({ view, page }), { code: 'bad_page' })
  }
  await t.rejects(directory.search({ view, text: 'a OR '.repeat(20_000) }), {
    code: 'query_too_long',
  })
})

t.test('no page is larger than a hundred', async (t) => {
  const { directory, updates } = await create()
  const listings = Array.from({ length: 120 }, (_, n) => listingOf(rosa, `h${n}.example`))
  await updates.update(says(rosa, { listings }))
  const { entries, total } = await directory.search({ view, pageSize: 1_000_000 })
  t.strictSame([entries.length, total], [100, 123])
})

t.test('changes are told from a cursor on', async (t) => {
  const { directory, updates } = await create()
  const first = await directory.changesSince(null)
  t.ok(first.changes.some(({ id }) => id === harbor))
  t.strictSame((await directory.changesSince(first.cursor)).changes, [])
  await updates.update(says(nube))
  const { changes } = await directory.changesSince(first.cursor)
  t.ok(changes.every(({ entry }) => entry === null))
  t.strictSame(changes.map(({ id }) => id).toSorted(), [nube, 'host:lists.example'].toSorted())
  for (const cursor of ['x', '-1', '1e3', '01', '9'.repeat(20), '']) {
    await t.rejects(directory.changesSince(cursor), { code: 'bad_cursor' })
  }
})

t.test('searches side by side agree', async (t) => {
  const { directory } = await create()
  const pages = await Promise.all(
    ['nube', 'harbor', 'nube', ''].map((text) => directory.search({ view, text })),
  )
  t.strictSame(
    pages.map(({ total }) => total),
    [1, 1, 1, 3],
  )
})

t.test('lists everything for an export', async (t) => {
  const { directory } = await create()
  const all = await directory.list(view, null)
  t.equal(all.length, 5)
  const rest = await directory.list(view, all[2]?.entry.id ?? null)
  t.strictSame(
    rest.map(({ entry }) => entry.id),
    all.slice(3).map(({ entry }) => entry.id),
  )
})
