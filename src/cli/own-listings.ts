import { contentOf, hostsOf } from '../directory/entry.ts'
import type { Host } from '../directory/hosts.ts'
import { hostOf } from '../directory/hosts.ts'
import type { ImportFacts } from '../directory/known-hosts.ts'
import { toTimestamp } from '../kernel/time.ts'
import { decodeDid } from '../record/did.ts'
import type { Listing } from '../record/kinds/listing.ts'
import type { Profile } from '../record/kinds/profile.ts'
import { ownCollective } from './context.ts'
import type { OpenedNode } from './opened-node.ts'

/** All current listings of the own collective, by slug. */
export async function listOwnListings(node: OpenedNode): Promise<readonly Listing[]> {
  const { scid } = await ownCollective(node)
  const records = await node.store.listCurrent({ scid, types: ['Listing'] })
  return records
    .map(({ text }) => JSON.parse(text) as Listing)
    .toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
}

/** What an import has to know of what is published already. */
export async function importFacts(node: OpenedNode): Promise<ImportFacts> {
  const own = await listOwnListings(node)
  return { own, profileHosts: await listProfileHosts(node), now: toTimestamp(node.now()) }
}

/** Hosts of collectives that speak for themselves: nobody else has to list them. */
export async function listProfileHosts({ store }: OpenedNode): Promise<ReadonlySet<Host>> {
  const collectives = await store.listCollectives()
  const addresses = collectives.map(({ did }) => hostOf(decodeDid(did)?.host ?? ''))
  const profiles = await store.listCurrent({ types: ['Profile'] })
  const named = profiles.flatMap(({ text }) => {
    const { websites, services } = contentOf(JSON.parse(text) as Profile)
    return [...hostsOf(websites), ...services.flatMap(({ hosts }) => hosts)]
  })
  return new Set([...addresses.filter((host) => host !== null), ...named])
}
