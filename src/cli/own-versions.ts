import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { RecordShape } from '../record/kinds/unknown.ts'
import type { OpenedNode } from './opened-node.ts'

/** A version of an own record that is still kept here, in force or superseded. */
export interface OwnVersion {
  readonly digest: Digest
  readonly type: string
  readonly slug: string
}

/** All versions of all own records by the node key: what can be erased. */
export async function listErasable({ store }: OpenedNode, scid: Scid): Promise<OwnVersion[]> {
  const kept = await store.listRetained(scid)
  const objects = await store.findObjects(kept.map(({ digest }) => digest))
  return objects
    .filter(({ kind }) => kind === 'record')
    .map(({ digest, text }) => ({ digest, record: JSON.parse(text) as RecordShape & Proven }))
    .filter(({ record }) => record.proof.proofPurpose === 'assertionMethod')
    .map(({ digest, record: { type, slug } }) => ({ digest, type, slug }))
}

interface Proven {
  readonly proof: { readonly proofPurpose?: string }
}
