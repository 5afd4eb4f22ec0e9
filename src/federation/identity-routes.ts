import { type NodeKeys, nodeJwks } from '../directory/jwks.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { JsonObject } from '../record/canonical.ts'
import { contextDocument } from '../record/context.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { type HttpAnswer, jsonAnswer, textAnswer } from './http-answer.ts'
import type { OwnIds } from './own-ids.ts'

export interface IdentityRoutesOptions {
  readonly store: ObjectReader
  readonly own: OwnIds & { readonly scid: Scid }
  /** The public keys that the node uses now. */
  readonly keys: NodeKeys
}

/** Who answers here, for other nodes and for people who check. */
export interface IdentityRoutes {
  /** `/.well-known/tessera.json`: everything in it can be checked against the DID log. */
  introduction(): Promise<HttpAnswer>
  /** `/.well-known/jwks.json` */
  keySet(): Promise<HttpAnswer>
  /** `/ns/v1`: the context of the records. */
  context(): HttpAnswer
}

const REVALIDATE = { 'cache-control': 'public, no-cache' }

export function createIdentityRoutes({ store, own, keys }: IdentityRoutesOptions): IdentityRoutes {
  const { scid, origin, actor, sharedInbox: inbox } = own
  const named = (digest: Digest): JsonObject => ({ digest, url: `${origin}/objects/${digest}` })

  return {
    async introduction() {
      const collective = await store.findCollective(scid)
      const [profile] = await store.listCurrent({ scid, types: ['Profile'] })
      const head = collective?.head ?? null
      const answer = jsonAnswer({
        scid,
        ...(collective === null ? {} : { did: collective.did }),
        actor,
        inbox,
        ...(head === null ? {} : { head: named(head) }),
        ...(profile === undefined ? {} : { profile: named(profile.digest) }),
      })
      return { ...answer, headers: { ...answer.headers, ...REVALIDATE } }
    },
    keySet: async () =>
      textAnswer('application/jwk-set+json', JSON.stringify(await nodeJwks(keys))),
    context: () => jsonAnswer(contextDocument, 'application/ld+json'),
  }
}
