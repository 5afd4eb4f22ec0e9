import { equal } from 'node:assert/strict'

import * as fc from 'fast-check'
import t from 'tap'

import { HOUR } from '../../src/kernel/time.ts'
import { foundCollective, type TestNode } from '../support/collective.ts'
import { onPostgres } from '../support/database.ts'
import { nodeAt, pull, standingOf, START, testClock } from '../support/exchange.ts'
import { beginLife, deliver, type Life, live, moves, rotate } from '../support/real-life.ts'

/**
 * What counts is a function of what is known, never of how it came (design.md, section 6): whole
 * lives with rotations, forks and thieves, real keys, two stores.
 */

/** Each run signs, stores and judges some hundred objects; a schema for each node takes its time. */
const RUNS = onPostgres ? 3 : 8
const SEED = 20_261_122

/** In which order a node hears of things: logs and objects, some of them more than once. */
interface Hearing {
  /** Where in the list of texts each batch ends. */
  readonly cuts: readonly number[]
  readonly shuffle: readonly number[]
  /** Which copy of the log comes before each batch. */
  readonly logs: readonly number[]
}

const hearing: fc.Arbitrary<Hearing> = fc.record({
  cuts: fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
  shuffle: fc.infiniteStream(fc.nat()).map((stream) => [...stream.take(200)]),
  logs: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
})

/** The texts in another order, some of them twice. */
function shuffled(texts: readonly string[], { shuffle }: Hearing): string[] {
  const again = texts.filter((_, i) => (shuffle[i % shuffle.length] ?? 0) % 4 === 0)
  return [...texts, ...again]
    .map((text, i) => ({ text, place: shuffle[i % shuffle.length] ?? 0 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ text }) => text)
}

async function hear(node: TestNode, life: Life, how: Hearing): Promise<void> {
  const { scid } = life.own.collective
  const texts = shuffled(life.texts, how)
  let start = 0
  for (const [i, cut] of [...how.cuts, texts.length].entries()) {
    const log = life.logs[(how.logs[i] ?? 0) % life.logs.length]
    if (log !== undefined) await node.exchange.receiveLog(scid, log)
    await node.exchange.receive(texts.slice(start, cut))
    start = Math.max(start, cut)
  }
}

async function newLife(t: Parameters<typeof nodeAt>[0]): Promise<Life> {
  const clock = testClock()
  return beginLife(await nodeAt(t, clock, foundCollective('https://harbor.example', START)), clock)
}

async function listener(t: Parameters<typeof nodeAt>[0], { clock }: Life): Promise<TestNode> {
  return await nodeAt(t, clock, foundCollective('https://nube.example', clock.now()))
}

t.test('any order, any subset first, anything twice: the same state in the end', async (t) => {
  const property = fc.asyncProperty(moves, hearing, hearing, async (steps, one, other) => {
    const life = await newLife(t)
    await live(life, steps)
    life.clock.wait(HOUR)
    const standings = []
    for (const how of [one, other]) {
      const node = await listener(t, life)
      await hear(node, life, how)
      await deliver(node, life, shuffled(life.texts, how))
      standings.push(await standingOf(node.store, life.own.collective.scid))
    }
    equal(standings[0], standings[1])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
})

t.test(
  'after the members’ next entry everyone shows what the owner says, and no theft',
  async (t) => {
    const property = fc.asyncProperty(moves, hearing, async (steps, how) => {
      const life = await newLife(t)
      await live(life, steps)
      await rotate(life)
      const node = await listener(t, life)
      await hear(node, life, how)
      await deliver(node, life, shuffled(life.texts, how))
      const { scid } = life.own.collective
      await life.own.exchange.settleDue()
      equal(await standingOf(node.store, scid), await standingOf(life.own.store, scid))
      equal((await node.store.findCollective(scid))?.state, 'OK')
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED })
  },
)

t.test('what sync asks for by itself is enough', async (t) => {
  const property = fc.asyncProperty(moves, async (steps) => {
    const life = await newLife(t)
    await live(life, steps)
    await rotate(life)
    const { own } = life
    const { scid, log } = own.collective
    const teacher = await listener(t, life)
    await deliver(teacher, life, life.texts)
    const node = await listener(t, life)
    await node.exchange.receiveLog(scid, log)
    const rows = [
      ...(await teacher.store.listTips(0, 100)),
      ...(await teacher.store.listMemberRecords(0, 100)),
    ]
    await node.exchange.receive(rows.filter((row) => row.scid === scid).map(({ text }) => text))
    equal(await pull(teacher.store, node, scid), true)
    equal(await standingOf(node.store, scid), await standingOf(teacher.store, scid))
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
})
