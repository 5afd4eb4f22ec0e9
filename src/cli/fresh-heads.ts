import type { HeadAtHand } from '../alert/canary-freshness.ts'
import type { Collective } from '../exchange/object-store.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { Scid } from '../record/did.ts'
import type { OpenedNode } from './opened-node.ts'

/** Heads that are read to find 3 fresh ones: some are renewed no more, some are ahead of our clock. */
const CANDIDATES = 30

/**
 * The newest heads of other collectives, those of the view first: who reads a canary here most likely
 * knows their logs and can check them.
 */
export async function freshHeads(
  { store, view }: Pick<OpenedNode, 'store' | 'view'>,
  own: Scid,
): Promise<readonly HeadAtHand[]> {
  const { shown } = await view()
  const rank = ({ scid, headExpires }: Collective) =>
    `${shown.has(scid) ? 1 : 0} ${headExpires ?? ''}`
  const collectives = (await store.listCollectives())
    .filter(({ scid, state, blocked }) => scid !== own && state === 'OK' && !blocked)
    .toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))
    .slice(0, CANDIDATES)
  const digests = collectives.flatMap(({ head }) => head ?? [])
  const objects = new Map(
    (await store.findObjects(digests)).map((object) => [object.digest, object]),
  )
  return digests.flatMap((digest) => {
    const object = objects.get(digest)
    if (object === undefined) return []
    const { published } = JSON.parse(object.text) as { readonly published: Timestamp }
    return [{ scid: object.scid, published, text: object.text }]
  })
}
