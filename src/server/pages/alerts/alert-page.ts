import { isOn } from '../../../alert/alert-threads.ts'
import type { AlertPage } from '../../../alert/alerts.ts'
import type { Service } from '../../../record/kinds/service.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { collectivePath, type Names } from '../../known-collectives.ts'
import { markdown } from '../../markdown.ts'
import { linkTo, type Reader } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { address, definitions, notice, time } from '../components.ts'
import { languageLinks } from '../language-links.ts'
import { languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { outsideLink } from '../outside-link.ts'
import { type Part, pageParts } from '../page-parts.ts'
import { languageBox, titleOf } from '../texts/shown-text.ts'
import { alertPath } from './alert-path.ts'
import { answersSection, helpList, offersSection } from './answers.ts'
import type { ShownAlert } from './shown-alert.ts'
import { alertMarks, alertStanding, nameOf } from './standing.ts'
import { checkSection, versionList } from './versions.ts'

export interface AlertPageData {
  readonly alert: AlertPage
  readonly shown: ShownAlert
  readonly names: Names
  /** How many members the collective that raised it has; null if that is not known. */
  readonly members: number | null
  /** What whom it is about offers, as it says itself. */
  readonly services: readonly Service[]
}

/** An alert: what to do now, what happened, who says so, and who helps. */
export function alertPage({ reader }: Visit, data: AlertPageData): Page {
  const { alert, shown, names } = data
  const { headline } = shown
  const path = alertPath(alert.name)
  return {
    title: headline.text,
    section: 'alerts',
    head: html`<link rel="canonical" href="${path}" />`,
    main: html`<h1>${titleOf({ title: headline })}</h1>
      <p>${alertMarks(reader, alert)}</p>
      ${shown.languages.length > 1 && languageLinks(reader, shown, (tag) => linkTo(reader, `${path}?language=${tag}`))}
      ${missingLanguage(reader, shown)} ${whatToDo(reader, alert, shown)}
      ${alertStanding(reader, alert, names)} ${pageParts(reader, partsOf(reader, data))}`,
  }
}

/** What somebody needs who reads nothing else. Of an alert that is over it is what was asked. */
function whatToDo(reader: Reader, { thread }: AlertPage, { instruction }: ShownAlert): SafeHtml {
  const { t } = reader.localizer
  const on = isOn(thread)
  return notice(
    on ? 'grave' : 'plain',
    html`<h2 id="now">${t(on ? 'alert-what-to-do' : 'alert-what-was-asked')}</h2>
      ${languageBox(instruction.language, markdown(instruction.text))}`,
  )
}

function missingLanguage({ localizer }: Reader, { missing, language }: ShownAlert): Hole {
  if (missing === null) return null
  const { t, languageName } = localizer
  const values = { wanted: languageName(missing), language: languageName(language) }
  return html`<p class="other-language">${t('text-in-other-language', values)}</p>`
}

function partsOf(reader: Reader, data: AlertPageData): Part[] {
  const { t } = reader.localizer
  const { alert, shown, names } = data
  const { thread, name, answers } = alert
  const { record } = thread.version
  const { description } = shown
  const { helpRequested = [], defaultLanguage } = record
  return [
    {
      id: 'what',
      title: t('alert-what-happened'),
      body: html`${
        description !== null && languageBox(description.language, markdown(description.text))
      }
      ${facts(reader, data)}`,
    },
    { id: 'affected', title: t('alert-affected'), body: affected(reader, data) },
    {
      id: 'help',
      title: t('alert-help-requested'),
      body: helpList(reader, helpRequested, defaultLanguage),
    },
    { id: 'offers', title: t('alert-offers'), body: offersSection(reader, answers, names) },
    { id: 'answers', title: t('alert-answers'), body: answersSection(reader, answers, names) },
    { id: 'versions', title: t('alert-versions'), body: versionList(reader, thread) },
    {
      id: 'check',
      title: t('part-records'),
      body: checkSection(reader, { name, version: thread.version }),
    },
  ]
}

function facts(reader: Reader, { alert, names, members }: AlertPageData): Hole {
  const { localizer } = reader
  const { t } = localizer
  const { thread } = alert
  const { record, scid, signedBy } = thread.version
  const count = Array.isArray(record.proof) ? record.proof.length : 0
  const signed = { members: count, all: members ?? count }
  return definitions([
    [t('alert-event'), t(`alert-event-${record.event}`)],
    [t('alert-severity'), t(`alert-severity-${record.severity}`)],
    [t('alert-urgency'), t(`alert-urgency-${record.urgency}`)],
    [t('alert-certainty'), t(`alert-certainty-${record.certainty}`)],
    [t('alert-begins'), record.onset !== undefined && time(localizer, record.onset, 'minute')],
    [t('alert-ends'), time(localizer, record.expires, 'minute')],
    [t('alert-raised-by'), nameOf(reader, scid, names)],
    [t('alert-about'), record.onBehalfOf !== undefined && nameOf(reader, alert.subject, names)],
    [t('alert-updated'), time(localizer, record.updated, 'minute')],
    [
      t('text-signed'),
      signedBy === 'node' ? t('alert-signed-node') : t('text-signed-members', signed),
    ],
    [t('alert-web'), record.web !== undefined && outsideLink(record.web)],
  ])
}

/** Services by their entries in the directory, and hosts that are in no entry. */
function affected(reader: Reader, { alert, names, services }: AlertPageData): Hole {
  const { affectedServices = [], affectedHosts = [] } = alert.thread.version.record
  const known = names.get(alert.subject)
  const path = known === undefined ? null : collectivePath(known)
  const items = affectedServices.map((id) => {
    const service = services.find((one) => one.id === id)
    if (service === undefined || path === null) return html`<li><code>${id}</code></li>`
    const href = linkTo(reader, `${path}#service-${id}`)
    return html`<li><a href="${href}">${serviceName(reader, service)}</a></li>`
  })
  const hosts = affectedHosts.map((host) => html`<li>${address(host)}</li>`)
  if (items.length + hosts.length === 0) return null
  return html`<ul>
    ${items}${hosts}
  </ul>`
}

function serviceName(reader: Reader, { nameMap, type }: Service): Hole {
  const named = nameMap === undefined ? null : languageLine(reader, nameMap)
  return named ?? reader.localizer.t(`service-${type}`)
}
