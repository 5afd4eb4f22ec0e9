import type { PostEntry } from '../exchange/post-store.ts'
import type { Digest } from '../record/digest.ts'
import type { Communique } from '../record/kinds/communique.ts'

/** A communiqué of the own collective that counts now. */
export interface CountingCommunique {
  readonly statement: Digest
  readonly communique: Communique
}

/** Something that followers have not heard yet. */
export interface PostStep extends CountingCommunique {
  readonly type: PostEntry['type']
  /** Of the post that it begins or goes on with. */
  readonly id: Digest
  /** What was said before under that id; null for a new one. */
  readonly before: PostEntry | null
}

/**
 * What to tell followers, by comparing what counts with what they were told. What is told in versions
 * stays one post; after a withdrawal a text that returns is another, since servers never show an id
 * again that was deleted. A communiqué that only expired stays where it was posted.
 */
export function planPosts(
  counting: readonly CountingCommunique[],
  told: readonly PostEntry[],
): PostStep[] {
  return counting.flatMap((one): PostStep[] => {
    const { statement, communique } = one
    const live = told.find(({ slug, type }) => slug === communique.slug && type !== 'Delete')
    const isWithdrawn = communique.withdrawn === true
    if (live === undefined)
      return isWithdrawn ? [] : [{ ...one, type: 'Create', id: statement, before: null }]
    if (communique.version <= live.version) return []
    return [{ ...one, type: isWithdrawn ? 'Delete' : 'Update', id: live.id, before: live }]
  })
}
