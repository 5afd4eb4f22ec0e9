import type { FastifyReply, FastifyRequest } from 'fastify'

import type { AlertPage, Alerts } from '../alert/alerts.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import { isDigest } from '../record/digest.ts'
import type { AlertsIn } from './alerts-in-view.ts'
import type { KnownCollectives } from './known-collectives.ts'
import { type Representation, representationFor } from './negotiation.ts'
import { alertPath } from './pages/alerts/alert-path.ts'
import { alertListPage } from './pages/alerts/list-page.ts'
import { linkTo } from './reader.ts'
import { type Visit, type VisitDeps, visitOf } from './visit.ts'

export interface AlertVisitDeps extends VisitDeps {
  readonly origin: string
  readonly alertsIn: AlertsIn
  readonly known: KnownCollectives
}

/** A request for something about one alert. */
export interface AlertVisit {
  readonly visit: Visit
  readonly representation: Representation
  readonly alert: AlertPage
}

export interface AlertRequest {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly name: string
  /** What follows the name in the path, with its slash. */
  readonly rest?: string
}

/**
 * Finds the alert that a request names. Where the name leads elsewhere or to several alerts, that
 * is answered and null returned. Throws `alert_not_found`, also for what is held back.
 */
export async function visitAlert(
  { request, reply, name, rest = '' }: AlertRequest,
  deps: AlertVisitDeps,
): Promise<AlertVisit | null> {
  const representation = representationFor(request, reply)
  const visit = await visitOf(request, deps)
  const alerts = deps.alertsIn(visit.view)
  const leadOn = (to: string) => {
    reply.redirect(linkTo(visit.reader, `${alertPath(to)}${rest}`))
    return null
  }
  if (isDigest(name)) return leadOn(await nameOfStatement(name, alerts))
  const address = await alerts.resolve(name)
  if (address.kind === 'unknown') throw notFound()
  if (address.kind === 'lead-on') return leadOn(address.name)
  if (address.kind === 'found') return { visit, representation, alert: address.found }
  await answerChoice(reply, { visit, representation, among: address.among }, deps)
  return null
}

/** A digest names an alert by any of its versions. */
async function nameOfStatement(statement: string, alerts: Alerts): Promise<string> {
  const all = await alerts.list()
  const found = all.find(({ thread }) =>
    thread.versions.some((version) => version.statement === statement),
  )
  if (found === undefined) throw notFound()
  return found.name
}

interface Choice {
  readonly visit: Visit
  readonly representation: Representation
  readonly among: readonly AlertPage[]
}

/** Nobody owns a name: everybody whose alert has it is listed. */
async function answerChoice(
  reply: FastifyReply,
  { visit, representation, among }: Choice,
  { origin, known, presentation }: AlertVisitDeps,
): Promise<void> {
  if (representation !== 'html') {
    const urls = among.map(({ name }) => `${origin}${alertPath(name)}`)
    reply.type('application/json').send({ kind: 'choice', urls })
    return
  }
  const page = alertListPage(visit, {
    alerts: among,
    held: { unvouched: 0, limit: 0 },
    names: await known.findAll(among.flatMap(namedInAlert)),
    views: [],
  })
  await presentation.sendPage(visit.reader, reply, { ...page, indexed: false })
}

/** Every collective that the page of an alert names. */
export function namedInAlert({ thread, subject, answers }: AlertPage): readonly Scid[] {
  const { confirmedBy, acknowledgedBy, all } = answers
  return [thread.scid, subject, ...confirmedBy, ...acknowledgedBy, ...all.map(({ scid }) => scid)]
}

function notFound(): TesseraError {
  return new TesseraError('not-found', 'alert_not_found', 'No alert here has this name.')
}
