import t, { type Test } from 'tap'

import { createDirectoryFeed } from '../src/directory-feed.ts'
import { DAY } from '../src/kernel/time.ts'
import type { Scid } from '../src/record/did.ts'
import { createDirectoryStore } from '../src/store/directory-store.ts'
import { foundCollective, listingAbout, testNode } from './support/collective.ts'
import { openFor, testLocation } from './support/database.ts'

const START = new Date('2026-11-22T09:00:00Z')

async function setUp(t: Test) {
  const clock = { now: START }
  const shown = new Set<Scid>()
  const now = (): Date => clock.now
  const database = await openFor(t, await testLocation(t))
  const [harbor, nube] = [
    await testNode(foundCollective('https://harbor.example', START), database, now),
    await testNode(foundCollective('https://nube.example', START), database, now),
  ]
  const directory = createDirectoryStore(database)
  const views = { familiar: async () => new Set(shown) }
  const open = () => createDirectoryFeed({ store: harbor.store, directory, views, now })
  return {
    harbor,
    nube,
    shown,
    directory,
    open,
    feed: open(),
    store: harbor.store,
    pass: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * DAY)
    },
    ids: async () => (await directory.listEntries(null, 9)).map(({ entry }) => entry.id),
    entry: async (id: string) => (await directory.findEntries([id]))[0]?.entry,
    sequence: async () => (await directory.changesSince(0, 99)).at(-1)?.sequence ?? 0,
  }
}

const profile = (slug: string) => ({
  type: 'Profile' as const,
  slug,
  defaultLanguage: 'en',
  nameMap: { en: slug },
})
const named = (host: string, name: string) => ({ ...listingAbout(host), nameMap: { en: name } })

t.test('shows what collectives say, and takes away what they no longer say', async (t) => {
  const { feed, harbor, nube, ids, sequence } = await setUp(t)
  t.equal(await feed.refresh(), 2, 'the first time everybody is read')
  await harbor.publisher.publishContents([listingAbout('one.example')])
  await nube.publisher.publishContents([listingAbout('two.example')])
  t.equal(await feed.refresh(), 2)
  t.strictSame(await ids(), ['host:one.example', 'host:two.example'])
  const before = await sequence()
  t.equal(await feed.refresh(), 0, 'nothing happened since')
  await harbor.publisher.publishContents([listingAbout('three.example')], {
    remove: [{ type: 'Listing', slug: 'one-example' }],
  })
  t.equal(await feed.refresh(), 1)
  t.strictSame(await ids(), ['host:three.example', 'host:two.example'])
  t.ok((await sequence()) > before)
})

t.test('goes on where it was after a restart', async (t) => {
  const { feed, open, harbor, ids, sequence } = await setUp(t)
  await harbor.publisher.publishContents([listingAbout('one.example')])
  await feed.refresh()
  const before = await sequence()
  t.equal(await open().refresh(), 0)
  await harbor.publisher.publishContents([listingAbout('two.example')])
  t.equal(await open().refresh(), 1)
  t.strictSame(await ids(), ['host:one.example', 'host:two.example'])
  t.equal(await sequence(), before + 1, 'what did not change is not written anew')
})

t.test('what a blocked collective says is gone, and comes back with it', async (t) => {
  const { feed, harbor, store, ids } = await setUp(t)
  const { scid } = harbor.collective
  await harbor.publisher.publishContents([listingAbout('one.example')])
  await feed.refresh()
  await store.transaction((writer) => writer.setBlocked(scid, true, '2026-11-22T09:00:00Z'))
  await feed.refresh()
  t.strictSame(await ids(), [])
  await store.transaction((writer) => writer.setBlocked(scid, false, '2026-11-22T09:00:00Z'))
  await feed.refresh()
  t.strictSame(await ids(), ['host:one.example'])
})

t.test('whose word counts follows the views', async (t) => {
  const { feed, open, harbor, nube, shown, entry } = await setUp(t)
  const name = async () => (await entry('host:one.example'))?.names['en']
  await harbor.publisher.publishContents([named('one.example', 'By Harbor')])
  await nube.publisher.publishContents([named('one.example', 'By Nube')])
  shown.add(harbor.collective.scid)
  await feed.refresh()
  t.equal(await name(), 'By Harbor')
  shown.delete(harbor.collective.scid)
  shown.add(nube.collective.scid)
  await open().refresh()
  t.equal(await name(), 'By Nube', 'although nobody said anything new')
})

t.test('what expired is merged anew', async (t) => {
  const { feed, harbor, nube, pass, entry } = await setUp(t)
  await harbor.publisher.publishContents([named('one.example', 'Old')])
  pass(10)
  await nube.publisher.publishContents([named('one.example', 'New')])
  await feed.refresh()
  t.equal((await entry('host:one.example'))?.listedBy.length, 2)
  pass(195)
  await feed.refresh()
  t.match((await entry('host:one.example'))?.listedBy, [{ scid: nube.collective.scid }])
})

t.test('of two Profiles of a collective the newest is its entry', async (t) => {
  const { feed, harbor, pass, entry } = await setUp(t)
  await harbor.publisher.publishContents([profile('first')])
  pass(1)
  await harbor.publisher.publishContents([profile('second')])
  await feed.refresh()
  t.match(await entry(harbor.collective.scid), { slug: 'second' })
})

t.test('one round runs at a time, and who asks during it gets the next one', async (t) => {
  const { feed, harbor, ids } = await setUp(t)
  await harbor.publisher.publishContents([listingAbout('one.example')])
  const [first, second, third] = [feed.refresh(), feed.refresh(), feed.refresh()]
  t.not(first, second)
  t.equal(second, third, 'those who wait share a round')
  t.strictSame(await Promise.all([first, second]), [2, 0])
  t.strictSame(await ids(), ['host:one.example'])
})
