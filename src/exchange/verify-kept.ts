import type { Digest } from '../record/digest.ts'
import { isIntact } from '../record/kept-object.ts'
import type { ObjectReader } from './object-store.ts'

/** What was found when everything that is kept was verified anew. */
export interface KeptObjects {
  readonly objects: number
  /** Byte digests of those whose bytes or signatures do not hold any more. */
  readonly broken: readonly Digest[]
}

/** Objects read at once: some hundred kilobytes, and other work gets its turn between. */
const BATCH = 200

/**
 * Verifies the digest and the proofs of every object that is kept. What came from outside was
 * verified then; what fails here was changed on the disk.
 */
export async function verifyKept(store: ObjectReader): Promise<KeptObjects> {
  const broken: Digest[] = []
  let objects = 0
  for (const { scid } of await store.listCollectives()) {
    const digests = (await store.listRetained(scid)).map(({ digest }) => digest)
    for (let start = 0; start < digests.length; start += BATCH) {
      const found = await store.findObjects(digests.slice(start, start + BATCH))
      broken.push(...found.filter(({ text, digest }) => !isIntact(text, digest)).map(digestOf))
      objects += found.length
    }
  }
  return { objects, broken }
}

function digestOf({ digest }: { readonly digest: Digest }): Digest {
  return digest
}
