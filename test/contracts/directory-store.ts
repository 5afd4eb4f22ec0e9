import type { Test } from 'tap'

import type { DirectoryStore, EntryWrite } from '../../src/directory/directory-store.ts'
import { mergeParts } from '../../src/directory/entries.ts'
import type { DirectoryEntry } from '../../src/directory/entry.ts'
import { indexTextOf } from '../../src/directory/index-text.ts'
import { type EntryPart, partsOf } from '../../src/directory/parts.ts'
import { parseQuery } from '../../src/directory/query.ts'
import { createSynonyms } from '../../src/directory/synonyms.ts'
import { shortScid } from '../../src/record/did.ts'
import { listingOf, profileOf, says, scidNumber, writtenAs } from '../support/directory.ts'

const now = '2026-11-22T09:00:00Z'
const [harbor, nube] = [scidNumber(1), scidNumber(2)]
const findSynonym = createSynonyms()

function partsBy(scid: string, what: Parameters<typeof says>[1]): EntryPart[] {
  return partsOf(says(scid, what), [])
}

function entriesOf(parts: readonly EntryPart[]): DirectoryEntry[] {
  return [...mergeParts(parts, { now, isShown: () => true }).values()]
}

function writesOf(parts: readonly EntryPart[]): EntryWrite[] {
  return entriesOf(parts).map((entry) => ({ id: entry.id, entry, text: indexTextOf(entry) }))
}

/** Ids of the entries that have the sequences found. */
async function idsFound(
  store: DirectoryStore,
  text: string,
  scope: 'title' | 'all',
): Promise<string[]> {
  const found = await store.searchEntries(parseQuery(text, findSynonym), scope, 10)
  const changes = await store.changesSince(0, 100)
  return changes
    .filter(({ sequence }) => found.includes(sequence))
    .map(({ id }) => id)
    .toSorted()
}

const profile = partsBy(harbor, { profile: profileOf(harbor, 'harbor') })
const listings = partsBy(nube, {
  listings: [
    listingOf(nube, 'lists.example', {
      nameMap: { es: 'Colectivo Río' },
      expires: '2026-12-01T00:00:00Z',
    }),
    listingOf(nube, 'mail.harbor.example'),
  ],
})

/** What every adapter of the directory's port keeps. `create` gives an empty store. */
export function testDirectoryStore(
  t: Test,
  create: (t: Test) => Promise<DirectoryStore> | DirectoryStore,
): void {
  t.test('finds parts by who says them and by what they are about', async (t) => {
    const store = await create(t)
    const ids = listings.map(({ id }) => id).toSorted()
    const write = (parts: readonly EntryPart[]) =>
      store.transaction((tx) => tx.changeParts({ gone: [], written: writtenAs(parts) }))
    await write(profile)
    await write(listings)
    await store.transaction(async (tx) => {
      t.strictSame(
        (await tx.listSources(nube)).toSorted(byId),
        writtenAs(listings)
          .map(({ part, record }) => ({ id: part.id, record }))
          .toSorted(byId),
      )
      t.strictSame(await tx.listSources(scidNumber(3)), [])
      t.strictSame(await tx.findParts([profile[0]?.id ?? '', 'none']), profile)
      t.equal((await tx.findParts(ids)).length, 2)
      const about = await tx.listPartIds(['host:mail.harbor.example', harbor, 'host:none.example'])
      t.strictSame(
        about.toSorted(),
        [...profile, ...listings]
          .filter((part) => part.kind === 'profile' || part.host === 'mail.harbor.example')
          .map(({ id }) => id)
          .toSorted(),
      )
      t.strictSame(await tx.listPartIds([]), [])
      await tx.changeParts({ gone: listings, written: [] })
      t.strictSame(await tx.listPartIds(['host:lists.example']), [])
      t.strictSame(await tx.findParts(ids), [])
    })
  })

  t.test('a part that is replaced is found by its new keys only', async (t) => {
    const store = await create(t)
    const renamed = partsBy(harbor, {
      profile: profileOf(harbor, 'harbor', {
        websites: [{ url: 'https://elsewhere.example/', kind: 'home' }],
        services: undefined,
      }),
    })
    await store.transaction((tx) => tx.changeParts({ gone: [], written: writtenAs(profile) }))
    await store.transaction(async (tx) => {
      await tx.changeParts({ gone: profile, written: writtenAs(renamed) })
      t.strictSame(await tx.listPartIds(['host:mail.harbor.example']), [])
      t.strictSame(await tx.listPartIds(['host:elsewhere.example']), [renamed[0]?.id])
      t.strictSame(await tx.findParts([renamed[0]?.id ?? '']), renamed)
    })
    t.strictSame(await store.listHostsToCheck(10), [{ scid: harbor, host: 'elsewhere.example' }])
  })

  t.test('gives every change a higher sequence, and of each entry only the newest', async (t) => {
    const store = await create(t)
    const writes = writesOf([...profile, ...listings])
    await store.transaction((tx) => tx.writeEntries(writes, now))
    const first = await store.changesSince(0, 10)
    t.equal(first.length, 3)
    t.ok(first.every(({ sequence }, i) => i === 0 || sequence > (first[i - 1]?.sequence ?? 0)))
    const id = 'host:lists.example'
    await store.transaction((tx) => tx.writeEntries([{ id, entry: null }], now))
    const after = await store.changesSince(first.at(-1)?.sequence ?? 0, 10)
    t.match(after, [{ id, entry: null, changedAt: now }])
    t.equal((await store.changesSince(0, 10)).filter((change) => change.id === id).length, 1)
    t.equal((await store.changesSince(0, 1)).length, 1)
    t.strictSame(await store.findEntries([id]), [])
    await store.transaction((tx) =>
      tx.writeEntries(
        writes.filter((w) => w.id === id),
        now,
      ),
    )
    t.match(await store.changesSince(after[0]?.sequence ?? 0, 10), [{ id, entry: { id } }])
  })

  t.test('gives entries back as they were, in the order asked for', async (t) => {
    const store = await create(t)
    await store.transaction((tx) => tx.writeEntries(writesOf([...profile, ...listings]), now))
    const found = await store.findEntries(['host:lists.example', 'none', harbor])
    t.strictSame(
      found.map(({ entry }) => entry.id),
      ['host:lists.example', harbor],
    )
    t.strictSame(found[1]?.entry, entriesOf(profile)[0])
    const all = await store.listEntries(null, 10)
    t.strictSame(
      all.map(({ entry }) => entry.id),
      [harbor, 'host:lists.example', 'host:mail.harbor.example'],
    )
    const next = await store.listEntries(harbor, 1)
    t.strictSame(
      next.map(({ entry }) => entry.id),
      ['host:lists.example'],
    )
    t.strictSame(await store.findIds({ slug: 'harbor' }), [harbor])
    t.strictSame(await store.findIds({ scid8: shortScid(harbor) }), [harbor])
    t.strictSame(await store.findIds({ slug: '%' }), [])
  })

  t.test('finds words, beginnings of words and services, and nothing by accident', async (t) => {
    const store = await create(t)
    await store.transaction((tx) => tx.writeEntries(writesOf([...profile, ...listings]), now))
    const search = (text: string, scope: 'title' | 'all' = 'all'): Promise<string[]> =>
      idsFound(store, text, scope)
    t.strictSame(await search('RIO'), ['host:lists.example'])
    t.strictSame(await search('colec rio'), ['host:lists.example'])
    t.strictSame(await search('colec harbor'), [])
    t.strictSame(await search('harb'), [harbor, 'host:mail.harbor.example'])
    t.strictSame(await search('correo electrónico'), [harbor])
    t.strictSame(await search('correo electrónico', 'title'), [])
    t.strictSame(await search('arbor'), [])
    t.strictSame(await search('the and of'), [])
    t.equal((await store.searchEntries(parseQuery('harb', findSynonym), 'all', 1)).length, 1)
  })

  t.test('what has been taken away or written anew is found as it is now', async (t) => {
    const store = await create(t)
    await store.transaction((tx) => tx.writeEntries(writesOf(listings), now))
    const renamed = partsBy(nube, {
      listings: [listingOf(nube, 'lists.example', { nameMap: { es: 'Mar' } })],
    })
    await store.transaction((tx) => tx.writeEntries(writesOf(renamed), now))
    const search = (text: string): Promise<string[]> => idsFound(store, text, 'all')
    t.strictSame(await search('colectivo'), [])
    t.strictSame(await search('mar'), ['host:lists.example'])
    await store.transaction((tx) =>
      tx.writeEntries([{ id: 'host:lists.example', entry: null }], now),
    )
    t.strictSame(await search('mar'), [])
  })

  t.test('lists what is due', async (t) => {
    const store = await create(t)
    await store.transaction((tx) => tx.writeEntries(writesOf(listings), now))
    t.strictSame(await store.listDue('2026-11-30T23:59:59Z', 10), [])
    t.strictSame(await store.listDue('2026-12-01T00:00:00Z', 10), ['host:lists.example'])
    t.equal((await store.listDue('2027-12-01T00:00:00Z', 1)).length, 1)
  })

  t.test('remembers checks of hosts and what they proved', async (t) => {
    const store = await create(t)
    await store.transaction((tx) => tx.changeParts({ gone: [], written: writtenAs(profile) }))
    t.strictSame((await store.listHostsToCheck(10)).map(({ host }) => host).toSorted(), [
      'harbor.example',
      'mail.harbor.example',
    ])
    const host = 'harbor.example'
    const proof = { scid: harbor, host, firstProven: now, lastProven: now, holds: true }
    await store.transaction(async (tx) => {
      await tx.saveCheck({ scid: harbor, host, proof }, now)
      await tx.saveCheck(
        { scid: harbor, host: 'mail.harbor.example', proof: null },
        '2026-11-21T09:00:00Z',
      )
    })
    await store.transaction(async (tx) => {
      t.strictSame(await tx.listProofs(harbor), [proof])
      await tx.saveCheck({ scid: harbor, host, proof: { ...proof, holds: false } }, now)
      t.strictSame(await tx.listProofs(harbor), [{ ...proof, holds: false }])
    })
    t.strictSame(await store.listHostsToCheck(1), [{ scid: harbor, host: 'mail.harbor.example' }])
  })

  t.test('notes how far it has followed, and who was shown', async (t) => {
    const store = await create(t)
    t.strictSame(await store.readProgress(), { sequence: null, shown: new Set() })
    const save = (sequence: number, entered: readonly string[], left: readonly string[]) =>
      store.transaction((tx) => tx.saveProgress({ sequence, entered, left }))
    await save(3, [harbor, nube], [])
    await save(7, [], [harbor])
    t.strictSame(await store.readProgress(), { sequence: 7, shown: new Set([nube]) })
    await save(7, [nube], [])
    t.strictSame(await store.readProgress(), { sequence: 7, shown: new Set([nube]) })
  })

  t.test('a transaction that throws leaves nothing', async (t) => {
    const store = await create(t)
    const failed = store.transaction(async (tx) => {
      await tx.changeParts({ gone: [], written: writtenAs(profile) })
      await tx.writeEntries(writesOf(profile), now)
      throw new Error('power cut')
    })
    await t.rejects(failed, { message: 'power cut' })
    t.strictSame(await store.changesSince(0, 10), [])
    t.strictSame(await store.transaction((tx) => tx.listSources(harbor)), [])
  })
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
