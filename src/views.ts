import type { CharterStore } from './charter/charter-store.ts'
import { charterTree } from './charter/charter-tree.ts'
import type { CharterView } from './charter/charters.ts'
import { commitmentMatrix, signaturesInForce } from './charter/matrix.ts'
import type { ViewConfig } from './config.ts'
import {
  computeView,
  type Exclusion,
  type View,
  type ViewRule,
  type ViewVouch,
} from './directory/view.ts'
import type { Collective, ObjectReader } from './exchange/object-store.ts'
import type { PeerStore } from './exchange/peer-store.ts'
import { addTime, DAY, MINUTE, type Timestamp, toTimestamp } from './kernel/time.ts'
import type { Scid } from './record/did.ts'
import type { Digest } from './record/digest.ts'
import type { Vouch } from './record/kinds/vouch.ts'

/** A collective whose state is silent for longer counts no more (design.md, section 6). */
const SILENCE = 30 * DAY
/** Vouches and states expire by the clock alone; a view is computed anew at least so often. */
const MAX_AGE = MINUTE

/** A view with the rule it follows. */
export interface NamedView extends View {
  readonly name: string
  readonly rule: ViewRule
}

/** The views of this node: whom it shows, computed anew when something changed. */
export interface Views {
  readonly names: readonly string[]
  /** The view of that name; the first one where the name is not known. */
  get(name?: string): Promise<NamedView>
  /** The rules of all views. */
  rules(): Promise<readonly ViewRule[]>
  /** Everyone that is a seed or shown in any view. */
  familiar(): Promise<ReadonlySet<Scid>>
  /** Everyone that is shown in any view. */
  vouched(): Promise<ReadonlySet<Scid>>
}

export interface ViewsDeps {
  readonly configs: readonly ViewConfig[]
  readonly store: ObjectReader
  readonly charters: CharterStore
  readonly peers: PeerStore
  readonly now: () => Date
}

interface Computed {
  readonly sequence: number
  readonly at: number
  readonly views: readonly NamedView[]
}

export function createViews(deps: ViewsDeps): Views {
  let computed: Promise<Computed> | null = null

  async function current(): Promise<readonly NamedView[]> {
    const sequence = await deps.store.lastSequence()
    const known = await computed
    const isFresh = known?.sequence === sequence && deps.now().getTime() - known.at < MAX_AGE
    if (known !== null && isFresh) return known.views
    computed = computeAll(deps, sequence)
    return (await computed).views
  }

  return {
    names: deps.configs.map((config) => config.name),
    async get(name) {
      const views = await current()
      const view = views.find((candidate) => candidate.name === name) ?? views[0]
      if (view === undefined) throw new Error('a node has at least one view')
      return view
    },
    async rules() {
      return (await current()).map((view) => view.rule)
    },
    async familiar() {
      const views = await current()
      return new Set(views.flatMap((view) => [...view.rule.seeds, ...view.shown.keys()]))
    },
    async vouched() {
      return new Set((await current()).flatMap((view) => [...view.shown.keys()]))
    },
  }
}

/** What the charter pages take from a view. */
export async function charterViewOf(views: Views, store: ObjectReader): Promise<CharterView> {
  const { shown } = await views.get()
  const collectives = await store.listCollectives()
  return {
    shown: new Set(shown.keys()),
    standings: new Map(collectives.map(({ scid, state }) => [scid, state])),
  }
}

async function computeAll(deps: ViewsDeps, sequence: number): Promise<Computed> {
  const at = deps.now()
  const now = toTimestamp(at)
  const collectives = await deps.store.listCollectives()
  const peers = (await deps.peers.listPeers()).map((peer) => peer.scid)
  const own = collectives.filter((collective) => collective.own).map(({ scid }) => scid)
  const nodes = charterTree(await deps.charters.listCharters())
  const matrix = commitmentMatrix({
    versions: nodes,
    commitments: await deps.charters.listCommitments(),
    shown: new Set(),
    standings: new Map(),
    now,
  })
  const input = {
    signatures: signaturesInForce(matrix),
    vouches: await listVouches(deps.store),
    excluded: excludedOf(collectives, now),
    known: collectives.map(({ scid }) => scid),
    now,
  }
  const views = deps.configs.map(({ name, charter, vouches, seeds }) => {
    const rule: ViewRule = {
      seeds: [...new Set([...own, ...peers, ...seeds])],
      charters: charter === null ? null : versionsFrom(charter, nodes),
      vouches,
    }
    return { name, rule, ...computeView(rule, input) }
  })
  return { sequence, at: at.getTime(), views }
}

/** The version that a rule names, and every later one that goes on from it. */
function versionsFrom(charter: Digest, nodes: ReturnType<typeof charterTree>): Digest[] {
  const versions = new Set([charter])
  for (const { statement, charter: version } of nodes) {
    if (version.amends !== undefined && versions.has(version.amends)) versions.add(statement)
  }
  return [...versions]
}

async function listVouches(store: ObjectReader): Promise<ViewVouch[]> {
  const records = await store.listCurrent({ types: ['Vouch'] })
  return records.flatMap(({ scid, updated, expires, withdrawn, text }) => {
    if (withdrawn || expires === null) return []
    const { whom } = JSON.parse(text) as Vouch
    return [{ voucher: scid, whom, updated, expires }]
  })
}

function excludedOf(collectives: readonly Collective[], now: Timestamp): Map<Scid, Exclusion> {
  const excluded = new Map<Scid, Exclusion>()
  for (const collective of collectives) {
    const why = exclusionOf(collective, now)
    if (why !== null) excluded.set(collective.scid, why)
  }
  return excluded
}

function exclusionOf(
  { state, blocked, headExpires }: Collective,
  now: Timestamp,
): Exclusion | null {
  if (blocked) return 'blocked'
  if (state === 'KEY-EXPIRED') return 'key-expired'
  if (state === 'RETIRED') return 'retired'
  const isSilent = state === 'STALE' && headExpires !== null && addTime(headExpires, SILENCE) < now
  return isSilent ? 'stale' : null
}
