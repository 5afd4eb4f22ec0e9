import * as fc from 'fast-check'
import { test } from 'tap'

import { charterTree } from '../../src/charter/charter-tree.ts'
import { charterVersion } from '../support/charters.ts'
import { harborDid, rosaDid, someDigest } from '../support/records.ts'

const first = charterVersion({ now: '2026-01-01T00:00:00Z' })
const second = charterVersion(
  { slug: 'second', now: '2026-02-01T00:00:00Z' },
  { amends: first.statement },
)
const rival = charterVersion(
  { did: rosaDid, slug: 'rival', now: '2026-03-01T00:00:00Z' },
  { amends: first.statement },
)
const third = charterVersion(
  { did: harborDid, slug: 'third', now: '2026-04-01T00:00:00Z' },
  { amends: second.statement },
)
const orphan = charterVersion(
  { slug: 'orphan', now: '2026-05-01T00:00:00Z' },
  { amends: someDigest },
)

test('the versions of charters', async (t) => {
  t.test('stand below what they amend, whoever published them', async (t) => {
    const nodes = charterTree([first, second, rival, third])
    t.strictSame(
      nodes.map(({ charter, depth, latest }) => [charter.slug, depth, latest]),
      [
        ['common-ground', 0, false],
        ['second', 1, false],
        ['third', 2, true],
        ['rival', 1, true],
      ],
    )
    t.ok(nodes.every(({ root }) => root === first.statement))
  })

  t.test('start a tree of their own if what they amend is not at hand', async (t) => {
    t.match(charterTree([orphan, first]), [
      { charter: { slug: 'common-ground' }, amendsUnknown: false, root: first.statement },
      { charter: { slug: 'orphan' }, amendsUnknown: true, root: orphan.statement },
    ])
  })

  t.test('leave out what was withdrawn', async (t) => {
    const withdrawn = charterVersion({ slug: 'gone' }, { withdrawn: true })
    t.strictSame(charterTree([withdrawn]), [])
  })

  t.test('come in one order, whatever the order in which they came', async () => {
    const all = [first, second, rival, third, orphan]
    const expected = charterTree(all).map(({ statement }) => statement)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const order = charterTree([...shuffled, first]).map(({ statement }) => statement)
        return order.join() === expected.join()
      }),
    )
  })

  t.test('may form a chain of any length', async (t) => {
    const chain = [first]
    for (let i = 1; i < 3_000; i++) {
      const amends = chain[i - 1]?.statement
      chain.push({
        ...first,
        statement: `link-${i}`,
        charter: { ...first.charter, amends } as never,
      })
    }
    t.equal(charterTree(chain).at(-1)?.depth, 2_999)
  })
})
