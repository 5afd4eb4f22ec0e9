import type { EntryChange } from '../directory/directory-store.ts'
import type { Directory } from '../directory/directory.ts'

/** The newest changes of the directory, for feeds and the first page. */
export interface RecentChanges {
  /** The newest first; an entry that is gone again is left out. */
  list(): Promise<readonly PresentChange[]>
}

/** That an entry came or changed. */
export type PresentChange = EntryChange & { readonly entry: NonNullable<EntryChange['entry']> }

/** Enough for a feed even where a view leaves most of them out. */
const KEPT = 500
/** Pages of changes read at once; who starts on a large directory gets the rest a moment later. */
const MAX_PAGES = 1000

/** Follows the changes of the directory and keeps the last of them in memory. */
export function createRecentChanges(directory: Pick<Directory, 'changesSince'>): RecentChanges {
  const kept = new Map<string, EntryChange>()
  let cursor: string | null = null
  let reading: Promise<void> = Promise.resolve()

  async function follow(): Promise<void> {
    for (let page = 0; page < MAX_PAGES; page++) {
      const { changes, cursor: next } = await directory.changesSince(cursor)
      cursor = next
      if (changes.length === 0) return
      for (const change of changes) {
        kept.delete(change.id)
        kept.set(change.id, change)
      }
      for (const id of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(id)
      }
    }
  }

  return {
    async list() {
      reading = reading.catch(() => {}).then(follow)
      await reading
      return [...kept.values()]
        .toReversed()
        .flatMap(({ entry, ...change }) => (entry === null ? [] : [{ ...change, entry }]))
    },
  }
}
