import type { Test } from 'tap'

import type { DeliveryStore } from '../../src/exchange/delivery-store.ts'
import type { Post, PostStore } from '../../src/exchange/post-store.ts'
import { digestOf } from '../../src/record/digest.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')
const INBOX = 'https://elsewhere.example/inbox'

function post(slug: string, changes: Partial<Post> = {}): Post {
  return {
    id: digestOf(slug),
    slug,
    statement: digestOf(slug),
    version: 1,
    type: 'Create',
    published: '2026-11-22T09:00:00Z',
    article: `{"article":"${slug}"}`,
    note: `{"note":"${slug}"}`,
    ...changes,
  }
}

function outgoing(id: string) {
  return [{ activity: { id, body: `{"id":"${id}"}` }, inboxes: [INBOX] }]
}

/** What every PostStore does. */
export function testPostStore(
  t: Test,
  open: (t: Test) => Promise<{ readonly posts: PostStore; readonly deliveries: DeliveryStore }>,
): void {
  t.test('keeps a post with what goes out, and lists the newest first', async (t) => {
    const { posts, deliveries } = await open(t)
    const [first, second] = [post('one'), post('two', { published: '2026-11-23T09:00:00Z' })]
    t.equal(await posts.putPost(first, outgoing('a'), NOW), true)
    t.equal(await posts.putPost(second, outgoing('b'), NOW), true)
    const { article: _, note: __, ...entry } = second
    const [newest, oldest] = await posts.listPosts()
    t.strictSame(newest, entry)
    t.equal(oldest?.slug, 'one')
    t.strictSame(await posts.findPost(first.id), first)
    t.equal(await posts.findPost(digestOf('none')), null)
    t.equal(await deliveries.countDeliveries(), 2)
  })

  t.test('tells no version twice, nor an earlier one after it', async (t) => {
    const { posts, deliveries } = await open(t)
    const later = { version: 2, type: 'Update', article: '{"v":2}' } as const
    await posts.putPost(post('one'), outgoing('a'), NOW)
    t.equal(await posts.putPost(post('one', later), outgoing('b'), NOW), true)
    t.equal(await posts.putPost(post('one', later), outgoing('c'), NOW), false)
    t.equal(await posts.putPost(post('one'), outgoing('d'), NOW), false)
    t.match(await posts.findPost(digestOf('one')), later)
    t.equal(await deliveries.countDeliveries(), 2)
  })

  t.test('when it was first told stays', async (t) => {
    const { posts } = await open(t)
    await posts.putPost(post('one'), [], NOW)
    await posts.putPost(post('one', { version: 2, published: '2026-11-30T09:00:00Z' }), [], NOW)
    t.match(await posts.listPosts(), [{ version: 2, published: '2026-11-22T09:00:00Z' }])
  })
}
