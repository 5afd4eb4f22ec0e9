import * as fc from 'fast-check'
import t from 'tap'

import { identifyParagraphs } from '../../src/communique/paragraph-ids.ts'
import { always } from '../support/always.ts'

const before = [
  { id: 'p1', text: 'One.' },
  { id: 'p2', text: 'Two.' },
  { id: 'p3', text: 'Three.' },
]
const idsOf = (blocks: readonly string[], used?: ReadonlySet<string>) =>
  identifyParagraphs(blocks, before, used).map(({ id }) => id)

t.test('a first text is numbered', async (t) => {
  t.strictSame(identifyParagraphs(['A', 'B'], []), [
    { id: 'p1', text: 'A' },
    { id: 'p2', text: 'B' },
  ])
})

t.test('a paragraph keeps its id wherever it goes', async (t) => {
  t.strictSame(idsOf(['One.', 'Two.', 'Three.']), ['p1', 'p2', 'p3'])
  t.strictSame(idsOf(['Three.', 'One.', 'Two.']), ['p3', 'p1', 'p2'])
  t.strictSame(idsOf(['One.', 'Three.']), ['p1', 'p3'])
})

t.test('one that was rewritten between the same neighbors is the same paragraph', async (t) => {
  t.strictSame(idsOf(['One.', 'Two, but better.', 'Three.']), ['p1', 'p2', 'p3'])
  t.strictSame(idsOf(['Uno.', 'Dos.', 'Tres.']), ['p1', 'p2', 'p3'])
  t.strictSame(idsOf(['Uno.', 'Two.', 'Tres.']), ['p1', 'p2', 'p3'])
})

t.test('a new one gets an id that the text never had', async (t) => {
  t.strictSame(idsOf(['One.', 'New.', 'Two.', 'Three.']), ['p1', 'p4', 'p2', 'p3'])
  t.strictSame(idsOf(['One.', 'A', 'B', 'Three.'], new Set(['p9'])), ['p1', 'p10', 'p11', 'p3'])
})

t.test('no two paragraphs of a version share an id, and none is lost', async () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), {
    minLength: 1,
    maxLength: 8,
  })
  always([words, words], (old, now) => {
    const first = identifyParagraphs(old, [])
    const next = identifyParagraphs(now, first)
    if (new Set(next.map(({ id }) => id)).size !== now.length) throw new Error('an id stands twice')
    if (next.map(({ text }) => text).join() !== now.join()) throw new Error('a text was lost')
    const same = identifyParagraphs(old, first)
    if (JSON.stringify(same) !== JSON.stringify(first)) throw new Error('the same text changed ids')
  })
})
