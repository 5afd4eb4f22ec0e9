import type { DeliveryStore } from '../exchange/delivery-store.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { OutgoingActivity, Post, PostStore } from '../exchange/post-store.ts'
import { MINUTE, toTimestamp } from '../kernel/time.ts'
import type { Communique } from '../record/kinds/communique.ts'
import { originOf } from './activity-rules.ts'
import type { PostForm } from './communique-post.ts'
import type { HostSoftware } from './host-software.ts'
import { activityId, type PostActivitiesDeps, toPostOf } from './post-activities.ts'
import { planPosts } from './post-plan.ts'

export interface PostsOptions extends PostActivitiesDeps {
  readonly store: Pick<ObjectReader, 'lastSequence' | 'listCurrent'>
  readonly posts: PostStore
  readonly deliveries: Pick<DeliveryStore, 'listFollowers'>
  readonly softwareOf: HostSoftware
  readonly now: () => Date
  /** Lets the sender look at once. */
  readonly wake: () => void
}

/** Servers asked at a time what they run. */
const ASKED_AT_ONCE = 16
/** Servers that are silent keep nobody waiting longer: who was not asked gets what all can read. */
const ASKING_TIME = 2 * MINUTE

/**
 * What shows a title and a long text as such. Every other server gets the Note: Mastodon shows no
 * more of an Article than title, summary and link, GoToSocial hides it behind its summary.
 * SPEC: docs/federation/activities.md, "Posts"
 */
const SHOWS_ARTICLES = new Set([
  'drupal',
  'friendica',
  'ghost',
  'hubzilla',
  'nodebb',
  'plume',
  'streams',
  'wordpress',
  'writefreely',
])

/**
 * Tells followers what of the collective's communiqués is new to them. To be called again and again,
 * by any number of processes: what was told is kept with its deliveries, and told once.
 */
export function createPostWork(options: PostsOptions): () => Promise<void> {
  const { store, posts, own, now, wake } = options
  let seen = -1

  async function countingNow() {
    const records = await store.listCurrent({ scid: own.scid, types: ['Communique'] })
    return records.map(({ statement, text }) => {
      return { statement, communique: JSON.parse(text) as Communique }
    })
  }

  return async () => {
    const sequence = await store.lastSequence()
    if (sequence === seen) return
    const steps = planPosts(await countingNow(), await posts.listPosts())
    const inboxes = steps.length === 0 ? null : await inboxesByForm(options)
    for (const step of inboxes === null ? [] : steps) {
      const post = toPostOf(step, toTimestamp(now()), options)
      await posts.putPost(post, outgoingOf(post, inboxes ?? NOWHERE, options), now().getTime())
    }
    seen = sequence
    if (steps.length > 0) wake()
  }
}

type Inboxes = Readonly<Record<PostForm, readonly string[]>>
const NOWHERE: Inboxes = { article: [], note: [] }

/** Each server gets the form that it shows; what is deleted is deleted in both, whatever it had. */
function outgoingOf(post: Post, inboxes: Inboxes, { own }: PostsOptions): OutgoingActivity[] {
  return (['article', 'note'] as const).map((form) => ({
    activity: { id: activityId(own, post, form), body: post[form] },
    inboxes: post.type === 'Delete' ? [...inboxes.article, ...inboxes.note] : inboxes[form],
  }))
}

async function inboxesByForm({ deliveries, softwareOf, now }: PostsOptions): Promise<Inboxes> {
  const end = now().getTime() + ASKING_TIME
  const followers = await deliveries.listFollowers()
  const inboxes = new Set(followers.map(({ inbox, sharedInbox }) => sharedInbox ?? inbox))
  const byOrigin = Map.groupBy(inboxes, originOf)
  const forms = new Map<string | null, PostForm>()
  const waiting = [...byOrigin.keys()]
  for (let start = 0; start < waiting.length; start += ASKED_AT_ONCE) {
    if (now().getTime() > end) break
    const asked = waiting.slice(start, start + ASKED_AT_ONCE)
    await Promise.all(
      asked.map(async (origin) => {
        const software = origin === null ? null : await softwareOf(origin)
        forms.set(origin, software !== null && SHOWS_ARTICLES.has(software) ? 'article' : 'note')
      }),
    )
  }
  const chosen = (form: PostForm) =>
    [...byOrigin].flatMap(([origin, list]) => ((forms.get(origin) ?? 'note') === form ? list : []))
  return { article: chosen('article'), note: chosen('note') }
}
