import type { ObjectReader } from './exchange/object-store.ts'
import type { NodeKeys } from './identity/keys.ts'
import type { Scid } from './record/did.ts'
import { signDetached, toOpenPgpKey } from './server/publications/openpgp-text.ts'
import type { TextSigner } from './server/routes/text-files.ts'

/**
 * What signs frozen texts for those who verify with OpenPGP: the node key in use, dated as the entry
 * of the DID log that names it. Null if no entry does.
 */
export async function createTextSigner(
  store: Pick<ObjectReader, 'findLog'>,
  { scid, origin }: { readonly scid: Scid; readonly origin: string },
  { node }: Pick<NodeKeys, 'node'>,
): Promise<TextSigner | null> {
  const log = await store.findLog(scid)
  const entry = log?.entries.find(({ fact }) => fact.nodeKey === node.multikey)
  if (entry === undefined) return null
  const key = toOpenPgpKey(node.privateKey, {
    created: entry.fact.time,
    userId: `Tessera node <${origin}>`,
  })
  return {
    publicKeyArmored: key.publicKeyArmored,
    sign: (text, at) => signDetached(text, key, at),
  }
}
