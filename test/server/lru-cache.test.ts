import t from 'tap'

import { createLruCache } from '../../src/server/lru-cache.ts'

t.test('makes a value once, and forgets what was longest unused', async (t) => {
  const cache = createLruCache<string>(2)
  const made: string[] = []
  const get = (key: string) =>
    cache.get(key, () => {
      made.push(key)
      return key.toUpperCase()
    })
  t.strictSame(['a', 'b', 'a', 'c', 'a', 'b'].map(get), ['A', 'B', 'A', 'C', 'A', 'B'])
  t.strictSame(made, ['a', 'b', 'c', 'b'])
})

t.test('weighs values and does not keep what is heavier than the cache', async (t) => {
  const cache = createLruCache<number>(10, (key) => key.length)
  let made = 0
  const get = (key: string) => cache.get(key, () => (made += 1))
  t.equal(get('x'.repeat(11)), 1)
  t.equal(get('x'.repeat(11)), 2)
  t.equal(get('12345'), 3)
  t.equal(get('123456'), 4)
  t.equal(get('12345'), 5)
})
