import type { Kysely } from 'kysely'

import { scidOf } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { Manifest } from '../record/manifest.ts'
import type { Schema } from './schema.ts'

/** About 200 KiB each at most; a full cache starts anew. */
const CACHE_LIMIT = 200

export type ReadManifest = (db: Kysely<Schema>, digest: Digest) => Promise<Manifest>

/**
 * Reads kept manifests. They were checked when they came in and their bytes never change, so they
 * are neither checked again nor parsed twice.
 */
export function createManifestCache(): ReadManifest {
  const cache = new Map<Digest, Manifest>()
  return async (db, digest) => {
    const known = cache.get(digest)
    if (known !== undefined) return known
    const { bytes } = await db
      .selectFrom('object')
      .select('bytes')
      .where('digest', '=', digest)
      .executeTakeFirstOrThrow()
    const manifest = toManifest(digest, bytes)
    if (cache.size >= CACHE_LIMIT) cache.clear()
    cache.set(digest, manifest)
    return manifest
  }
}

function toManifest(digest: Digest, text: string): Manifest {
  const { attributedTo, items, erased } = JSON.parse(text) as Pick<Manifest, 'items' | 'erased'> & {
    readonly attributedTo: string
  }
  return { digest, scid: scidOf(attributedTo), items, erased, text }
}
