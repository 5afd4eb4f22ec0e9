import { TesseraError } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { toTimestamp } from '../kernel/time.ts'
import type { CollectiveState } from '../record/acceptance.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { type CharterAddress, resolveCharter } from './charter-address.ts'
import { type CharterReminder, charterReminders } from './charter-reminders.ts'
import type { CharterStore } from './charter-store.ts'
import { type CharterNode, charterTree } from './charter-tree.ts'
import { type CharterDiff, diffCharters } from './diff-charters.ts'
import { commitmentMatrix, type Matrix, type MatrixCount, type MatrixRow } from './matrix.ts'

/** What this feature takes from others: who is shown, and how each collective stands. */
export interface CharterView {
  readonly shown: ReadonlySet<Scid>
  readonly standings: ReadonlyMap<Scid, CollectiveState>
}

export interface ChartersDeps {
  readonly store: CharterStore
  readonly view: () => Promise<CharterView>
  readonly now: () => Date
}

/** A charter in its tree, with how many have signed it. */
export interface CharterSummary extends CharterNode {
  readonly count: MatrixCount
  /** A collective of the view published it or has signed it. */
  readonly shown: boolean
}

/** A charter with its tree, and who signed which version of it. */
export interface CharterPage {
  readonly node: CharterNode
  readonly tree: readonly CharterNode[]
  readonly matrix: Matrix
}

/** What pages, feeds and commands ask about charters. */
export interface Charters {
  /** All trees, one after the other, each version before those that amend it. */
  list(): Promise<readonly CharterSummary[]>
  resolve(name: string): Promise<CharterAddress>
  /** By statement digest; throws `charter_not_found`. */
  get(statement: Digest): Promise<CharterPage>
  /** Throws `charter_not_found`. */
  diff(before: Digest, after: Digest, language: LanguageTag): Promise<CharterDiff>
  /** What a collective has to look at again. */
  remindersFor(scid: Scid): Promise<readonly CharterReminder[]>
}

export function createCharters({ store, view, now }: ChartersDeps): Charters {
  const readMatrix = async (versions: readonly CharterNode[], current: CharterView) =>
    commitmentMatrix({
      versions,
      commitments: await store.listCommitments(),
      shown: current.shown,
      standings: current.standings,
      now: toTimestamp(now()),
    })

  const readAll = async () => {
    const nodes = charterTree(await store.listCharters())
    const current = await view()
    const matrix = await readMatrix(nodes, current)
    const summaries = nodes.map((node): CharterSummary => {
      const count = matrix.counts.get(node.statement) ?? NONE
      return { ...node, count, shown: current.shown.has(node.scid) || count.inForce > 0 }
    })
    return { summaries, matrix }
  }

  return {
    list: async () => (await readAll()).summaries,
    async resolve(name) {
      const { shown } = await view()
      return resolveCharter(name, charterTree(await store.listCharters()), shown)
    },
    async get(statement) {
      const nodes = charterTree(await store.listCharters())
      const node = getNode(nodes, statement)
      const tree = nodes.filter(({ root }) => root === node.root)
      return { node, tree, matrix: await readMatrix(tree, await view()) }
    },
    async diff(before, after, language) {
      const nodes = charterTree(await store.listCharters())
      const [old, current] = [getNode(nodes, before), getNode(nodes, after)]
      return diffCharters(old.charter, current.charter, language)
    },
    async remindersFor(scid) {
      const { summaries: nodes, matrix } = await readAll()
      const row = [...matrix.shown, ...matrix.others].find((one) => one.scid === scid)
      const cells: MatrixRow['cells'] = row?.cells ?? new Map()
      return charterReminders({ nodes, cells, now: toTimestamp(now()) })
    },
  }
}

const NONE: MatrixCount = { inForce: 0, withReservations: 0, suspended: 0, notShown: 0 }

function getNode(nodes: readonly CharterNode[], statement: Digest): CharterNode {
  const node = nodes.find((candidate) => candidate.statement === statement)
  if (node === undefined)
    throw new TesseraError('not-found', 'charter_not_found', 'No charter here has this digest.')
  return node
}
