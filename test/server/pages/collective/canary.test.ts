import t, { type Test } from 'tap'

import { addTime, DAY, SECOND, toTimestamp } from '../../../../src/kernel/time.ts'
import { memberRecord, stateOf } from '../../../hostile/harness/states.ts'
import { htmlProblems, publicServer, textOf } from '../../../support/public-server.ts'
import { NOON } from '../../../support/three-collectives.ts'

const noon = toTimestamp(NOON)
const at = (days: number) => addTime(noon, days * DAY)
const NEXT = at(70)

/** The page of Nube Libre on the node of Harbor Commons, on a day that the test chooses. */
async function scene(t: Test) {
  let now = NOON
  const server = await publicServer(t, { now: () => now })
  const { node, nube } = server.world
  const path = `/collectives/${nube.collective.scid}`
  const canary = (version: number, day: number, changes: object) =>
    memberRecord(nube.collective, 'Canary', { ...changes }, { version, now: at(day) })
  return {
    ...server,
    path,
    canary,
    hear: async (...records: readonly { readonly text: string }[]) => {
      await node.exchange.receive(records.map(({ text }) => text))
    },
    headOf: (published: string) => stateOf(node.collective, [], { published }).head.text,
    be: (time: string) => void (now = new Date(time)),
    section: async (language = '') => {
      const page = await server.page(language + path)
      const section = /<section id="canary">(.*?)<\/section>/s.exec(page)?.[1] ?? ''
      return textOf(section)
    },
    data: async () => (await server.json(path))['canaries'],
  }
}

t.test('a collective without one has no such part', async (t) => {
  const { section, data } = await scene(t)
  t.equal(await section(), '')
  t.strictSame(await data(), [])
})

t.test('it is told in dates, with whose states it holds', async (t) => {
  const { canary, hear, headOf, section, data, page, path, world } = await scene(t)
  const noteMap = { en: 'See you in spring.' }
  await hear(canary(1, -3, { nextDate: NEXT, freshness: [headOf(at(-4))], noteMap }))
  const text = await section()
  for (const part of ['Signed on', 'The next one follows by', 'no gag order', 'See you in spring'])
    t.match(text, part)
  t.match(text, /Harbor Commons, .*\(checked\)/)
  t.match(await data(), [
    {
      state: 'valid',
      since: at(-3),
      nextDate: NEXT,
      freshness: [{ scid: world.node.collective.scid, standing: 'verified' }],
    },
  ])
  t.strictSame(await htmlProblems(await page(path)), [])
  t.match(await section('/fr'), 'Le prochain suit au plus tard le')
})

t.test('overdue at that second, whatever was read before; no reason and no note', async (t) => {
  const { canary, hear, section, data, be } = await scene(t)
  await hear(canary(1, -3, { nextDate: NEXT, noteMap: { en: 'Because of the weather.' } }))
  be(addTime(NEXT, -SECOND))
  t.match(await data(), [{ state: 'due' }])
  be(NEXT)
  t.match(await data(), [{ state: 'overdue', since: NEXT }])
  const text = await section()
  t.match(text, /Overdue since .*; we draw no conclusion\./)
  t.match(text, 'What its members said on')
  t.notMatch(text, 'weather')
  t.match(await section('/fr'), 'nous n’en tirons aucune conclusion')
})

t.test('a gap stays in the history, and so does what came before it', async (t) => {
  const { canary, hear, section, data } = await scene(t)
  const first = canary(1, -60, { nextDate: at(-30) })
  const second = canary(2, -20, { nextDate: NEXT })
  await hear(second, first)
  const gap = { from: at(-30), to: at(-20), versionsNotKnown: 0 }
  t.match(await data(), [{ renewedAfterGap: true, gaps: [gap], earlier: [{ version: 1 }] }])
  const text = await section()
  t.match(text, 'It was renewed after a gap.')
  t.match(text, /From .* to .* there was none\./)
})

t.test('what is not known here is said to be not known', async (t) => {
  const { canary, hear, section } = await scene(t)
  await hear(canary(2, -70, { nextDate: at(-30) }), canary(5, -20, { nextDate: NEXT }))
  const text = await section()
  t.match(text, /From .* to .* none is known here\./)
  t.match(text, 'One earlier version is not known here.')
  t.match(text, 'when it was made cannot be checked')
})

t.test('taken back it shows the day, not the claims', async (t) => {
  const { canary, hear, section } = await scene(t)
  const reason = { withdrawn: true, withdrawnReasonMap: { en: 'We were told to.' } }
  await hear(canary(1, -3, { nextDate: NEXT }), canary(2, -1, { nextDate: NEXT, ...reason }))
  const text = await section()
  t.match(text, /Taken back on .*; we draw no conclusion\./)
  t.notMatch(text, /gag order|told to/)
})

t.test('a head that is not signed by whom it names is called so', async (t) => {
  const { canary, hear, section, world } = await scene(t)
  const { collective } = world.node
  const forged = stateOf({ ...collective, node: world.rosa.collective.node }, [], {
    published: at(-4),
  }).head.text
  await hear(canary(1, -3, { nextDate: NEXT, freshness: [forged] }))
  t.match(await section(), 'not signed by their key')
})

t.test('a feed tells whoever watches, as soon as it is so', async (t) => {
  const { canary, hear, get, path, be } = await scene(t)
  await hear(canary(1, -3, { nextDate: NEXT }))
  const feed = async () => await get(`${path}/canary.atom`)
  t.match((await feed()).headers, { 'content-type': 'application/atom+xml; charset=utf-8' })
  t.notMatch((await feed()).body, 'overdue')
  be(NEXT)
  const { body } = await feed()
  t.match(body, `<updated>${NEXT}</updated>`)
  t.match(body, /Nube Libre.*: overdue since .*; we draw no conclusion/)
  t.equal((await get('/collectives/nobody/canary.atom')).statusCode, 404)
})
