import * as fc from 'fast-check'
import t from 'tap'

import {
  addAll,
  addTo,
  type Bitset,
  both,
  countBoth,
  emptySet,
  grown,
  isIn,
  removeFrom,
} from '../../src/directory/bitset.ts'

const SIZE = 100
const members = fc.uniqueArray(fc.nat(SIZE - 1))

function setOf(numbers: readonly number[]): Bitset {
  const set = emptySet(SIZE)
  for (const n of numbers) addTo(set, n)
  return set
}

const numbers = Array.from({ length: SIZE }, (_, n) => n)

function membersOf(set: Bitset): number[] {
  return numbers.filter((n) => isIn(set, n))
}

function holds(set: Bitset, rule: (n: number) => boolean): boolean {
  return membersOf(set).join() === numbers.filter(rule).join()
}

t.test('is a set of numbers', async () => {
  fc.assert(
    fc.property(members, members, (a, b) => {
      const union = setOf(a)
      addAll(union, setOf(b))
      const less = setOf(a)
      for (const n of b) removeFrom(less, n)
      const common = both(setOf(a), setOf(b))
      return (
        holds(common, (n) => a.includes(n) && b.includes(n)) &&
        holds(union, (n) => a.includes(n) || b.includes(n)) &&
        holds(less, (n) => a.includes(n) && !b.includes(n)) &&
        countBoth(setOf(a), setOf(b)) === membersOf(common).length
      )
    }),
  )
})

t.test('counts full words', async (t) => {
  const full = new Uint32Array([0xffffffff, 0x80000000, 0])
  t.equal(countBoth(full, full), 33)
})

t.test('keeps its members when it grows, and has none beyond its room', async (t) => {
  const set = grown(setOf([0, 31, 99]), 500)
  t.strictSame(membersOf(set), [0, 31, 99])
  t.equal(isIn(set, 2 ** 31 - 1), false)
})
