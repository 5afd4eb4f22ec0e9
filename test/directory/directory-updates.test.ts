import t from 'tap'

import { createDirectoryUpdates } from '../../src/directory/directory-updates.ts'
import { DAY, parseTimestamp } from '../../src/kernel/time.ts'
import type { Scid } from '../../src/record/did.ts'
import { listingOf, profileOf, says, scidNumber } from '../support/directory.ts'
import { createMemoryDirectoryStore } from '../support/memory-directory-store.ts'

const start = '2026-11-22T09:00:00Z'
const [harbor, nube, mallory] = [1, 2, 3].map(scidNumber) as [Scid, Scid, Scid]
const host = 'harbor.example'

function create() {
  const store = createMemoryDirectoryStore()
  const clock = { now: new Date(parseTimestamp(start)) }
  const shown = new Set<Scid>([harbor, nube])
  const updates = createDirectoryUpdates({
    store,
    isShown: (scid) => shown.has(scid),
    now: () => clock.now,
  })
  return {
    store,
    updates,
    shown,
    pass: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * DAY)
    },
    ids: async () => (await store.listEntries(null, 100)).map(({ entry }) => entry.id),
    entry: async (id: string) => (await store.findEntries([id]))[0]?.entry,
    changed: async (after: number) => (await store.changesSince(after, 100)).map(({ id }) => id),
    sequence: async () => (await store.changesSince(0, 100)).at(-1)?.sequence ?? 0,
  }
}

t.test('takes in what a collective says, and only what is new is a change', async (t) => {
  const { updates, ids, sequence, changed } = create()
  const first = says(nube, {
    listings: [listingOf(nube, 'a.example'), listingOf(nube, 'b.example')],
  })
  await updates.update(first)
  t.strictSame(await ids(), ['host:a.example', 'host:b.example'])
  const before = await sequence()
  await updates.update(first)
  t.strictSame(await changed(before), [], 'the same again')
  const listings = [
    listingOf(nube, 'a.example'),
    listingOf(nube, 'b.example', { nameMap: { en: 'B' } }),
  ]
  await updates.update(says(nube, { listings }))
  t.strictSame(await changed(before), ['host:b.example'])
})

t.test('what a collective no longer says goes away', async (t) => {
  const { updates, ids, changed, sequence } = create()
  await updates.update(says(nube, { listings: [listingOf(nube, 'a.example')] }))
  const before = await sequence()
  await updates.update(says(nube))
  t.strictSame(await ids(), [])
  t.strictSame(await changed(before), ['host:a.example'])
})

t.test(
  'a listing folds into a profile when the host is proven, and comes back when not',
  async (t) => {
    const { updates, ids, entry, pass } = create()
    await updates.update(says(nube, { listings: [listingOf(nube, host)] }))
    await updates.update(says(harbor, { profile: profileOf(harbor, 'harbor') }))
    t.strictSame(await ids(), [harbor, `host:${host}`])
    await updates.recordHostCheck({ scid: harbor, host }, 'proven')
    t.strictSame(await ids(), [harbor])
    t.match(await entry(harbor), { isVerified: true, listedBy: [{ scid: nube }] })
    pass(1)
    await updates.recordHostCheck({ scid: harbor, host }, 'names-others')
    t.match(await entry(harbor), { isVerified: false })
    t.strictSame(await ids(), [harbor], 'the pin keeps others from taking over')
    await updates.update(says(harbor))
    t.strictSame(await ids(), [`host:${host}`])
  },
)

t.test('a proof is kept when the profile changes', async (t) => {
  const { updates, entry } = create()
  await updates.update(says(harbor, { profile: profileOf(harbor, 'harbor') }))
  await updates.recordHostCheck({ scid: harbor, host }, 'proven')
  const profile = profileOf(harbor, 'harbor', { nameMap: { en: 'Harbor Commons' } })
  await updates.update(says(harbor, { profile }))
  t.match(await entry(harbor), { names: { en: 'Harbor Commons' }, isVerified: true })
})

t.test('a later proof of the same host by another shows both as conflicting', async (t) => {
  const { updates, entry, pass } = create()
  for (const scid of [harbor, mallory]) {
    await updates.update(says(scid, { profile: profileOf(scid, 'harbor') }))
  }
  await updates.recordHostCheck({ scid: harbor, host }, 'proven')
  pass(1)
  await updates.recordHostCheck({ scid: mallory, host }, 'proven')
  t.match(await entry(harbor), { hosts: [{ host, isProven: true, conflicting: [mallory] }] })
  t.match(await entry(mallory), { hosts: [{ host, isProven: false, conflicting: [harbor] }] })
})

t.test('a check of what was never proven changes nothing but its date', async (t) => {
  const { updates, store, changed, sequence } = create()
  await updates.update(says(harbor, { profile: profileOf(harbor, 'harbor') }))
  const before = await sequence()
  await updates.recordHostCheck({ scid: harbor, host }, 'unreachable')
  t.strictSame(await changed(before), [])
  t.strictSame(await store.listHostsToCheck(1), [{ scid: harbor, host: 'mail.harbor.example' }])
})

t.test('who leaves a view loses its say in what others see', async (t) => {
  const { updates, entry, shown } = create()
  shown.add(mallory)
  await updates.update(
    says(mallory, {
      listings: [listingOf(mallory, 'a.example', { nameMap: { en: 'M' } }, '2026-11-22T08:59:59Z')],
    }),
  )
  await updates.update(
    says(nube, {
      listings: [listingOf(nube, 'a.example', { nameMap: { en: 'N' } }, '2026-11-20T09:00:00Z')],
    }),
  )
  t.match(await entry('host:a.example'), {
    names: { en: 'M' },
    listedBy: [{ scid: mallory }, { scid: nube }],
  })
  shown.delete(mallory)
  await updates.remerge([mallory])
  t.match(await entry('host:a.example'), { names: { en: 'N' } })
  t.equal((await entry('host:a.example'))?.listedBy.length, 1)
})

t.test('what expires is merged anew when its time comes', async (t) => {
  const { updates, entry, pass } = create()
  const short = listingOf(nube, 'a.example', { expires: '2026-11-25T09:00:00Z' })
  await updates.update(says(nube, { listings: [short] }))
  await updates.update(says(harbor, { listings: [listingOf(harbor, 'a.example')] }))
  t.equal(await updates.remergeDue(), 0)
  pass(3)
  t.equal(await updates.remergeDue(), 1)
  t.strictSame(
    (await entry('host:a.example'))?.listedBy.map(({ scid }) => scid),
    [harbor],
  )
  t.equal(await updates.remergeDue(), 0)
})
