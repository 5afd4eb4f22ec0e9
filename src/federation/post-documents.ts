import type { PostEntry, PostStore } from '../exchange/post-store.ts'
import type { JsonObject } from '../record/canonical.ts'
import { isDigest } from '../record/digest.ts'
import { PUBLIC } from './communique-post.ts'
import { type HttpAnswer, jsonAnswer, notFound, textAnswer } from './http-answer.ts'
import type { OwnIds } from './own-ids.ts'
import { activityId, postId } from './post-activities.ts'
import type { ReceivedRequest } from './received-request.ts'

/** Entries of one page of the outbox; each takes 700 bytes. */
export const OUTBOX_PAGE = 40
const TYPE = 'application/activity+json'
const POST = /^\/posts\/([^/]+)\/(article|note)(\/activity)?$/
const PAGE = /^page=([1-9]\d{0,3})$/
const CONTEXT = { '@context': 'https://www.w3.org/ns/activitystreams' }

export interface PostDocumentsOptions {
  readonly posts: PostStore
  readonly own: OwnIds
}

/** Answers a GET for the outbox, a post or its activity; null for what is none of these. */
export function createPostDocuments(options: PostDocumentsOptions) {
  const { own, posts } = options
  return async ({ target }: Pick<ReceivedRequest, 'target'>): Promise<HttpAnswer | null> => {
    const [path = '', query = ''] = target.split('?')
    if (`${own.origin}${path}` === own.outbox) return await outbox(query, options)
    const [found, id = '', form, part] = POST.exec(path) ?? []
    if (found === undefined) return null
    const post = isDigest(id) ? await posts.findPost(id) : null
    if (post === null) throw notFound('There is no such post here.')
    const isGone = post.type === 'Delete'
    return answerWith(form === 'article' ? post.article : post.note, { part, isGone })
  }
}

/** An activity as it was sent, or what it is about. */
function answerWith(
  text: string,
  { part, isGone }: { readonly part: string | undefined; readonly isGone: boolean },
): HttpAnswer {
  if (part !== undefined) return textAnswer(TYPE, text)
  const { object } = JSON.parse(text) as { readonly object: JsonObject }
  const answer = jsonAnswer({ ...CONTEXT, ...object }, TYPE)
  // SPEC: ActivityPub, section 6.4: what was deleted is gone, and its Tombstone says so.
  return isGone ? { ...answer, status: 410 } : answer
}

async function outbox(query: string, { posts, own }: PostDocumentsOptions): Promise<HttpAnswer> {
  const all = (await posts.listPosts()).filter(({ type }) => type !== 'Delete')
  const page = Number(PAGE.exec(query)?.[1] ?? 0)
  const pages = Math.max(1, Math.ceil(all.length / OUTBOX_PAGE))
  const at = (number: number) => `${own.outbox}?page=${number}`
  const base = { ...CONTEXT, totalItems: all.length }
  if (page === 0) {
    const bounds = { first: at(1), last: at(pages) }
    return jsonAnswer({ ...base, id: own.outbox, type: 'OrderedCollection', ...bounds }, TYPE)
  }
  const items = all.slice((page - 1) * OUTBOX_PAGE, page * OUTBOX_PAGE)
  return jsonAnswer(
    {
      ...base,
      id: at(page),
      type: 'OrderedCollectionPage',
      partOf: own.outbox,
      ...(page > 1 ? { prev: at(page - 1) } : {}),
      ...(page < pages ? { next: at(page + 1) } : {}),
      orderedItems: items.map((entry) => created(entry, own)),
    },
    TYPE,
  )
}

/** The Article stands for a post; it is named, and whoever wants it gets it as it is now. */
function created(entry: PostEntry, own: OwnIds): JsonObject {
  return {
    id: activityId(own, { ...entry, type: 'Create' }, 'article'),
    type: 'Create',
    actor: own.actor,
    published: entry.published,
    to: [PUBLIC],
    cc: [own.followers],
    object: postId(own, entry.id, 'article'),
  }
}
