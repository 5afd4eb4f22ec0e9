import t from 'tap'

import { createAlertBanner } from '../../src/server/alert-banner.ts'
import { createAlertsIn } from '../../src/server/alerts-in-view.ts'
import { toText } from '../../src/server/html.ts'
import { readCatalog } from '../../src/server/i18n.ts'
import { createReaderOf } from '../../src/server/reader.ts'
import type { ShownView } from '../../src/server/shown-view.ts'
import { alert, alertStore, harborScid, minute, nubeDid, nubeScid } from '../support/alerts.ts'
import { textOf } from '../support/public-server.ts'
import { LOCALES } from '../support/test-server.ts'

const readerOf = createReaderOf(await readCatalog({ directory: LOCALES }))
const reader = readerOf({ url: '/', acceptLanguage: 'en' })

const view = {
  name: 'default',
  shown: new Map([harborScid, nubeScid].map((scid) => [scid, { distance: 0, vouchedBy: [] }])),
} as unknown as ShownView

/** What a node of Harbor Commons shows on top, a quarter of an hour after these were said. */
async function bannerWith(
  alerts: readonly ReturnType<typeof alert>[],
  who = reader,
): Promise<string | null> {
  const nothing = { names: null, defaultLanguage: null, slug: null, state: null }
  const banner = createAlertBanner({
    alertsIn: createAlertsIn({
      alertStore: alertStore({ alerts }),
      store: { lastSequence: async () => 1 },
      now: () => new Date(minute(15)),
    }),
    views: { names: ['default'], get: async () => view },
    known: { find: async (scid) => ({ scid, ...nothing, host: 'a.example', stateChanged: null }) },
    ownScid: async () => harborScid,
  })
  const shown = await banner(who)
  return shown === null ? null : textOf(toText(shown))
}

t.test('there is none without an alert', async (t) => {
  t.equal(await bannerWith([]), null)
  const over = alert({}, { expires: minute(10) })
  t.equal(await bannerWith([over]), null)
  const later = alert({}, { onset: minute(60) })
  t.equal(await bannerWith([later]), null, 'what has not begun is on its own page only')
})

t.test('the gravest comes first, with how many more', async (t) => {
  const minor = alert({ slug: 'a' }, { severity: 'minor', headlineMap: { en: 'Minor' } })
  const grave = alert({ slug: 'b' }, { severity: 'extreme', headlineMap: { en: 'Grave' } })
  t.equal(await bannerWith([minor]), 'Alert: Minor (a.example)')
  t.equal(await bannerWith([minor, grave]), 'Alert: Grave (a.example) · and one more')
})

t.test('what is not confirmed says so', async (t) => {
  const behalf = alert({ did: nubeDid }, { onBehalfOf: harborScid, headlineMap: { en: 'Raid' } })
  t.equal(await bannerWith([behalf]), 'Not confirmed yet: Raid (a.example)')
})

t.test('an exercise stands on the pages of its own node, and behind what is meant', async (t) => {
  const exercise = { status: 'exercise', headlineMap: { en: 'Practice' } }
  t.equal(await bannerWith([alert({ did: nubeDid }, exercise)]), null)
  t.equal(await bannerWith([alert({}, exercise)]), 'Exercise: Practice (a.example)')
  const meant = alert({ did: nubeDid }, { headlineMap: { en: 'Seized' } })
  t.equal(await bannerWith([alert({}, exercise), meant]), 'Alert: Seized (a.example)')
})

t.test('what is not public, or asked for a view that is none, stands nowhere', async (t) => {
  t.equal(await bannerWith([alert({}, { scope: 'peers' })]), null)
  t.equal(await bannerWith([alert({}, { scope: 'named', recipients: [nubeScid] })]), null)
  const elsewhere = readerOf({ url: '/?view=none', acceptLanguage: 'en' })
  t.equal(await bannerWith([alert()], elsewhere), null)
})
