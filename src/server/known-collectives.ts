import type { Host } from '../directory/hosts.ts'
import type { Collective, ObjectReader } from '../exchange/object-store.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { decodeDid, type Scid, shortScid } from '../record/did.ts'
import type { Profile } from '../record/kinds/profile.ts'
import { createCollectiveCache } from './collective-cache.ts'
import type { ShownView } from './shown-view.ts'

/** What a page needs to name a collective that something else is about. */
export interface KnownCollective {
  readonly scid: Scid
  /** What it calls itself; null if it has published no profile. */
  readonly names: LanguageMap | null
  readonly defaultLanguage: LanguageTag | null
  readonly slug: string | null
  /** The host of its DID; null if this node has no log of it. */
  readonly host: Host | null
  readonly state: Collective['state'] | null
  readonly stateChanged: string | null
}

/** Collectives that a page names, by SCID. */
export type Names = ReadonlyMap<Scid, KnownCollective>

/** Names collectives by SCID. Those that are not known, or blocked here, have nothing but it. */
export interface KnownCollectives {
  find(scid: Scid): Promise<KnownCollective>
  findAll(scids: Iterable<Scid>): Promise<ReadonlyMap<Scid, KnownCollective>>
  /** Everyone whom a view shows; read once for each time that the view is computed. */
  membersOf(view: ShownView): Promise<readonly KnownCollective[]>
}

/** Each takes about a kilobyte. */
const CAPACITY = 20_000

export function createKnownCollectives(
  store: Pick<ObjectReader, 'findCollective' | 'listCurrent' | 'lastSequence' | 'listChanges'>,
): KnownCollectives {
  const cache = createCollectiveCache(store, (scid) => readKnown(store, scid), CAPACITY)
  const members = new WeakMap<ShownView, Promise<readonly KnownCollective[]>>()
  return {
    find: cache.get,
    async findAll(scids) {
      const known = await cache.getAll([...new Set(scids)])
      return new Map(known.map((one) => [one.scid, one]))
    },
    async membersOf(view) {
      const known = members.get(view) ?? cache.getAll([...view.shown.keys()])
      members.set(view, known)
      known.catch(() => members.delete(view))
      return await known
    },
  }
}

async function readKnown(
  store: Pick<ObjectReader, 'findCollective' | 'listCurrent'>,
  scid: Scid,
): Promise<KnownCollective> {
  const collective = await store.findCollective(scid)
  if (collective === null || collective.blocked) return unknown(scid)
  const { did, state, stateChanged } = collective
  const host = decodeDid(did)?.host ?? null
  const [record] = await store.listCurrent({ scid, types: ['Profile'] })
  if (record === undefined) return { ...unknown(scid), host, state, stateChanged }
  const { nameMap: names, defaultLanguage, slug } = JSON.parse(record.text) as Profile
  return { scid, names, defaultLanguage, slug, host, state, stateChanged }
}

function unknown(scid: Scid): KnownCollective {
  const nothing = { names: null, defaultLanguage: null, slug: null }
  return { scid, ...nothing, host: null, state: null, stateChanged: null }
}

/** The path of an entry's page: with its slug and the end of its SCID, or with its id. */
export function collectivePath({
  id,
  scid,
  slug,
}: {
  readonly id?: string
  readonly scid: Scid | null
  readonly slug: string | null
}): string {
  const name = scid !== null && slug !== null ? `${slug}~${shortScid(scid)}` : (scid ?? id ?? '')
  return `/collectives/${name}`
}
