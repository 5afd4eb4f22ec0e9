import * as fc from 'fast-check'
import t from 'tap'

import {
  computeView,
  type Exclusion,
  type View,
  viewHints,
  type ViewInput,
  type ViewRule,
  type ViewVouch,
} from '../../src/directory/view.ts'

const now = '2026-11-22T09:00:00Z'
const charter = 'zQmCharterTwo'
const unlimited = { depth: 99, perVoucher: 999 }

type Pair = readonly [number, number]

function vouchesOf(pairs: readonly Pair[]): ViewVouch[] {
  return pairs.map(([voucher, whom], age) => ({
    voucher: `c${voucher}`,
    whom: `c${whom}`,
    updated:
      new Date(Date.parse('2026-11-01T00:00:00Z') - age * 1000).toISOString().slice(0, 19) + 'Z',
    expires: '2027-06-01T00:00:00Z',
  }))
}

function rule(extra: Partial<ViewRule> = {}): ViewRule {
  return { seeds: ['c0', 'c1'], charters: [charter], vouches: 2, ...extra }
}

function input(pairs: readonly Pair[], extra: Partial<ViewInput> = {}): ViewInput {
  const scids = new Set(pairs.flat().map((n) => `c${n}`))
  return {
    signatures: [...scids].map((scid) => ({ scid, charter })),
    vouches: vouchesOf(pairs),
    excluded: new Map(),
    now,
    ...extra,
  }
}

function shown(view: View): string[] {
  return [...view.shown.keys()].toSorted()
}

/** Restated from the executable model: admits one collective at a time, in the order given. */
function naive(pairs: readonly Pair[], order: readonly number[]): string[] {
  const inView = new Set([0, 1])
  for (let changed = true; changed;) {
    changed = false
    for (const x of order) {
      const vouchers = new Set(
        pairs.filter(([a, b]) => b === x && a !== x && inView.has(a)).map(([a]) => a),
      )
      if (inView.has(x) || vouchers.size < 2) continue
      inView.add(x)
      changed = true
    }
  }
  return [...inView].map((n) => `c${n}`).toSorted()
}

const ids = fc.integer({ min: 0, max: 11 })
const pairs = fc.array(fc.tuple(ids, ids), { maxLength: 50 })
const everyone = Array.from({ length: 12 }, (_, n) => n)

t.test('is the same set whatever the order in which collectives are judged', async () => {
  fc.assert(
    fc.property(pairs, fc.shuffledSubarray(everyone, { minLength: 12 }), (list, order) => {
      const view = computeView(rule(unlimited), input(list))
      return JSON.stringify(shown(view)) === JSON.stringify(naive(list, order))
    }),
    { numRuns: 500 },
  )
})

t.test('does not depend on the order in which vouches are known', async () => {
  fc.assert(
    fc.property(pairs, fc.infiniteStream(fc.nat()), (list, random) => {
      const facts = input(list)
      const shuffled = facts.vouches
        .map((vouch) => ({ vouch, at: random.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ vouch }) => vouch)
      const a = computeView(rule({ perVoucher: 2 }), facts)
      const b = computeView(rule({ perVoucher: 2 }), { ...facts, vouches: shuffled })
      return JSON.stringify(shown(a)) === JSON.stringify(shown(b))
    }),
    { numRuns: 500 },
  )
})

t.test('only grows with more vouches, also with a limited depth', async () => {
  fc.assert(
    fc.property(pairs, pairs, fc.constantFrom(1, 2, 3, 99), (list, more, depth) => {
      const limits = { ...unlimited, depth }
      const before = computeView(rule(limits), input(list))
      const after = computeView(rule(limits), input([...list, ...more]))
      return shown(before).every((scid) => after.shown.has(scid))
    }),
    { numRuns: 500 },
  )
})

t.test('after a vouch is gone, everyone shown still has enough from others shown', async () => {
  fc.assert(
    fc.property(pairs, fc.nat(49), (list, gone) => {
      const rest = list.filter((_, i) => i !== gone)
      const view = computeView(rule(), input(rest))
      return [...view.shown].every(
        ([scid, { distance, vouchedBy }]) =>
          distance === 0 ||
          (vouchedBy.length >= 2 &&
            vouchedBy.every((by) => by !== scid && (view.shown.get(by)?.distance ?? 9) < 3)),
      )
    }),
    { numRuns: 500 },
  )
})

t.test('a cycle that only kept itself falls', async (t) => {
  const all: Pair[] = [
    [0, 5],
    [1, 5],
    [5, 6],
    [0, 6],
    [5, 7],
    [6, 7],
    [6, 5],
    [7, 5],
    [7, 6],
  ]
  t.strictSame(shown(computeView(rule(), input(all))), ['c0', 'c1', 'c5', 'c6', 'c7'])
  const rest = all.filter(([a, b]) => !(a === 0 && (b === 5 || b === 6)))
  t.strictSame(shown(computeView(rule(), input(rest))), ['c0', 'c1'])
})

t.test('a ring that one seed vouched for stays out', async (t) => {
  const ring: Pair[] = [
    [0, 50],
    [50, 51],
    [51, 52],
    [52, 51],
    [50, 52],
    [51, 50],
    [52, 50],
  ]
  t.strictSame(shown(computeView(rule(), input(ring))), ['c0', 'c1'])
  t.equal(computeView(rule({ vouches: 1 }), input(ring)).shown.size, 5)
})

t.test('two bad collectives admit no more than depth and cap allow', async (t) => {
  const sybils: Pair[] = [
    [0, 100],
    [1, 100],
    [0, 101],
    [1, 101],
  ]
  let generation = [100, 101]
  let next = 1000
  for (let depth = 0; depth < 5; depth++) {
    const born: number[] = []
    for (let pair = 0; pair + 1 < Math.min(generation.length, 80); pair += 2) {
      for (let i = 0; i < 40; i++) {
        sybils.push([generation[pair] ?? 0, next], [generation[pair + 1] ?? 0, next])
        born.push(next++)
      }
    }
    generation = born
  }
  const admitted = (extra: Partial<ViewRule>): number =>
    computeView(rule(extra), input(sybils)).shown.size - 4
  t.equal(admitted({}), 12 + 6 * 12, 'two generations of twelve per pair')
  t.equal(admitted({ depth: 2 }), 12)
  t.ok(admitted(unlimited) > 1000, 'control: without limits there is no end')
})

t.test('counts the newest vouches of a collective first', async (t) => {
  const list: Pair[] = [
    [0, 7],
    [0, 8],
    [0, 9],
    [1, 7],
    [1, 8],
    [1, 9],
  ]
  t.strictSame(shown(computeView(rule({ perVoucher: 2 }), input(list))), ['c0', 'c1', 'c7', 'c8'])
})

t.test('a vouch counts until it expires, and not before its time', async (t) => {
  const facts = input([
    [0, 5],
    [1, 5],
  ])
  const [first, second] = facts.vouches
  t.ok(first && second)
  if (first === undefined || second === undefined) return
  const withSecond = (change: Partial<ViewVouch>): number =>
    computeView(rule(), { ...facts, vouches: [first, { ...second, ...change }] }).shown.size
  t.equal(withSecond({}), 3)
  t.equal(withSecond({ expires: '2026-11-22T09:00:01Z' }), 3)
  t.equal(withSecond({ expires: now }), 2)
  t.equal(withSecond({ updated: '2026-11-22T09:10:00Z' }), 3, 'a clock may be 10 minutes ahead')
  t.equal(withSecond({ updated: '2026-11-22T09:10:01Z' }), 2)
})

t.test('tells what is missing', async (t) => {
  const facts = input(
    [
      [0, 5],
      [0, 6],
      [1, 6],
    ],
    {
      signatures: [
        { scid: 'c5', charter },
        { scid: 'c6', charter: 'zQmCharterOne' },
      ],
      known: ['c9'],
    },
  )
  const { others } = computeView(rule(), facts)
  t.strictSame(others.get('c5'), [{ reason: 'vouches', counted: ['c0'], needed: 2 }])
  t.strictSame(others.get('c6'), [{ reason: 'charter' }])
  t.strictSame(others.get('c9'), [
    { reason: 'charter' },
    { reason: 'vouches', counted: [], needed: 2 },
  ])
})

t.test('what is excluded is not shown and its vouches do not count', async (t) => {
  const list: Pair[] = [
    [0, 5],
    [1, 5],
    [5, 6],
    [0, 6],
  ]
  for (const state of ['stale', 'key-expired', 'retired', 'blocked'] satisfies Exclusion[]) {
    const view = computeView(rule(), input(list, { excluded: new Map([['c5', state]]) }))
    t.strictSame(shown(view), ['c0', 'c1'])
    t.strictSame(view.others.get('c5'), [{ reason: 'excluded', state }])
  }
  const seed = computeView(rule(), input(list, { excluded: new Map([['c0', 'stale']]) }))
  t.strictSame(shown(seed), ['c1'])
})

t.test('a rule that needs one vouch, too many seeds or no charter is pointed out', async (t) => {
  t.strictSame(viewHints(rule()), [])
  t.strictSame(viewHints(rule({ vouches: 1 })), ['one_vouch_is_enough'])
  t.strictSame(viewHints(rule({ seeds: ['c0', 'c0'] })), ['too_few_seeds'])
  t.strictSame(viewHints(rule({ charters: null, perVoucher: 50, depth: 4 })), [
    'no_charter',
    'cap_is_high',
    'depth_is_high',
  ])
  t.equal(
    computeView(
      rule({ charters: null }),
      input(
        [
          [0, 5],
          [1, 5],
        ],
        { signatures: [] },
      ),
    ).shown.size,
    3,
  )
})
