import type { EntryRecord } from '../../../directory/entry.ts'
import { displayHost, type Host, hostOf } from '../../../directory/hosts.ts'
import type { LanguageMap } from '../../../kernel/text.ts'
import type { Service } from '../../../record/kinds/service.ts'
import { countryName } from '../../country-names.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Reader } from '../../reader.ts'
import { address, definitions } from '../components.ts'
import { partialDay } from '../dates.ts'
import { label } from '../label.ts'
import { chooseText, languageBlock, languageLine } from '../language-text.ts'
import { namedOutsideLink, outsideLink } from '../outside-link.ts'
import { labelled, lines, titledList } from './about.ts'

/** What the page knows of services besides what is said of them. */
export interface ServicesContext {
  readonly defaultLanguage: string
  /** Hosts that were proven to be the collective's. */
  readonly proven: ReadonlySet<Host>
  /** A collective without a node has proven nothing, and is not reproached with it. */
  readonly isListing: boolean
}

/** What a collective offers, service by service. */
export function servicesSection(
  reader: Reader,
  services: readonly Service[],
  context: ServicesContext,
): SafeHtml {
  const cards = services.map((service) => serviceCard(reader, service, context))
  return html`<div class="cards">${cards}</div>`
}

function serviceCard(reader: Reader, service: Service, context: ServicesContext): SafeHtml {
  const { t } = reader.localizer
  const type = t(`service-${service.type}`)
  const named =
    service.nameMap === undefined
      ? null
      : languageLine(reader, service.nameMap, context.defaultLanguage)
  const { summaryMap } = service
  return html`<article class="card" id="service-${service.id}">
    <header>
      <h3>${named ?? type}</h3>
      <span class="marks">${named !== null && type} ${stateMark(reader, service)}</span>
    </header>
    ${summaryMap !== undefined && languageBlock(reader, summaryMap, context.defaultLanguage)}
    ${addresses(reader, service, context)} ${definitions(termRows(reader, service, context))}
    ${details(reader, service, context)}
  </article>`
}

function stateMark({ localizer }: Reader, { status }: Service): Hole {
  if (status === undefined || status.state === 'ok') return null
  const { state, since } = status
  const tone = state === 'degraded' ? 'careful' : 'grave'
  return html`<span class="badge ${tone}">${localizer.t(`service-state-${state}`)}</span>
    ${since !== undefined && partialDay(localizer, since)}`
}

function addresses(reader: Reader, service: Service, context: ServicesContext): Hole {
  const { t } = reader.localizer
  const { urls = [], onions = [], hosts = [] } = service
  const shown: Hole[] = [
    ...urls.map((url) => [outsideLink(url), doubt(reader, hostOf(url), context)]),
    ...onions.map((url) => outsideLink(url)),
    ...hosts.map((host) => [address(displayHost(host)), doubt(reader, host, context)]),
  ]
  return shown.length === 0 ? html`<p>${t('service-no-address')}</p>` : html`<p>${lines(shown)}</p>`
}

/** A host that does not say whose it is may be anybody's. SPEC: security-bar.md, H17. */
function doubt(reader: Reader, host: Host | null, { proven, isListing }: ServicesContext): Hole {
  if (isListing || (host !== null && isProvenHost(host, proven))) return null
  return html` <span class="badge careful">${reader.localizer.t('host-not-proven')}</span>`
}

/** Who controls a name controls those below. */
function isProvenHost(host: Host, proven: ReadonlySet<Host>): boolean {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1))
    if (proven.has(name)) return true
  return proven.has(host)
}

type Row = readonly [string, Hole]

function termRows(
  reader: Reader,
  service: Service,
  { defaultLanguage }: ServicesContext,
): readonly Row[] {
  const { t } = reader.localizer
  const { audience, registration, load, cost, takesNewGroups, ...days } = service
  const note = cost?.noteMap
  return labelled(
    {
      audience: audience !== undefined && t(`audience-${audience}`),
      registration: registration !== undefined && t(`registration-${registration}`),
      load: load !== undefined && t(`load-${load}`),
      'new-groups': takesNewGroups !== undefined && t('yes-no', { value: String(takesNewGroups) }),
      approval: dayCount(reader, days.approvalTimeDays),
      answers: dayCount(reader, days.answersWithinDays),
      cost:
        cost !== undefined &&
        html`${t(`cost-${cost.kind}`)}
        ${note !== undefined && languageBlock(reader, note, defaultLanguage)}`,
    },
    (row) => t(`term-${row}`),
  )
}

function dayCount({ localizer: { t } }: Reader, days: number | undefined): Hole {
  return days !== undefined && t('days', { count: days })
}

/** What matters to those who look closer. */
function details(reader: Reader, service: Service, context: ServicesContext): Hole {
  const list = definitions([
    ...careRows(reader, service),
    ...needRows(reader, service),
    ...runRows(reader, service, context),
  ])
  if (list === null) return null
  return html`<details>
    <summary>${reader.localizer.t('service-details')}</summary>
    ${list}
  </details>`
}

function careRows(reader: Reader, service: Service): readonly Row[] {
  const { t } = reader.localizer
  const { logs, encryption = {}, quotas = [], retention = [] } = service
  const kept = (days: number): string =>
    days === 0 ? t('kept-always') : days < 0 ? t('kept-hours') : t('days', { count: days })
  const parts = [
    encryption.atRest !== undefined && t(`at-rest-${encryption.atRest}`),
    encryption.endToEnd !== undefined && t(`end-to-end-${encryption.endToEnd}`),
  ].filter((part) => part !== false)
  return labelled(
    {
      logs:
        logs !== undefined &&
        `${t(`logs-${logs.level}`)}${logs.days === undefined ? '' : ` (${kept(logs.days)})`}`,
      encryption: parts.join(', '),
      quotas: lines(
        quotas.map(
          ({ what, value, unit }) =>
            html`${label(reader.localizer, html`<bdi>${what}</bdi>`)} ${value === 0 ? t('no-limit') : html`${value} <bdi>${unit}</bdi>`}`,
        ),
      ),
      retention: lines(
        retention.map(
          ({ what, days }) =>
            html`${label(reader.localizer, html`<bdi>${what}</bdi>`)} ${kept(days)}`,
        ),
      ),
    },
    (row) => t(`term-${row}`),
  )
}

function needRows({ localizer: { t } }: Reader, service: Service): readonly Row[] {
  const yesNo = (value: boolean | undefined): Hole =>
    value !== undefined && t('yes-no', { value: String(value) })
  return labelled(
    {
      'email-needed': yesNo(service.emailNeeded),
      'phone-needed': yesNo(service.phoneNeeded),
      'script-needed': yesNo(service.javascriptRequired),
      'tor-friendly': yesNo(service.torFriendly),
    },
    (row) => t(`term-${row}`),
  )
}

function runRows(
  reader: Reader,
  service: Service,
  { defaultLanguage }: ServicesContext,
): readonly Row[] {
  const { t, language } = reader.localizer
  const { software, hosting, serverCountry, started, ended, federationProtocols = [] } = service
  const page = (map: LanguageMap | undefined): Hole => {
    const chosen = map === undefined ? null : chooseText(reader, map, defaultLanguage)
    return chosen !== null && outsideLink(chosen.text)
  }
  return labelled(
    {
      software: software !== undefined && softwareText(software),
      hosting: hosting !== undefined && t(`hosting-${hosting}`),
      'server-country': serverCountry !== undefined && countryName(serverCountry, language),
      protocols: federationProtocols.join(', '),
      started: started !== undefined && partialDay(reader.localizer, started),
      ended: ended !== undefined && partialDay(reader.localizer, ended),
      documentation: page(service.documentation),
      support: page(service.support),
    },
    (row) => t(`term-${row}`),
  )
}

function softwareText({ name, version, license, sourceUrl }: NonNullable<Service['software']>) {
  const text = html`<bdi>${name}</bdi> ${version} ${license !== undefined && html`(${license})`}`
  return sourceUrl === undefined ? text : html`${text} ${namedOutsideLink(sourceUrl, sourceUrl)}`
}

/** What a collective needs, and what it offers to others. */
export function helpSection(reader: Reader, says: EntryRecord): Hole {
  const { localizer } = reader
  const { t } = localizer
  const { needs = [], offers = [], defaultLanguage } = says
  const note = (map: LanguageMap | undefined): Hole =>
    map !== undefined && languageBlock(reader, map, defaultLanguage)
  const needed = needs.map(
    ({ id, kind, nameMap, noteMap, url, until }) =>
      html`<li id="need-${id}">
        <strong>${languageLine(reader, nameMap, defaultLanguage)}</strong> (${t(`help-${kind}`)}${
          until !== undefined && [', ', t('need-until'), ' ', partialDay(localizer, until)]
        })
        ${url !== undefined && outsideLink(url)} ${note(noteMap)}
      </li>`,
  )
  const offered = offers.map(
    ({ kind, noteMap }) => html`<li>${t(`help-${kind}`)} ${note(noteMap)}</li>`,
  )
  return [titledList(t('help-needs'), needed), titledList(t('help-offers'), offered)]
}
