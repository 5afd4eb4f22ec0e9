import type { Post, PostEntry } from '../exchange/post-store.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { JsonObject } from '../record/canonical.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { slugName } from '../record/slug-name.ts'
import { type PostForm, type PostWording, PUBLIC, toPost } from './communique-post.ts'
import type { OwnIds } from './own-ids.ts'
import type { PostStep } from './post-plan.ts'

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'

export interface PostActivitiesDeps {
  readonly own: OwnIds & { readonly scid: Scid }
  readonly wording: PostWording
}

/** The id of what is posted, in one of its forms. */
export function postId(own: OwnIds, id: Digest, form: PostForm): string {
  return `${own.origin}/posts/${id}/${form}`
}

/** The id of the last activity about a post. */
export function activityId(own: OwnIds, { id, type, version }: PostEntry, form: PostForm): string {
  const object = postId(own, id, form)
  if (type === 'Create') return `${object}/activity`
  return type === 'Update' ? `${object}#update-${version}` : `${object}#delete`
}

/** What followers are told now, in both forms. */
export function toPostOf(step: PostStep, now: Timestamp, deps: PostActivitiesDeps): Post {
  const { id, type, statement, communique, before } = step
  const { slug, version } = communique
  const entry = { id, type, slug, version, statement, published: before?.published ?? now }
  const write = (form: PostForm): string =>
    JSON.stringify(activityOf(entry, { form, object: objectOf(step, { form, now }, deps) }, deps))
  return { ...entry, article: write('article'), note: write('note') }
}

interface Told {
  readonly form: PostForm
  readonly object: JsonObject
}

function activityOf(entry: PostEntry, { form, object }: Told, { own }: PostActivitiesDeps) {
  return {
    '@context': ACTIVITY_STREAMS,
    id: activityId(own, entry, form),
    type: entry.type,
    actor: own.actor,
    published: entry.published,
    to: [PUBLIC],
    cc: [own.followers],
    object,
  }
}

function objectOf(
  { id, type, communique, before }: PostStep,
  { form, now }: { readonly form: PostForm; readonly now: Timestamp },
  { own, wording }: PostActivitiesDeps,
): JsonObject {
  const object = postId(own, id, form)
  if (type === 'Delete') return { id: object, type: 'Tombstone', deleted: now }
  const { scid } = own
  const post = {
    communique,
    id: object,
    page: `${own.origin}/communiques/${slugName({ scid, slug: communique.slug })}`,
    published: before?.published ?? now,
    updated: before === null ? null : now,
  }
  return toPost(post, form, { own, wording })
}
