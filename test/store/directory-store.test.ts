import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { mergeParts } from '../../src/directory/entries.ts'
import { indexTextOf } from '../../src/directory/index-text.ts'
import { partsOf } from '../../src/directory/parts.ts'
import { digestOf } from '../../src/record/digest.ts'
import type { Database } from '../../src/store/database.ts'
import { createDirectoryStore } from '../../src/store/directory-store.ts'
import { testDirectoryStore } from '../contracts/directory-store.ts'
import { openFor, testLocation } from '../support/database.ts'
import { listingOf, says, scidNumber } from '../support/directory.ts'

const NOW = '2026-11-22T09:00:00Z'

const open = async (t: Test): Promise<Database> => openFor(t, await testLocation(t))

testDirectoryStore(t, async (t) => createDirectoryStore(await open(t)))

t.test('what is taken away is nowhere on the disk once that is done (G09)', async (t) => {
  const file = join(t.testdir({}), 'tessera.db')
  const database = await openFor(t, { file })
  const store = createDirectoryStore(database)
  const nube = scidNumber(2)
  const listing = listingOf(nube, 'lists.example', { nameMap: { es: 'unrepeatable' } })
  const parts = partsOf(says(nube, { listings: [listing] }), [])
  const entries = [...mergeParts(parts, { now: NOW, isShown: () => true }).values()]
  const onDisk = (): boolean =>
    [file, `${file}-wal`].some(
      (name) => existsSync(name) && readFileSync(name).includes('unrepeatable'),
    )
  await store.transaction(async (tx) => {
    const written = parts.map((part) => ({ part, record: digestOf(part.id) }))
    await tx.changeParts({ gone: [], written })
    await tx.writeEntries(
      entries.map((entry) => ({ id: entry.id, entry, text: indexTextOf(entry) })),
      NOW,
    )
  })
  await database.checkpoint()
  t.ok(onDisk())
  await store.transaction(async (tx) => {
    await tx.changeParts({ gone: parts, written: [] })
    await tx.writeEntries(
      entries.map(({ id }) => ({ id, entry: null })),
      NOW,
    )
  })
  t.notOk(onDisk())
})
