import { charterName } from '../../../charter/charter-address.ts'
import { languagesOf } from '../../../charter/charter.ts'
import type { CharterSummary } from '../../../charter/charters.ts'
import type { Scid } from '../../../record/did.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import type { Localizer } from '../../i18n.ts'
import type { KnownCollective } from '../../known-collectives.ts'
import { linkTo } from '../../reader.ts'
import type { Visit } from '../../visit.ts'
import { collectiveLink } from '../collective-link.ts'
import { card, notice, time } from '../components.ts'
import { languageBlock, languageLine } from '../language-text.ts'
import type { Page } from '../layout.ts'
import { viewSwitch } from '../view-switch.ts'

export interface CharterListData {
  readonly charters: readonly CharterSummary[]
  readonly names: ReadonlyMap<Scid, KnownCollective>
  readonly views: readonly string[]
}

/** All charters, each with its versions and how many have signed them. */
export function charterListPage(visit: Visit, data: CharterListData): Page {
  const { t } = visit.reader.localizer
  const shown = data.charters.filter((charter) => charter.shown)
  const others = data.charters.filter((charter) => !charter.shown)
  return {
    title: t('charters-title'),
    description: t('charters-description'),
    section: 'charters',
    main: html`<h1>${t('charters-title')}</h1>
      <p class="lead">${t('charters-lead')}</p>
      ${viewSwitch(visit, data.views)}
      ${shown.length === 0 && notice('plain', html`<p>${t('charters-none')}</p>`)}
      ${shown.map((charter) => charterCard(visit, charter, data.names))}
      ${
        others.length > 0 &&
        html`<details>
          <summary>${t('charters-others', { count: others.length })}</summary>
          ${others.map((charter) => charterCard(visit, charter, data.names))}
        </details>`
      }
      <p><a href="${linkTo(visit.reader, '/charters/drafts')}">${t('charters-to-drafts')}</a></p>`,
  }
}

function charterCard(
  { reader }: Visit,
  summary: CharterSummary,
  names: CharterListData['names'],
): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { charter, count, scid } = summary
  const publisher = names.get(scid)
  const { summaryMap } = charter
  return card({
    title: languageLine(reader, charter.nameMap, charter.defaultLanguage),
    href: linkTo(reader, charterPath(summary)),
    marks: html`<span class="marks">${versionMark(localizer, summary)}</span>`,
    body: html`<p><strong>${t('charter-signed-by', { count: count.inForce })}</strong>
        ${count.withReservations > 0 && t('charter-with-reservations', { count: count.withReservations })}
        ${count.suspended > 0 && t('charter-suspended', { count: count.suspended })}
        ${count.notShown > 0 && t('charter-not-shown', { count: count.notShown })}
      </p>
      ${summaryMap !== undefined && languageBlock(reader, summaryMap, charter.defaultLanguage)}
      <p class="meta">
        ${t('charter-published')} ${time(localizer, charter.published)}
        ${publisher !== undefined && [t('charter-published-by'), ' ', collectiveLink(reader, publisher)]} ·
        ${localizer.list(languagesOf(charter).map(localizer.languageName))}
      </p>`,
  })
}

/** Where a version stands among the others. */
export function versionMark(
  { t }: Localizer,
  { depth, latest, amendsUnknown }: VersionPlace,
): Hole {
  const place = depth === 0 && !amendsUnknown ? t('version-first') : t('version-amends')
  return html`<span class="badge plain">${place}</span>${
    latest ? null : html` <span class="badge careful">${t('version-amended')}</span>`
  }`
}

type VersionPlace = Pick<CharterSummary, 'depth' | 'latest' | 'amendsUnknown'>

/** The page of a version: its newest text by name, an earlier one by its digest. */
export function charterPath(
  version: Pick<CharterSummary, 'scid' | 'charter' | 'statement'>,
): string {
  return `/charters/${charterName(version)}`
}
