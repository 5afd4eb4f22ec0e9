import type { DirectoryStore, Progress, ProgressMade } from './directory/directory-store.ts'
import { createDirectoryUpdates, type DirectoryUpdates } from './directory/directory-updates.ts'
import type { CurrentRecord, ObjectReader } from './exchange/object-store.ts'
import type { Scid } from './record/did.ts'
import type { Views } from './views.ts'

/** Changes looked at before the progress is noted. */
const CHANGES_AT_ONCE = 500
/** Sweeps of entries in which something expired, in one round: the rest waits for the next. */
const MAX_SWEEPS = 50

/** Keeps the directory in step with what counts of collectives, with the views and with the clock. */
export interface DirectoryFeed {
  /** Follows everything that was committed before the call; returns how many collectives it read. */
  refresh(): Promise<number>
  /** Notes a check of a host that a Profile names. */
  readonly recordHostCheck: DirectoryUpdates['recordHostCheck']
}

export interface DirectoryFeedDeps {
  readonly store: Pick<
    ObjectReader,
    'listChanges' | 'lastSequence' | 'listCollectives' | 'listCurrent'
  >
  readonly directory: DirectoryStore
  /** Who is shown in any view of this node. */
  readonly views: Pick<Views, 'familiar'>
  readonly now: () => Date
}

/** One round runs at a time; who asks during a round shares the next one. */
export function createDirectoryFeed(deps: DirectoryFeedDeps): DirectoryFeed {
  let shown: ReadonlySet<Scid> = new Set()
  let running: Promise<number> | null = null
  let next: Promise<number> | null = null
  const updates = createDirectoryUpdates({
    store: deps.directory,
    isShown: (scid) => shown.has(scid),
    now: deps.now,
  })

  async function round(): Promise<number> {
    const progress = await deps.directory.readProgress()
    shown = await deps.views.familiar()
    const merged = await follow(progress, deps, updates)
    await followViews(progress, { shown, merged, directory: deps.directory, updates })
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      if ((await updates.remergeDue()) === 0) break
    }
    return merged.size
  }

  function start(): Promise<number> {
    next = null
    running = round().finally(() => {
      running = null
    })
    return running
  }

  return {
    recordHostCheck: (subject, verdict) => updates.recordHostCheck(subject, verdict),
    refresh() {
      if (running === null) return start()
      next ??= running.then(start, start)
      return next
    },
  }
}

/** The collectives that were read, each with whether all it says was merged anew. */
type Merged = Map<Scid, boolean>

/** Reads anew what the collectives say of which something changed. */
async function follow(
  { sequence }: Progress,
  { store, directory }: DirectoryFeedDeps,
  updates: DirectoryUpdates,
): Promise<Merged> {
  const merged: Merged = new Map()
  if (sequence === null) {
    await readAll({ store, directory }, updates, merged)
    return merged
  }
  let after = sequence
  for (;;) {
    const changes = await store.listChanges(after, CHANGES_AT_ONCE)
    const last = changes.at(-1)
    if (last === undefined) return merged
    for (const scid of new Set(changes.map((change) => change.scid))) {
      merged.set(scid, await updates.update({ scid, records: await saidBy(store, scid) }))
    }
    after = last.sequence
    await note(directory, { sequence: after, entered: [], left: [] })
  }
}

/** The first time: old changes may be forgotten already, so everybody is read. */
async function readAll(
  { store, directory }: Pick<DirectoryFeedDeps, 'store' | 'directory'>,
  updates: DirectoryUpdates,
  merged: Merged,
): Promise<void> {
  const sequence = await store.lastSequence()
  for (const { scid } of await store.listCollectives()) {
    merged.set(scid, await updates.update({ scid, records: await saidBy(store, scid) }))
  }
  await note(directory, { sequence, entered: [], left: [] })
}

/** All Listings, and of several Profiles the newest: a collective has one entry. */
async function saidBy(store: DirectoryFeedDeps['store'], scid: Scid): Promise<CurrentRecord[]> {
  const records = await store.listCurrent({ scid, types: ['Profile', 'Listing'] })
  const [profile] = records.filter(({ type }) => type === 'Profile').toSorted(newestFirst)
  return records.filter((record) => record.type === 'Listing' || record === profile)
}

function newestFirst(a: CurrentRecord, b: CurrentRecord): number {
  if (a.updated !== b.updated) return a.updated > b.updated ? -1 : 1
  return a.digest > b.digest ? -1 : 1
}

interface FollowViews extends Pick<DirectoryFeedDeps, 'directory'> {
  readonly shown: ReadonlySet<Scid>
  readonly merged: Merged
  readonly updates: DirectoryUpdates
}

/** Whose word counts depends on who is shown: what they say of others is merged anew. */
async function followViews(
  before: Progress,
  { shown, merged, directory, updates }: FollowViews,
): Promise<void> {
  const entered = [...shown].filter((scid) => !before.shown.has(scid))
  const left = [...before.shown].filter((scid) => !shown.has(scid))
  if (entered.length + left.length === 0) return
  await updates.remerge([...entered, ...left].filter((scid) => merged.get(scid) !== true))
  const { sequence } = await directory.readProgress()
  await note(directory, { sequence: sequence ?? 0, entered, left })
}

async function note(directory: DirectoryStore, progress: ProgressMade): Promise<void> {
  await directory.transaction((tx) => tx.saveProgress(progress))
}
