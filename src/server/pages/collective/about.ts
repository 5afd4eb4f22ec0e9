import type { EntryRecord } from '../../../directory/entry.ts'
import type { LanguageMap } from '../../../kernel/text.ts'
import { countryName } from '../../country-names.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { Reader } from '../../reader.ts'
import { definitions } from '../components.ts'
import { day, partialDay } from '../dates.ts'
import { label } from '../label.ts'
import { chooseText, languageBlock, languageLine } from '../language-text.ts'
import { namedOutsideLink, outsideLink } from '../outside-link.ts'

type Row = readonly [term: string, value: Hole]

/** Rows of a list of definitions, with their terms in the reader's language. */
export function labelled(
  rows: Readonly<Record<string, Hole>>,
  label: (row: string) => string,
): readonly Row[] {
  return Object.entries(rows).map(([row, value]) => [label(row), value])
}

/** Who a collective is, in its own words and in the words of the directory. */
export function aboutSection(reader: Reader, says: EntryRecord): SafeHtml {
  const { t } = reader.localizer
  const block = (map: LanguageMap | undefined): Hole =>
    map !== undefined && languageBlock(reader, map, says.defaultLanguage)
  return html`${block(says.summaryMap)}
    ${definitions([...whoRows(reader, says), ...whereRows(reader, says)])}
    ${
      says.selfStatementMap !== undefined &&
      html`<h3>${t('about-in-their-words')}</h3>
        ${block(says.selfStatementMap)}`
    }
    ${definitions([...howRows(reader, says, block), ...openRows(reader, says)])}`
}

function whoRows(reader: Reader, says: EntryRecord): readonly Row[] {
  const { localizer } = reader
  const { t } = localizer
  const { orgForm, founded, peopleBand, status, alsoKnownAs = [] } = says
  return labelled(
    {
      also: alsoKnownAs.map((name, at) => [at > 0 && ', ', html`<bdi>${name}</bdi>`]),
      form: orgForm !== undefined && t(`form-${orgForm}`),
      founded: founded !== undefined && partialDay(localizer, founded),
      people: peopleBand !== undefined && t(`people-${peopleBand.replace('+', '')}`),
      status: status !== undefined && statusText(reader, status, says),
    },
    (row) => t(`about-${row}`),
  )
}

function statusText(
  reader: Reader,
  { state, since, noteMap }: NonNullable<EntryRecord['status']>,
  { defaultLanguage }: EntryRecord,
): Hole {
  const { localizer } = reader
  return html`${localizer.t(`status-${state}`)}
  ${since !== undefined && html`(${partialDay(localizer, since)})`}
  ${noteMap !== undefined && languageBlock(reader, noteMap, defaultLanguage)}`
}

function whereRows(reader: Reader, says: EntryRecord): readonly Row[] {
  const { localizer } = reader
  const { t, language } = localizer
  const countries = (codes: readonly string[] = []): Hole =>
    codes.length > 0 && localizer.list(codes.map((code) => countryName(code, language)))
  const served = [
    ...(says.regionsServed ?? []).map((region) => t(`region-${region}`)),
    ...(says.countriesServed ?? []).map((code) => countryName(code, language)),
  ]
  const { regionMap, officeCountry, documentationLanguages = [] } = says
  return labelled(
    {
      languages: supportLanguages(localizer, says.supportLanguages),
      documentation: documentationLanguages.map(localizer.languageName).join(', '),
      serves: served.length > 0 && localizer.list(served),
      region: regionMap !== undefined && languageLine(reader, regionMap, says.defaultLanguage),
      office: officeCountry !== undefined && countryName(officeCountry, language),
      jurisdictions: countries(says.jurisdictions),
      servers: countries(says.serverJurisdictions),
      websites: websites(localizer, says),
      onions: lines((says.onions ?? []).map((url) => outsideLink(url))),
    },
    (row) => t(`about-${row}`),
  )
}

function supportLanguages(
  localizer: Localizer,
  languages: EntryRecord['supportLanguages'] = [],
): Hole {
  const names = languages.map(({ language, level }) => {
    const name = localizer.languageName(language)
    return level === 'full' ? name : localizer.t('about-some-language', { language: name })
  })
  return names.length > 0 && localizer.list(names)
}

function websites(localizer: Localizer, { websites = [] }: EntryRecord): Hole {
  return lines(
    websites.map(({ url, kind, language }) => {
      const name = localizer.t(`website-${kind}`)
      const spoken = language === undefined ? '' : ` (${localizer.languageName(language)})`
      return html`${label(localizer, name + spoken)} ${outsideLink(url)}`
    }),
  )
}

function howRows(
  reader: Reader,
  says: EntryRecord,
  block: (map: LanguageMap | undefined) => Hole,
): readonly Row[] {
  const { t } = reader.localizer
  const { freeSoftware } = says
  return labelled(
    {
      decides: block(says.decisionMethodMap),
      admission: block(says.admissionMap),
      excluded: block(says.excludedUsesMap),
      reason: block(says.creationReasonMap),
      horizon: block(says.maintenanceHorizonMap),
      backups: block(says.backupPolicyMap),
      software:
        freeSoftware !== undefined &&
        html`${t(`software-${freeSoftware.level}`)} ${block(freeSoftware.noteMap)}`,
      funding: funding(reader, says),
    },
    (row) => t(`about-${row}`),
  )
}

function funding(reader: Reader, { funding: kinds = [], defaultLanguage }: EntryRecord): Hole {
  return lines(
    kinds.map(
      ({ kind, url, noteMap }) =>
        html`${reader.localizer.t(`funding-${kind}`)} ${url !== undefined && outsideLink(url)}
        ${noteMap !== undefined && languageBlock(reader, noteMap, defaultLanguage)}`,
    ),
  )
}

/** What a reader can check by herself elsewhere. */
function openRows(reader: Reader, says: EntryRecord): readonly Row[] {
  const { t } = reader.localizer
  return labelled(
    {
      policies: policies(reader, says),
      reports: reports(reader, says),
      memberships: memberships(reader, says),
      relations: relations(reader, says),
    },
    (row) => t(`about-${row}`),
  )
}

/** A page in several languages: the one that suits the reader, by its name. */
function pageLink(reader: Reader, name: string, map: LanguageMap, fallback: string): Hole {
  const chosen = chooseText(reader, map, fallback)
  if (chosen === null) return null
  const { language, text, asked } = chosen
  const note = asked ? null : ` (${reader.localizer.languageName(language)})`
  return html`${namedOutsideLink(text, name)}${note}`
}

function policies(reader: Reader, { policies = {}, guides = {}, ...says }: EntryRecord): Hole {
  const { t } = reader.localizer
  const link = (name: string, map: LanguageMap | undefined): Hole =>
    map !== undefined && pageLink(reader, name, map, says.defaultLanguage)
  const links = [
    link(t('policy-terms'), policies.terms),
    link(t('policy-privacy'), policies.privacy),
    link(t('policy-logging'), policies.logging),
    link(t('policy-legal-requests'), policies.legalRequests),
    link(t('policy-moderation'), policies.moderation),
    link(t('policy-anti-harassment'), policies.antiHarassment),
    link(t('guide-user'), guides.user),
    link(t('guide-technical'), guides.technical),
  ]
  return lines(links.filter((one) => one !== false && one !== null))
}

function reports(reader: Reader, { transparency = {} }: EntryRecord): Hole {
  const { t } = reader.localizer
  const pages: readonly (readonly [string, string | undefined])[] = [
    [t('report-accounts'), transparency.accountsUrl],
    [t('report-activity'), transparency.activityReportUrl],
    [t('report-legal-requests'), transparency.legalRequestLogUrl],
    [t('report-packages'), transparency.packageListUrl],
  ]
  const links = pages.flatMap(([name, url]) =>
    url === undefined ? [] : namedOutsideLink(url, name),
  )
  const counts = (transparency.legalRequestCounts ?? []).map(
    ({ year, kind, band, answeredWithData }) => {
      const what = t(`legal-${kind}`)
      const answered = answeredWithData === undefined ? 'unknown' : String(answeredWithData)
      return t('about-legal-count', { year, band, what, answered })
    },
  )
  return lines([...links, ...counts])
}

function memberships(reader: Reader, { memberships = [] }: EntryRecord): Hole {
  const { localizer } = reader
  return lines(
    memberships.map(({ network, url, status, since, until }) => {
      const name = html`<bdi>${network}</bdi>`
      const dates = [
        since !== undefined && [' ', partialDay(localizer, since)],
        until !== undefined && ['–', partialDay(localizer, until)],
      ]
      const state = localizer.t(`membership-${status}`)
      return html`${label(localizer, name)} ${state}${dates}
      ${url !== undefined && outsideLink(url)}`
    }),
  )
}

function relations({ localizer: { t } }: Reader, { relations = [] }: EntryRecord): Hole {
  return lines(
    relations.map(
      ({ relation, object }) => html`${t(`relation-${relation}`)} <bdi>${object}</bdi>`,
    ),
  )
}

/** Several things below each other; nothing where there is none. */
export function lines(items: readonly Hole[]): Hole {
  if (items.length === 0) return null
  if (items.length === 1) return items
  const list = items.map((item) => html`<li>${item}</li>`)
  return html`<ul class="plain">
    ${list}
  </ul>`
}

/** A list under a heading of its own; nothing where there are no items. */
export function titledList(title: string, items: readonly Hole[]): Hole {
  if (items.length === 0) return null
  return html`<h3>${title}</h3>
    <ul>
      ${items}
    </ul>`
}

/** How fresh an entry is: when it was updated and confirmed, and until when it stands. */
export function freshness(
  { localizer }: Reader,
  { updated, expires, lastConfirmed }: Pick<EntryRecord, 'updated' | 'expires' | 'lastConfirmed'>,
): Hole {
  const { t } = localizer
  return definitions([
    [t('about-updated'), day(localizer, updated.slice(0, 10))],
    [
      t('about-confirmed'),
      lastConfirmed === undefined ? t('about-never-confirmed') : day(localizer, lastConfirmed),
    ],
    [t('about-expires'), day(localizer, expires.slice(0, 10))],
  ])
}
