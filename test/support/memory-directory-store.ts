import type {
  DirectoryStore,
  DirectoryTransaction,
  EntryChange,
  Progress,
  StoredEntry,
} from '../../src/directory/directory-store.ts'
import type { HostProof } from '../../src/directory/host-proof.ts'
import type { IndexText } from '../../src/directory/index-text.ts'
import { type EntryPart, keysOf } from '../../src/directory/parts.ts'
import type { QueryToken } from '../../src/directory/query.ts'
import { shortScid } from '../../src/record/did.ts'

interface State {
  readonly parts: Map<string, { readonly part: EntryPart; readonly record: string }>
  readonly changes: Map<string, EntryChange & { readonly text: IndexText | null }>
  readonly proofs: Map<string, HostProof>
  readonly checks: Map<string, string>
  sequence: number
  progress: Progress
}

/**
 * The directory's port in memory: the smallest thing that keeps its contract
 * (test/contracts/directory-store.ts), for tests of what stands on it.
 */
export function createMemoryDirectoryStore(): DirectoryStore {
  let state: State = {
    parts: new Map(),
    changes: new Map(),
    proofs: new Map(),
    checks: new Map(),
    sequence: 0,
    progress: { sequence: null, shown: new Set() },
  }
  let last: Promise<unknown> = Promise.resolve()
  const bySequence = (): (EntryChange & { text: IndexText | null })[] =>
    [...state.changes.values()].toSorted((a, b) => a.sequence - b.sequence)
  const stored = (): StoredEntry[] => bySequence().flatMap(toStored)

  return {
    readProgress: async () => state.progress,
    findEntries: async (ids) => findIn(state, ids),
    findIds: async ({ slug, scid8 }) =>
      stored()
        .map(({ entry }) => entry)
        .filter((entry) => slug === undefined || entry.slug === slug)
        .filter(({ scid }) => scid8 === undefined || (scid !== null && shortScid(scid) === scid8))
        .map(({ id }) => id),
    listEntries: async (after, limit) =>
      stored()
        .toSorted((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
        .filter(({ entry }) => after === null || entry.id > after)
        .slice(0, limit),
    changesSince: async (after, limit) =>
      bySequence()
        .filter(({ sequence }) => sequence > after)
        .slice(0, limit)
        .map(({ text: _, ...change }) => change),
    listDue: async (now, limit) =>
      stored()
        .filter(({ entry }) => entry.dueAt !== null && entry.dueAt <= now)
        .map(({ entry }) => entry.id)
        .slice(0, limit),
    searchEntries: async ({ terms }, scope, limit) =>
      bySequence()
        .filter(({ text }) => {
          const tokens = text?.[scope].split(' ') ?? []
          return terms.every(({ anyOf }) =>
            anyOf.some((way) => way.every((token) => isAmong(tokens, token))),
          )
        })
        .map(({ sequence }) => sequence)
        .slice(0, limit),
    listHostsToCheck: async (limit) =>
      [...state.parts.values()]
        .flatMap(({ part }) =>
          part.kind === 'profile' ? part.hosts.map((host) => ({ scid: part.by, host })) : [],
        )
        .map((subject) => ({
          subject,
          at: state.checks.get(`${subject.scid} ${subject.host}`) ?? '',
        }))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1))
        .map(({ subject }) => subject)
        .slice(0, limit),
    transaction(work) {
      const run = last.then(async () => {
        const draft = structuredClone(state)
        const result = await work(transactionOn(draft))
        state = draft
        return result
      })
      last = run.catch(() => {})
      return run
    },
  }
}

function transactionOn(state: State): DirectoryTransaction {
  return {
    listSources: async (scid) =>
      [...state.parts.values()]
        .filter(({ part }) => part.by === scid)
        .map(({ part, record }) => ({ id: part.id, record })),
    findParts: async (ids) => ids.flatMap((id) => state.parts.get(id)?.part ?? []),
    listPartIds: async (keys) =>
      [...state.parts.values()]
        .filter(({ part }) => keysOf(part).some((key) => keys.includes(key)))
        .map(({ part }) => part.id),
    listProofs: async (scid) => [...state.proofs.values()].filter((proof) => proof.scid === scid),
    async changeParts({ gone, written }) {
      for (const { id } of gone) state.parts.delete(id)
      for (const write of written) state.parts.set(write.part.id, write)
    },
    findEntries: async (ids) => findIn(state, ids),
    async writeEntries(writes, now) {
      for (const write of writes) {
        const { id, entry } = write
        const text = write.entry === null ? null : write.text
        state.sequence += 1
        state.changes.set(id, { id, entry, text, changedAt: now, sequence: state.sequence })
      }
    },
    async saveProgress({ sequence, entered, left }) {
      const shown = [...state.progress.shown, ...entered].filter((scid) => !left.includes(scid))
      state.progress = { sequence, shown: new Set(shown) }
    },
    async saveCheck({ scid, host, proof }, now) {
      state.checks.set(`${scid} ${host}`, now)
      if (proof !== null) state.proofs.set(`${scid} ${host}`, proof)
    },
  }
}

function findIn(state: State, ids: readonly string[]): StoredEntry[] {
  return ids.flatMap((id) => {
    const change = state.changes.get(id)
    return change === undefined ? [] : toStored(change)
  })
}

function toStored({ entry, sequence, changedAt }: EntryChange): StoredEntry[] {
  return entry === null ? [] : [{ entry, sequence, changedAt }]
}

function isAmong(tokens: readonly string[], { token, prefix }: QueryToken): boolean {
  return tokens.some((one) => (prefix ? one.startsWith(token) : one === token))
}
