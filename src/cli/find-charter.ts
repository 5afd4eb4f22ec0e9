import { charterName } from '../charter/charter-address.ts'
import type { CharterVersion } from '../charter/charter.ts'
import { TesseraError } from '../kernel/errors.ts'
import { isDigest } from '../record/digest.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import { ownCollective } from './context.ts'
import type { OpenedNode } from './opened-node.ts'

/**
 * The charter that somebody means: by statement digest, `slug~scid8`, or a slug that leads to one.
 * Throws `charter_not_found`, `charter_ambiguous`.
 */
export async function findCharter(node: OpenedNode, name: string): Promise<CharterVersion> {
  if (isDigest(name)) return (await node.charters.get(name)).node
  const address = await node.charters.resolve(name)
  if (address.kind === 'found') return address.found
  if (address.kind === 'lead-on') return await findCharter(node, address.name)
  if (address.kind === 'unknown') {
    throw new TesseraError('not-found', 'charter_not_found', `No charter here is called "${name}".`)
  }
  const names = address.among.map(charterName)
  // A slug that only collectives outside of the view use is no riddle if there is just one.
  if (names.length === 1 && address.among[0] !== undefined) return address.among[0]
  throw new TesseraError(
    'conflict',
    'charter_ambiguous',
    `Several charters are called "${name}": ${names.join(', ')}.`,
  )
}

/** The own commitment to a charter, withdrawn ones too; null before the first. */
export async function findOwnCommitment(
  node: OpenedNode,
  { statement, charter }: CharterVersion,
): Promise<Commitment | null> {
  const { scid } = await ownCollective(node)
  const records = await node.store.listCurrent({ scid, types: ['Commitment'] })
  const own = records.map(({ text }) => JSON.parse(text) as Commitment)
  const named = own.find((commitment) => commitment.charter.digest === statement)
  return named ?? own.find(({ slug }) => slug === charter.slug) ?? null
}
