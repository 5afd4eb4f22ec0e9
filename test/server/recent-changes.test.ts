import t from 'tap'

import type { EntryChange } from '../../src/directory/directory-store.ts'
import type { DirectoryChanges } from '../../src/directory/directory.ts'
import type { DirectoryEntry } from '../../src/directory/entry.ts'
import { createRecentChanges } from '../../src/server/recent-changes.ts'

/** A directory that gives its changes in pages of two. */
function changingDirectory() {
  const changes: EntryChange[] = []
  let asked = 0
  return {
    put(id: string, isThere = true) {
      const entry = isThere ? ({ id } as DirectoryEntry) : null
      const at = changes.findIndex((change) => change.id === id)
      if (at >= 0) changes.splice(at, 1)
      const sequence = (changes.at(-1)?.sequence ?? 0) + 1
      changes.push({ id, sequence, changedAt: '2026-11-22T09:00:00Z', entry })
    },
    asked: () => asked,
    async changesSince(cursor: string | null): Promise<DirectoryChanges> {
      asked++
      const after = Number(cursor ?? 0)
      const page = changes.filter(({ sequence }) => sequence > after).slice(0, 2)
      return { changes: page, cursor: String(page.at(-1)?.sequence ?? after) }
    },
  }
}

t.test('gives the newest first, each entry once, without those that are gone', async (t) => {
  const directory = changingDirectory()
  for (const id of ['a', 'b', 'c', 'd']) directory.put(id)
  const recent = createRecentChanges(directory)
  const ids = async (): Promise<string[]> => (await recent.list()).map(({ id }) => id)
  t.strictSame(await ids(), ['d', 'c', 'b', 'a'])
  directory.put('a')
  directory.put('c', false)
  directory.put('e')
  t.strictSame(await ids(), ['e', 'a', 'd', 'b'])
})

t.test('follows from where it was, and keeps a limited number', async (t) => {
  const directory = changingDirectory()
  for (let at = 0; at < 600; at++) directory.put(`host:${at}`)
  const recent = createRecentChanges(directory)
  t.equal((await recent.list()).length, 500)
  t.match(await recent.list(), [{ id: 'host:599' }])
  const before = directory.asked()
  await recent.list()
  t.equal(directory.asked(), before + 1)
})
