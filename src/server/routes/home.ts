import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

import type { TextSummary } from '../../communique/communiques.ts'
import { standingIn } from '../../directory/catalog.ts'
import type { Directory, FoundEntry } from '../../directory/directory.ts'
import type { AlertsIn } from '../alerts-in-view.ts'
import type { CommuniquesIn } from '../communiques-in-view.ts'
import type { KnownCollective, KnownCollectives } from '../known-collectives.ts'
import { representationFor } from '../negotiation.ts'
import { homePage } from '../pages/home-page.ts'
import type { PresentChange, RecentChanges } from '../recent-changes.ts'
import { type Visit, type VisitDeps, visitOf } from '../visit.ts'
import { AlertSummarySchema, alertSummaryJson } from './alert-schema.ts'
import { EntrySchema, entryJson } from './entry-schema.ts'
import { listOf, ProblemSchema, ScidSchema, TimeSchema, ViewQuery } from './schemas.ts'

/** As many as fit on a phone without scrolling twice. */
const NEWS_SHOWN = 6
const SERVICES_SHOWN = 10
const TEXTS_SHOWN = 3
/** More troubles than these are a list of their own in the directory. */
const TROUBLES_SHOWN = 10
/** States that a reader should know of before she relies on a collective. */
const GRAVE = new Set(['FORKED', 'DISPUTED', 'KEY-EXPIRED'])

const HomeSchema = Type.Object({
  view: Type.String(),
  total: Type.Integer({ description: 'entries of the directory that the view shows' }),
  collectives: Type.Integer({ description: 'collectives that the view shows' }),
  services: Type.Record(Type.String(), Type.Integer()),
  news: listOf(Type.Object({ changedAt: TimeSchema, entry: EntrySchema })),
  alerts: listOf(AlertSummarySchema),
  troubled: listOf(Type.Object({ scid: ScidSchema, state: Type.String(), since: TimeSchema })),
})

export interface HomeRoutesOptions extends VisitDeps {
  readonly origin: string
  readonly directory: Directory
  readonly known: KnownCollectives
  readonly recent: RecentChanges
  readonly communiquesIn: CommuniquesIn
  readonly alertsIn: AlertsIn
}

/** `/`: the first page. */
export const homeRoutes: FastifyPluginAsyncTypebox<HomeRoutesOptions> = async (app, options) => {
  const schema = {
    summary: 'What is new and what to know today',
    tags: ['directory'],
    querystring: ViewQuery,
    response: { 200: HomeSchema, 404: ProblemSchema },
  }
  app.get('/', { schema }, async (request, reply) => {
    const representation = representationFor(request, reply)
    const visit = await visitOf(request, options)
    const { total, counts } = await options.directory.search({ view: visit.view, pageSize: 1 })
    const recent = newsIn(visit, await options.recent.list())
    const members = await options.known.membersOf(visit.view)
    const troubled = members.filter(({ state }) => GRAVE.has(state ?? ''))
    const alerts = await options.alertsIn(visit.view).active()
    const collectives = visit.view.shown.size
    if (representation !== 'html') {
      return await reply.header('cache-control', 'no-cache').send({
        view: visit.view.name,
        total,
        collectives,
        services: Object.fromEntries(counts.service),
        news: recent.map(({ found, changedAt }) => ({
          changedAt,
          entry: entryJson(found, options.origin),
        })),
        alerts: alerts.map((alert) => alertSummaryJson(alert, options.origin)),
        troubled: troubled.map(troubleJson),
      })
    }
    const texts = (await options.communiquesIn(visit.view).list()).filter(({ shown }) => shown)
    const page = homePage(visit, {
      texts: texts.filter(isStanding).slice(0, TEXTS_SHOWN),
      rounds: texts.filter(({ openRound }) => openRound !== null).slice(0, TEXTS_SHOWN),
      alerts,
      total,
      collectives,
      services: [...counts.service].slice(0, SERVICES_SHOWN),
      news: recent,
      troubled: troubled.slice(0, TROUBLES_SHOWN),
      views: options.views.names,
    })
    return await options.presentation.sendPage(visit.reader, reply, page)
  })
}

/** A communiqué that its collective has not taken back. */
function isStanding({ latest: { record } }: TextSummary): boolean {
  return record.type === 'Communique' && record.withdrawn !== true
}

function troubleJson({ scid, state, stateChanged }: KnownCollective) {
  return { scid, state: state ?? '', since: stateChanged ?? '' }
}

/** The newest changes of what the view shows and may be found. */
function newsIn(visit: Visit, changes: readonly PresentChange[]) {
  return foundIn(visit, changes).slice(0, NEWS_SHOWN)
}

/** Changes of entries that a view shows, the newest first. */
export function foundIn(
  { view, now }: Visit,
  changes: readonly PresentChange[],
): { readonly found: FoundEntry; readonly changedAt: string }[] {
  return changes.flatMap(({ entry, changedAt }) => {
    const { scid, isDiscoverable, expires } = entry
    const listedBy = entry.listedBy.map((lister) => lister.scid)
    const standing = standingIn(view, { scid, listedBy })
    const isExpired = expires <= now
    if (standing === 'not-vouched' || isExpired || !isDiscoverable) return []
    return [{ found: { entry, standing, isExpired }, changedAt }]
  })
}
