import t from 'tap'

import { createAlertsIn } from '../../src/server/alerts-in-view.ts'
import type { ShownView } from '../../src/server/shown-view.ts'
import { alert, alertStore, harborScid, minute, nubeDid, nubeScid } from '../support/alerts.ts'

function viewOf(name: string, ...scids: readonly string[]): ShownView {
  const shown = new Map(scids.map((scid) => [scid, { distance: 0, vouchedBy: [] }]))
  return { name, shown, others: new Map() } as unknown as ShownView
}

/** A node with these alerts, and how often they were read. */
function nodeWith(...alerts: readonly ReturnType<typeof alert>[]) {
  const store = alertStore({ alerts })
  const node = { sequence: 1, reads: 0 }
  const alertsIn = createAlertsIn({
    alertStore: {
      ...store,
      async listAlerts() {
        node.reads++
        return await store.listAlerts()
      },
    },
    store: { lastSequence: async () => node.sequence },
    now: () => new Date(minute(15)),
  })
  return { node, alertsIn }
}

t.test('what is for some only is neither shown nor held back', async (t) => {
  const { alertsIn } = nodeWith(
    alert({ slug: 'open' }),
    alert({ slug: 'quiet' }, { scope: 'peers' }),
    alert({ slug: 'secret', did: nubeDid }, { scope: 'named', recipients: [harborScid] }),
  )
  const alerts = alertsIn(viewOf('default', harborScid))
  t.strictSame(
    (await alerts.list()).map(({ thread }) => thread.slug),
    ['open'],
  )
  t.strictSame(await alerts.held(), [])
  t.match(await alerts.resolve('quiet'), { kind: 'unknown' })
})

t.test('two views judge for themselves and share what was read', async (t) => {
  const { node, alertsIn } = nodeWith(alert(), alert({ did: nubeDid }))
  t.equal((await alertsIn(viewOf('wide', harborScid, nubeScid)).list()).length, 2)
  const narrow = viewOf('narrow', harborScid)
  const first = await alertsIn(narrow).active()
  t.equal(first.length, 1)
  t.equal((await alertsIn(narrow).held()).length, 1)
  t.equal(node.reads, 1)
  t.equal(await alertsIn(narrow).active(), first, 'asked for every page, made once')
})

t.test('what changes is seen at once: records and whom the view shows', async (t) => {
  const { node, alertsIn } = nodeWith(alert(), alert({ did: nubeDid }))
  t.equal((await alertsIn(viewOf('default', harborScid)).list()).length, 1)
  t.equal((await alertsIn(viewOf('default', harborScid, nubeScid)).list()).length, 2)
  node.sequence = 2
  await alertsIn(viewOf('default', harborScid)).list()
  t.equal(node.reads, 2)
})
