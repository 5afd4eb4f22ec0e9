import type { Collective } from '../exchange/object-store.ts'
import { TesseraError } from '../kernel/errors.ts'
import { pickLanguage } from '../kernel/text.ts'
import { decodeDid, type Scid, shortScid } from '../record/did.ts'
import { decodeHost } from '../record/kinds/addresses.ts'
import type { Profile } from '../record/kinds/profile.ts'
import type { OpenedNode } from './opened-node.ts'

/**
 * The known collective that somebody means: by SCID, its last 8 characters, DID, or an address.
 * Throws `collective_not_found`, `collective_ambiguous`.
 */
export async function findKnownCollective(
  { store, peers }: OpenedNode,
  text: string,
): Promise<Collective> {
  const collectives = await store.listCollectives()
  const atAddress = new Set(
    (await peers.listPeers())
      .filter(({ origin }) => sameHost(origin, text))
      .map(({ scid }) => scid),
  )
  const [found, ...others] = collectives.filter(
    ({ scid, did }) =>
      scid === text ||
      did === text ||
      shortScid(scid) === text ||
      atAddress.has(scid) ||
      sameHost(`https://${decodeDid(did)?.host ?? ''}`, text),
  )
  if (found === undefined) {
    throw new TesseraError(
      'not-found',
      'collective_not_found',
      `Nobody here is known as "${text}".`,
    )
  }
  if (others.length === 0) return found
  throw new TesseraError('conflict', 'collective_ambiguous', `Several are known as "${text}".`)
}

function sameHost(origin: string, text: string): boolean {
  const [one, two] = [URL.parse(origin), URL.parse(text.includes('://') ? text : `https://${text}`)]
  if (one === null || two === null || decodeHost(two.hostname) === null) return false
  return one.hostname === two.hostname && one.port === two.port
}

/** What a collective calls itself; its SCID where it says nothing. */
export async function nameOfCollective({ store }: OpenedNode, scid: Scid): Promise<string> {
  const [record] = await store.listCurrent({ scid, types: ['Profile'] })
  if (record === undefined) return scid
  const { nameMap, defaultLanguage } = JSON.parse(record.text) as Profile
  return pickLanguage(nameMap, [], defaultLanguage)?.text ?? scid
}

/** What each collective that has a profile calls itself. */
export async function namesOfCollectives({
  store,
}: OpenedNode): Promise<ReadonlyMap<Scid, string>> {
  const records = await store.listCurrent({ types: ['Profile'] })
  return new Map(
    records.flatMap(({ scid, text }) => {
      const { nameMap, defaultLanguage } = JSON.parse(text) as Profile
      const name = pickLanguage(nameMap, [], defaultLanguage)?.text
      return name === undefined ? [] : [[scid, name] as const]
    }),
  )
}
