import t from 'tap'

import { diffParts } from '../../src/kernel/diff-parts.ts'

function parts(texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([id, text]) => ({ id, level: null, text }))
}

t.test('names what became of each part, in the order of the later text', async (t) => {
  const before = parts({ a: 'One.', b: 'Two.', c: 'Three.' })
  const after = parts({ a: 'One.', d: 'New.', c: 'Three more.' })
  const diffs = diffParts(before, after, 'en')
  t.strictSame(
    diffs.map(({ id, change }) => [id, change]),
    [
      ['a', 'same'],
      ['b', 'removed'],
      ['d', 'added'],
      ['c', 'changed'],
    ],
  )
  t.strictSame(diffs[1]?.text, [{ kind: 'removed', text: 'Two.' }])
})

t.test(
  'a part that changed places says so, and one beside which others came does not',
  async (t) => {
    const moved = diffParts(parts({ a: 'A', b: 'B' }), parts({ b: 'B', a: 'A' }), 'en')
    t.strictSame(
      moved.map((diff) => diff.moved),
      [true, true],
    )
    const grown = diffParts(parts({ a: 'A' }), parts({ z: 'Z', a: 'A' }), 'en')
    t.strictSame(
      grown.map((diff) => diff.moved),
      [false, false],
    )
  },
)

t.test('a level that changed is told with the text as it is', async (t) => {
  const [diff] = diffParts(
    [{ id: 'a', level: 'required', text: 'A' }],
    [{ id: 'a', level: 'recommended', text: 'A' }],
    'en',
  )
  t.match(diff, { change: 'same', level: { before: 'required', after: 'recommended' } })
})
