import t from 'tap'

import { createBoundedMap } from '../../src/federation/bounded-map.ts'
import { createFetchBudget } from '../../src/federation/fetch-budget.ts'
import { MINUTE } from '../../src/kernel/time.ts'

t.test('gives each host its budget, anew after the window', async (t) => {
  let time = 0
  const limits = { perHost: 2, window: MINUTE, maxHosts: 10 }
  const budget = createFetchBudget(limits, () => new Date(time))
  t.strictSame([budget.spend('a'), budget.spend('a'), budget.spend('a')], [true, true, false])
  t.equal(budget.spend('b'), true)
  time = MINUTE - 1
  t.equal(budget.spend('a'), false)
  time = MINUTE
  t.strictSame([budget.spend('a'), budget.spend('a'), budget.spend('a')], [true, true, false])
})

t.test('keeps account of a bounded number of hosts', async (t) => {
  const limits = { perHost: 1, window: MINUTE, maxHosts: 2 }
  const budget = createFetchBudget(limits, () => new Date(0))
  for (const host of ['a', 'b', 'c']) t.equal(budget.spend(host), true)
  t.equal(budget.spend('c'), false, 'the newest are known')
  t.equal(budget.spend('a'), true, 'the oldest was forgotten')
})

t.test('a bounded map forgets what was set longest ago', async (t) => {
  const map = createBoundedMap<number>(2)
  map.set('a', 1)
  map.set('b', 2)
  map.set('a', 3)
  map.set('c', 4)
  t.strictSame([map.get('a'), map.get('b'), map.get('c'), map.size], [3, undefined, 4, 2])
  map.delete('a')
  t.equal(map.get('a'), undefined)
})
