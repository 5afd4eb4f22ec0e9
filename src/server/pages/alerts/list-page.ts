import { isOn } from '../../../alert/alert-threads.ts'
import type { AlertPage, HeldBecause } from '../../../alert/alerts.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Names } from '../../known-collectives.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { card, notice, time } from '../components.ts'
import { languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { viewSwitch } from '../view-switch.ts'
import { alertPath } from './alert-path.ts'
import { alertMarks, nameOf } from './standing.ts'

export interface AlertListData {
  readonly alerts: readonly AlertPage[]
  /** How many are held back, and why. */
  readonly held: Readonly<Record<HeldBecause, number>>
  readonly names: Names
  readonly views: readonly string[]
}

/** What is on, exercises apart, then what is over. Of what is held back only that there is some. */
export function alertListPage(visit: Visit, data: AlertListData): Page {
  const { reader } = visit
  const { t } = reader.localizer
  const { alerts, names } = data
  const cards = (some: readonly AlertPage[]) => some.map((one) => alertCard(reader, one, names))
  const on = alerts.filter(({ thread }) => isOn(thread))
  const actual = on.filter((one) => !isExercise(one))
  const exercises = on.filter(isExercise)
  const over = alerts.filter(({ thread }) => !isOn(thread))
  return {
    title: t('alerts-title'),
    description: t('alerts-lead'),
    section: 'alerts',
    main: html`<h1>${t('alerts-title')}</h1>
      <p class="lead">${t('alerts-lead')}</p>
      ${viewSwitch(visit, data.views)}
      ${actual.length === 0 && notice('plain', html`<p>${t('alerts-none')}</p>`)}
      ${actual.length > 0 && html`<section><h2>${t('alerts-on')}</h2>${cards(actual)}</section>`}
      ${
        exercises.length > 0 &&
        html`<section>
          <h2>${t('alerts-exercises')}</h2>
          <p>${t('alert-is-exercise')}</p>
          ${cards(exercises)}
        </section>`
      }
      ${over.length > 0 && html`<section><h2>${t('alerts-over')}</h2>${cards(over)}</section>`}
      ${heldNote(reader, data)}`,
  }
}

function isExercise({ thread: { version } }: AlertPage): boolean {
  return version.record.status === 'exercise'
}

/** Not a word of what is held back: it may be there only to be read. */
function heldNote({ localizer: { t } }: Reader, { held }: AlertListData): Hole {
  const { unvouched, limit } = held
  if (unvouched + limit === 0) return null
  return html`<details>
    <summary>${t('alerts-held', { count: unvouched + limit })}</summary>
    ${unvouched > 0 && html`<p>${t('alerts-held-unvouched', { count: unvouched })}</p>`}
    ${limit > 0 && html`<p>${t('alerts-held-limit', { count: limit })}</p>`}
  </details>`
}

function alertCard(reader: Reader, alert: AlertPage, names: Names): SafeHtml {
  const { localizer } = reader
  const { record } = alert.thread.version
  return card({
    title: languageLine(reader, record.headlineMap, record.defaultLanguage),
    href: linkTo(reader, alertPath(alert.name)),
    marks: alertMarks(reader, alert),
    level: 3,
    body: html`<p class="meta">
      ${localizer.t(`alert-event-${record.event}`)} · ${nameOf(reader, alert.subject, names)} ·
      ${time(localizer, record.updated, 'minute')}
    </p>`,
  })
}

/** The alerts that are on, for the first page; null if there are none. */
export function alertsOn(reader: Reader, alerts: readonly AlertPage[]): Hole {
  if (alerts.length === 0) return null
  const { t } = reader.localizer
  const items = alerts.map((alert) => {
    const { headlineMap, defaultLanguage } = alert.thread.version.record
    return html`<li>
      <a href="${linkTo(reader, alertPath(alert.name))}"
        >${languageLine(reader, headlineMap, defaultLanguage)}</a
      >
      ${alertMarks(reader, alert)}
    </li>`
  })
  return html`<section>
    <h2>${t('alerts-on')}</h2>
    <ul class="plain">
      ${items}
    </ul>
    <p><a href="${linkTo(reader, '/alerts')}">${t('alerts-to-all')}</a></p>
  </section>`
}
