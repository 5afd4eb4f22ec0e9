import t from 'tap'

import type { PostEntry } from '../../src/exchange/post-store.ts'
import { type CountingCommunique, planPosts } from '../../src/federation/post-plan.ts'
import { digestOf } from '../../src/record/digest.ts'
import { signed } from '../support/texts.ts'

function counting(version: number, withdrawn = false): CountingCommunique {
  const options = { slug: 'raid', version }
  const one = signed('Communique', options, withdrawn ? { withdrawn } : {})
  return { statement: one.statement, communique: one.record }
}

function told(type: PostEntry['type'], version: number, name = 'first'): PostEntry {
  const [id, statement] = [digestOf(name), digestOf(`${name} ${version}`)]
  return { id, slug: 'raid', statement, version, type, published: '2026-11-22T09:00:00Z' }
}

t.test('a communiqué that starts to count begins a post under its digest', async (t) => {
  const one = counting(1)
  t.strictSame(planPosts([one], []), [{ ...one, type: 'Create', id: one.statement, before: null }])
})

t.test('what was told is not told again', async (t) => {
  t.strictSame(planPosts([counting(2)], [told('Update', 2)]), [])
  t.strictSame(planPosts([counting(1)], [told('Update', 2)]), [])
})

t.test('a next version goes on with the post', async (t) => {
  const before = told('Create', 1)
  t.match(planPosts([counting(2)], [before]), [{ type: 'Update', id: before.id, before }])
})

t.test('a withdrawn one ends it, once', async (t) => {
  const before = told('Update', 2)
  t.match(planPosts([counting(3, true)], [before]), [{ type: 'Delete', id: before.id }])
  t.strictSame(planPosts([counting(3, true)], [told('Delete', 3)]), [])
  t.strictSame(planPosts([counting(1, true)], []), [])
})

t.test('a text that returns is a new post', async (t) => {
  const one = counting(4)
  t.match(planPosts([one], [told('Delete', 3)]), [{ type: 'Create', id: one.statement }])
})

t.test('what no longer counts without being withdrawn stays as it is', async (t) => {
  t.strictSame(planPosts([], [told('Create', 1)]), [])
})
